import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam
let botId: string

const handbook = `# Handbook

## Loan bikes

A loan bike is free for three days. You need a photo ID to take one with you.

## Prices

A standard service costs £85. We telephone before fitting any part above £30.
`

async function learn(team: TestTeam, bot: string, title: string, text: string): Promise<void> {
  const { job } = await team.team.bot(bot).knowledge.add({ text, title, mediaType: 'text/markdown' })
  await vi.waitFor(async () => expect((await team.team.job(job.id)).state).toBe('succeeded'), {
    timeout: 30_000,
    interval: 50,
  })
}

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
  botId = (
    await acme.team.bots.create({
      name: 'Wren',
      greeting: 'Hello',
      starters: [],
      instructions: null,
      colour: null,
      visibility: 'public',
      allowedOrigins: [],
      disclosure: null,
    })
  ).id
  await learn(acme, botId, 'Handbook', handbook)
}, 60_000)

afterAll(() => running.close())

test('a question is answered from a document, cited, and streamed as it is stored', async () => {
  const { conversation } = await acme.team.conversations.start({ botId: botId as `bot_${string}` })
  const events = []
  for await (const event of await acme.team.chat
    .send(conversation.id, { text: 'What does a standard service cost?', author: 'visitor' })
    .events())
    events.push(event)
  const completed = events.at(-1)
  if (completed?.type !== 'message.completed') throw new Error(`ended with ${JSON.stringify(completed)}`)
  expect(completed.text).toContain('£85')
  expect(completed.grounded).toBe(true)
  expect(completed.citations[0]?.documentTitle).toBe('Handbook')
  expect(events.flatMap((event) => (event.type === 'message.delta' ? [event.text] : [])).join('')).toBe(completed.text)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  const { data } = await acme.team.conversations.messages(conversation.id)
  expect(data.map(({ author, text }) => [author.kind, text])).toEqual([
    ['visitor', 'What does a standard service cost?'],
    ['bot', completed.text],
  ])
  const [listed] = (await acme.team.conversations.list()).data
  expect(listed).toMatchObject({ id: conversation.id, subject: 'What does a standard service cost?', messageCount: 2 })
}, 30_000)
