import { afterAll, beforeAll, expect, it } from 'vitest'
import { gateway, useEverything } from '../mongo/testing/everything-used.ts'
import { openCore } from '../open-core.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { decodeEntry, peopleIn } from './entry.ts'
import type { AuditEntryDocument } from './trail.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({
    models: { embeddings: wordsOnly },
    keptByLaw: [{ category: 'tickets', years: 100, ground: 'tax law' }],
    smsGateway: gateway,
  })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())

it('every entry that can still be opened is found by each of whom it names', async () => {
  await useEverything(running, acme, (_what, value) => value)
  const { client, database, keyring } = running
  const core = await openCore({ mongo: client, database, keyring })
  const rows = await client
    .db(database)
    .collection<AuditEntryDocument>('auditEntries')
    .find({ teamId: acme.teamId })
    .toArray()
  const units = await core.unitKeys.get(acme.teamId, [...new Set(rows.flatMap(({ about }) => about ?? []))])
  /** By whom, the actions of entries that name them. */
  const naming = new Map<string, Map<string, string>>()
  for (const { _id, bytes } of rows) {
    const entry = decodeEntry(bytes.buffer)
    const unit = entry.unit === null ? undefined : units.get(entry.unit)
    const people = unit && peopleIn(entry, unit)
    for (const person of [people?.target, people?.subject])
      if (person) naming.set(person, (naming.get(person) ?? new Map()).set(_id, `${entry.action} ${entry.collection}`))
  }
  expect(naming.size).toBeGreaterThan(20)
  const missed: string[] = []
  for (const [person, entries] of naming) {
    const found = await core.audit.entriesNaming(acme.teamId, person)
    for (const [id, what] of entries) if (!found.has(id)) missed.push(what)
  }
  expect([...new Set(missed)]).toEqual([])
}, 60_000)
