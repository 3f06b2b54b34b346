import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newId } from '../../ids.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { filesKind, ingestKind, sweepFiles } from './index.ts'

let running: TestSotto
let acme: TestTeam
let botId: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly } })
  acme = await makeTeam(running.sotto)
  botId = (await acme.team.bots.create({ name: 'Wren' })).id
}, 60_000)
afterAll(() => running.close())

const data = () => running.client.db(running.database)
const text = 'Loan bikes are free for three days. Bring something that shows who you are.\n'
const add = async (keepOriginal: 'keep' | 'delete-after-processing') => {
  const { knowledge } = acme.team.bot(botId)
  const { document } = await knowledge.add({ text, filename: 'a.md', mediaType: 'text/markdown', keepOriginal })
  return knowledge.ready(document.id)
}
const logged = async (action: string, target: string) =>
  (await acme.team.audit.list({ action })).data.find((entry) => entry.target?.id === target)
const scope = () =>
  running.sotto.system.team(acme.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })

test('bytes go once they are read: out of the store, from under their key, and the log proves which', async () => {
  const document = await add('delete-after-processing')
  expect(document.original).toBe('deleted')
  expect(await data().collection('originals').countDocuments({ documentId: document.id })).toBe(0)
  const entry = await logged('original.removed', document.id)
  expect(entry?.details).toMatchObject({
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: text.length,
    reason: 'delete-after-processing',
  })
  // Whoever has an old copy of the rows has no key to it once this has run.
  expect(await data().collection('jobs').countDocuments({ kind: 'unit.renew', teamId: acme.teamId })).toBe(1)
  const raw = JSON.stringify(await data().collection('jobs').find({}).toArray())
  expect(raw).not.toContain('Loan bikes')
  const [hit] = (await acme.team.bot(botId).knowledge.search('How long are loan bikes free?')).data
  expect(hit).toMatchObject({ documentId: document.id })
  expect(hit?.text).toContain('free for three days')
})

test('a reading that was killed behind its last write is not done again, without bytes', async () => {
  const document = await add('delete-after-processing')
  const passages = await data().collection('chunks').countDocuments({ documentId: document.id })
  const { jobId } = document
  await vi.waitFor(async () => expect((await acme.team.job(jobId as string)).state).toBe('succeeded'), {
    timeout: 15_000,
  })
  await data()
    .collection<{ _id: string }>('jobs')
    .updateOne({ _id: jobId as string, kind: ingestKind }, { $set: { state: 'queued' } })
  await vi.waitFor(async () => expect((await acme.team.job(jobId as string)).state).toBe('succeeded'), 10_000)
  expect(await acme.team.bot(botId).knowledge.get(document.id)).toMatchObject({
    state: 'ready',
    passages: document.passages,
  })
  expect(await data().collection('chunks').countDocuments({ documentId: document.id })).toBe(passages)
})

test('what does not belong together is found: bytes without a document, documents without bytes', async () => {
  const [kept, emptied] = [await add('keep'), await add('keep')]
  expect(kept.original).toBe('kept')
  expect(await sweepFiles(scope())).toEqual({ withoutDocument: 0, withoutBytes: 0 })
  await data().collection('originals').deleteMany({ documentId: emptied.id })
  const stray = await data().collection<{ _id: string }>('originals').findOne({ documentId: kept.id })
  const gone = newId('document', new Date())
  await data()
    .collection<{ _id: string }>('originals')
    .insertOne({ ...stray, _id: `${gone}:0000`, documentId: gone } as never)
  expect(await sweepFiles(scope())).toEqual({ withoutDocument: 1, withoutBytes: 1 })
  expect(await sweepFiles(scope())).toEqual({ withoutDocument: 0, withoutBytes: 0 })
  expect(await data().collection('originals').countDocuments({ documentId: gone })).toBe(0)
  expect((await acme.team.bot(botId).knowledge.get(emptied.id)).original).toBe('deleted')
  expect((await acme.team.bot(botId).knowledge.get(kept.id)).original).toBe('kept')
  expect((await logged('original.orphaned', gone))?.details).toMatchObject({ pieces: 1 })
  expect(await logged('original.missing', emptied.id)).toBeDefined()
  expect((await acme.team.audit.list({ action: 'files.swept' })).data[0]?.details).toEqual({
    withoutDocument: 1,
    withoutBytes: 1,
  })
  // Once a day, for all teams, whoever runs.
  expect(await data().collection('jobs').countDocuments({ kind: filesKind })).toBe(1)
})
