import { verifyInclusion } from '@sotto/verify'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { readCheckpoint } from '../checkpoint.ts'

const clock = testClock('2020-01-01T00:00:00Z')
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

it('lets go of whole groups that are seven years old, and the rest stays provable', async () => {
  const { team } = acme
  await team.contacts.create({ name: 'Ada' })
  const bot = await team.bots.create({ name: 'Wren' })
  for (let n = 0; n < 270; n++) await team.bots.change(bot.id, { greeting: `Hello ${n}` })
  await vi.waitFor(async () => expect((await team.audit.verify({ rows: false })).waiting).toBe(0), {
    timeout: 20_000,
    interval: 100,
  })
  const whole = await team.audit.verify()
  expect(whole).toMatchObject({ ok: true, pruned: 0 })
  clock.advance(6.9 * 365.25 * 24 * 3_600_000)
  expect(await team.audit.prune()).toBe(0)
  clock.advance(0.2 * 365.25 * 24 * 3_600_000)
  expect(await team.audit.prune()).toBe(256)
  expect(await team.audit.prune()).toBe(0)
  // Contact and bot were written by entries that are gone: their rows are still what the log says.
  expect(await team.audit.verify()).toMatchObject({ ok: true, pruned: 256, badRows: { total: 0 }, gaps: [] })

  const entries = running.client.db(running.database).collection('auditEntries')
  expect(await entries.countDocuments({ teamId: acme.teamId })).toBeGreaterThanOrEqual(whole.size - 256)
  const [oldest] = (await team.audit.list({ action: 'bot.changed', limit: 1 })).data
  const proof = await team.audit.proof(oldest?.id as string)
  const [head, ...note] = proof.proof.split('\n\n') as [string, string]
  const signed = readCheckpoint(note.join('\n\n'), proof.publicKey)
  const hashes = head
    .split('\n')
    .slice(3)
    .map((line) => Buffer.from(line, 'base64'))
  expect(
    verifyInclusion({
      entry: Buffer.from(proof.entry),
      index: proof.index,
      size: signed?.size ?? 0,
      proof: hashes,
      root: signed?.root as Buffer,
    }),
  ).toBe(true)
  let text = ''
  for await (const chunk of (await team.audit.export({ format: 'jsonl', people: 'false', from: 0 })).chunks)
    text += chunk
  expect(JSON.parse(text.split('\n')[1] as string)).toEqual({ pruned: { count: 256, leaves: expect.any(String) } })

  // What is kept of them cannot be changed either, nor a row that they tell of and that outlives them.
  await running.client
    .db(running.database)
    .collection('bots')
    .deleteOne({ _id: bot.id as never })
  expect((await team.audit.verify()).badRows).toMatchObject({ total: 1, first: [{ collection: 'bots' }] })
  await running.client
    .db(running.database)
    .collection('auditPruned')
    .updateMany({}, { $set: { bytes: Buffer.from('{}') } })
  expect(await team.audit.verify()).toMatchObject({
    ok: false,
    firstBad: { index: 0, reason: expect.stringContaining('pruned') },
  })
}, 60_000)
