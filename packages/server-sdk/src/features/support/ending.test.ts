import { get } from 'node:http'
import type { SupportCase } from '@sotto/contracts'
import { expect, it } from 'vitest'
import { endOldSupportCredentials } from '../../access/index.ts'
import {
  acme,
  ask,
  asked,
  clock,
  conversation,
  enter,
  type Headers,
  letIn,
  minute,
  owner,
  running,
  type Told,
  url,
  useSupport,
} from './testing/support-server.ts'

useSupport()

it('ends to the instant: by the clock, by the team, by a new code; streams within a second', async () => {
  const follow = (as: Headers) =>
    new Promise<{ ended: Promise<number> }>((resolve, reject) => {
      get(
        `${url}/v1/conversations/${conversation.id}/events`,
        { headers: { accept: 'text/event-stream', ...as } },
        (response) => {
          if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
          response.resume()
          resolve({ ended: new Promise((done) => response.on('close', () => done(performance.now()))) })
        },
      ).on('error', reject)
    })
  const contacts = async (as: Headers) => (await ask('GET', '/v1/contacts', as)).status
  const byClock = await letIn({}, { minutes: 30 })
  const byTeam = await letIn()
  const byCode = await letIn()
  const streams = await Promise.all([byTeam.as, byClock.as].map(follow))
  expect((await ask('POST', `${byTeam.path}/end`, await owner())).body).toMatchObject({
    state: 'ended',
    end: { by: 'team' },
  })
  const from = performance.now()
  expect(await contacts(byTeam.as)).toBe(401)
  expect(((await streams[0]?.ended) as number) - from).toBeLessThan(1000)
  clock.advance(30 * minute - 1)
  expect(await contacts(byClock.as)).toBe(200)
  clock.advance(1)
  const over = performance.now()
  expect(await contacts(byClock.as)).toBe(401)
  expect(((await streams[1]?.ended) as number) - over).toBeLessThan(1000)
  expect((await acme.team.support.get(byClock.id)).state).toBe('over')
  // What is open is told apart from what is past, and looking for what is not there is no look.
  const open = async () => (await ask('GET', '/v1/support-cases?standing=open&limit=100', await owner())).body.data
  const opened = (await open()) as SupportCase[]
  const all = (await acme.team.support.list({ limit: 100 })).data
  expect(opened).toEqual(all.filter(({ state }) => state === 'asked' || state === 'active'))
  expect(opened.map(({ id }) => id)).toContain(byCode.id)
  // Asking again and again what is open is one look a minute, and another one when something else is seen.
  const looked = async () => (await acme.team.audit.list({ action: 'support.read', limit: 200 })).data.length
  const first = await looked()
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first)
  clock.advance(minute)
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first + 1)
  const another = await asked()
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first + 2)
  await acme.team.support.refuse(another.id)
  // Nothing brings back what is over: not the end, not a new approval, not a new code.
  for (const { id, path, code } of [byClock, byTeam]) {
    expect((await ask('POST', `${path}/approve`, await owner(), {})).code).toBe('support_settled')
    expect((await ask('POST', `${path}/end`, await owner())).code).toBe('support_settled')
    await expect(running.sotto.support.code(id)).rejects.toMatchObject({ code: 'support_settled' })
    expect((await enter(code)).status).toBe(401)
  }
  const { code } = await running.sotto.support.code(byCode.id)
  expect(await contacts(byCode.as)).toBe(401)
  expect((await enter(code)).status).toBe(201)
  await running.sotto.support.end(byCode.id)
  expect(await acme.team.support.get(byCode.id)).toMatchObject({ state: 'ended', end: { by: 'support' } })
  // What opened doors goes when its time is over, and the log bears that out.
  const kept = await acme.team.support.get((await letIn()).id)
  clock.advance(Date.parse(kept.granted?.until as string) - clock.now().getTime())
  expect(await endOldSupportCredentials(running.sotto.system)).toBeGreaterThan(1)
  expect((await acme.team.audit.verify()).badRows.total).toBe(0)
})

it('trusts no row that was changed outside: neither a case nor a credential', async () => {
  const { id, as } = await letIn()
  const waiting = await asked()
  const db = running.client.db(running.database)
  const later = new Date(clock.now().getTime() + 999 * minute)
  const tamper = async (collection: string, filter: object, set: object, tries: () => Promise<Told>) => {
    const rows = db.collection(collection)
    const before = await rows.findOne(filter)
    await rows.updateOne(filter, { $set: set })
    expect((await tries()).code).toBe('row_not_authentic')
    await rows.replaceOne({ _id: (before as { _id: unknown })._id } as never, before as object)
  }
  const look = () => ask('GET', '/v1/contacts', as)
  await tamper('supportCases', { _id: id }, { until: later }, look)
  await tamper('supportCases', { _id: id }, { areas: ['contacts', 'tickets'] }, look)
  await tamper('supportCases', { _id: id }, { changesBy: acme.ownerId }, look)
  await tamper('supportCases', { _id: waiting.id }, { state: 'active', until: later }, () => enter(waiting.code))
  await tamper('supportCredentials', { caseId: id }, { caseId: waiting.id }, look)
  // An older row of the same case, from before its end, is refused as well.
  const before = await db.collection('supportCases').findOne({ _id: id as never })
  const credential = await db.collection('supportCredentials').findOne({ caseId: id })
  await acme.team.support.end(id)
  await db.collection('supportCases').replaceOne({ _id: id as never }, before as object)
  expect((await look()).code).toBe('unauthenticated')
  await db.collection('supportCredentials').insertOne(credential as never)
  const report = await running.sotto
    .team(acme.teamId, { actor: { system: 'check' } })
    .then((team) => team.audit.verify())
  expect(report.badRows.total).toBeGreaterThan(0)
})
