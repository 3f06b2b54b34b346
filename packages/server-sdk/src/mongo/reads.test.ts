import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

const looks = async (action: string) => (await acme.team.audit.list({ action, limit: 100 })).data

it('every contact of a list that was read has its entry before the list is there', async () => {
  const made = []
  for (let n = 0; n < 5; n++) made.push(await acme.team.contacts.create({ name: `Ada ${n}` }))
  expect((await acme.team.contacts.list()).data).toHaveLength(5)
  const entries = await looks('contact.read')
  expect(entries.map(({ subject }) => subject).sort()).toEqual(made.map(({ id }) => id as string).sort())
  expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(1)
})

it('rows of one unit make one entry that says how many they were', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id })
  for (const text of ['One', 'Two', 'Three'])
    await acme.team.chat.send(conversation.id, { text, author: 'member' }).events()
  clock.advance(1)
  await acme.team.conversations.messages(conversation.id)
  const [entry] = await looks('message.read')
  expect(entry?.details).toEqual({ rows: 3 })
})

it('what was not opened was not looked at', async () => {
  const before = (await looks('contact.read')).length
  expect(await acme.team.contacts.find({ name: 'nobody' }).toArray()).toEqual([])
  const results = acme.team.contacts.find({ name: 'Ada' })
  expect(await looks('contact.read')).toHaveLength(before)
  expect(await results.toArray()).toHaveLength(5)
  expect(await looks('contact.read')).toHaveLength(before + 5)
})

it('looks of a request are written when it settles, each once, however often it looked', async () => {
  const { team, settle } = running.sotto.as(acme.principal, { ip: '192.0.2.7', requestId: 'r1' })
  const before = (await looks('contact.read')).length
  const [ada] = (await team.contacts.list({ name: 'Ada 0' })).data
  await team.contacts.get(ada?.id as string)
  await team.contacts.get(ada?.id as string)
  expect(await looks('contact.read')).toHaveLength(before)
  clock.advance(1)
  await settle()
  await settle()
  const entries = await looks('contact.read')
  const own = entries.filter(({ requestId }) => requestId === 'r1')
  expect(entries.length - before).toBe(own.length)
  expect(own.filter(({ subject }) => subject === ada?.id)).toMatchObject([{ ip: '192.0.2.7', details: null }])
})
