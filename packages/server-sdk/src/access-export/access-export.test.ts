import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyExportFile } from '@sotto/verify/node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { fromBuffer } from 'yauzl'
import { z } from 'zod'
import { atOnce } from '../testing/at-once.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { sourcesOf } from './sources.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam
let folder: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, now: clock.now })
  acme = await makeTeam(running.sotto)
  folder = await mkdtemp(join(tmpdir(), 'sotto-export-'))
}, 30_000)
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await running.close()
})

const links = () => running.sotto.exportLinks
const exports = () => acme.team.accessExports
const reached = (id: string, state: string) =>
  vi.waitFor(
    async () => {
      const found = await exports().get(id)
      expect(found.state, JSON.stringify(found.problem)).toBe(state)
      return found
    },
    { timeout: 20_000, interval: 30 },
  )

async function codeFor(token: string): Promise<string> {
  const codes = async () => ((await running.sotto.outbox?.list()) ?? []).filter(({ kind }) => kind === 'one-time-code')
  const before = new Set((await codes()).map(({ id }) => id))
  clock.advance(1)
  expect(await links().sendCode(token)).toHaveProperty('expiresAt')
  return vi.waitFor(
    async () => {
      const [newest, ...more] = (await codes()).filter(({ id }) => !before.has(id))
      expect([newest === undefined, more]).toEqual([false, []])
      return /^([2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(newest?.text ?? '')?.[1] as string
    },
    { timeout: 15_000 },
  )
}

async function ready(input: Parameters<TestTeam['team']['accessExports']['start']>[0]): Promise<string> {
  const id = await exports().start(input)
  await reached(id, 'review')
  await exports().release(id)
  await reached(id, 'ready')
  return id
}

const bytesOf = async (download: Awaited<ReturnType<ReturnType<typeof links>['file']>>) => {
  if ('refused' in download) throw new Error(download.refused)
  const all: Uint8Array[] = []
  for await (const some of download.chunks) all.push(some)
  return Buffer.concat(all)
}

/** The files of an archive, as somebody else's reader finds them. */
async function unpacked(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const files: Record<string, string> = {}
  const done = Promise.withResolvers<typeof files>()
  zip.on('entry', (entry: import('yauzl').Entry) =>
    zip.openReadStream(entry, async (error, stream) => {
      if (error) return done.reject(error)
      files[entry.fileName] = Buffer.concat(await stream.toArray()).toString()
      zip.readEntry()
    }),
  )
  zip.on('end', () => done.resolve(files))
  zip.readEntry()
  return done.promise
}

it('gives everything that is theirs, without others, signed to the last byte, and once', async () => {
  const { team, teamId } = acme
  const ada = await team.contacts.create({ name: 'Ada King', email: 'ada@example.com', phone: '+447700900168' })
  await team.contacts.create({ name: 'Bo Lind', email: 'bo@example.com' })
  await team.tickets.create({
    contactId: ada.id,
    subject: '=SUM(A1)',
    description: 'Bo Lind (bo@example.com) told ada@example.com. Lind may know. Info: info@acme.example',
  })
  await team.legalEntity.change({
    legalName: 'Acme Ltd',
    contact: 'data@acme.example',
    sources: 'Addresses of firms come from a public register.',
    automatedDecisions: 'Software turns orders down.',
    authority: { name: 'Data Protection Commission', url: 'https://www.dataprotection.ie' },
  })
  const host = { name: 'Example Hosting', purpose: 'Keeps the database', data: 'Everything', country: 'US' } as const
  await team.subProcessors.add({ ...host, transfer: 'standard-clauses', inUseSince: '2025-01-01' })
  await team.retention.change({ rules: [{ category: 'tickets', keep: { days: 400 }, then: 'delete' }] })
  await team.retention.overrides.add(
    { contactId: ada.id },
    { category: 'contacts', keep: { days: 700 }, then: 'delete' },
  )
  const id = await exports().start({ contactId: ada.id, requestId: 'req_1' })
  const review = await reached(id, 'review')
  expect(review.redactions.map(({ text, certainty, decision }) => [text, certainty, decision])).toEqual([
    ['Bo Lind', 'certain', 'remove'],
    ['bo@example.com', 'certain', 'remove'],
    ['Lind', 'possible', null],
  ])
  // Nothing is let go before somebody has decided.
  await expect(exports().release(id)).rejects.toMatchObject({ code: 'version_conflict' })
  await expect(exports().linkFor(id)).rejects.toMatchObject({ code: 'version_conflict' })
  expect(await exports().decide(id, [1], 'keep')).toBe(1)
  expect(await exports().decide(id, 'undecided', 'remove')).toBe(1)
  await exports().release(id)
  await exports().release(id)
  const { manifest } = await reached(id, 'ready')

  const { token, url } = await exports().linkFor(id)
  expect(url).toContain(token)
  // A mail scanner may look as often as it likes.
  for (let look = 0; look < 3; look += 1) expect(await links().look(token)).toMatchObject({ state: 'open' })
  expect(await links().redeem(token, 'AAAA AAAA')).toEqual({ refused: 'no-code' })
  const code = await codeFor(token)
  expect(await links().redeem(token, 'AAAAAAAA')).toEqual({ refused: 'wrong-code' })
  const { made } = await atOnce(Array.from({ length: 4 }, () => links().redeem(token, code.toLowerCase())))
  const passes = made.flatMap((one) => ('pass' in one ? [one.pass] : []))
  expect(passes).toHaveLength(1)
  const [pass = ''] = passes
  expect(await links().look(token)).toMatchObject({ state: 'downloaded' })
  // What was broken off goes on, and counts once.
  const broken = await links().file(pass)
  if ('refused' in broken) throw new Error(broken.refused)
  await broken.chunks.return()
  const whole = await bytesOf(await links().file(pass))
  expect(whole).toHaveLength((await exports().get(id)).bytes as number)
  expect(await bytesOf(await links().file(pass, { from: 100 }))).toEqual(whole.subarray(100))
  expect(await links().file(pass)).toEqual({ refused: 'downloaded' })
  clock.advance(11 * 60_000)
  expect(await links().file(pass, { from: 1 })).toEqual({ refused: 'downloaded' })
  expect(await links().redeem(token, code)).toEqual({ refused: 'downloaded' })
  // A pass is no link, and neither opens another thing.
  expect(await links().file(token)).toEqual({ refused: 'unknown' })
  expect(await links().look(`${pass}A`)).toMatchObject({ state: 'unknown' })

  const files = await unpacked(whole)
  const text = (name: string) => files[name] as string
  const data = JSON.parse(text('data.json'))
  expect(z.fromJSONSchema(JSON.parse(text('schema.json'))).safeParse(data)).toMatchObject({ success: true })
  expect(z.fromJSONSchema(JSON.parse(text('schema.json'))).safeParse({ ...data, more: 1 }).success).toBe(false)
  expect(data.collections.contacts).toMatchObject([{ name: 'Ada King', email: 'ada@example.com' }])
  expect(data.collections.tickets[0].description).toBe(
    '[name of somebody else] (bo@example.com) told ada@example.com. [name of somebody else] may know. Info: info@acme.example',
  )
  expect(data.collections.auditEntries.map(({ action }: { action: string }) => action)).toContain('contact.created')
  expect(text('csv/tickets.csv')).toContain("'=SUM(A1)")
  // What is told beside the data is what the settings say.
  const about = text('about.md').replaceAll('\\', '')
  for (const said of [
    '| Name | Acme Ltd |',
    '| Questions about data | data@acme.example |',
    'a contract with you, or steps before one (Art. 6(1)(b)) | 400 days after the last activity | deleted |',
    // Decided for this person alone.
    '700 days after the last activity | deleted |',
    'public register',
    '| Example Hosting | Keeps the database | United States | standard contractual clauses (Art. 46(2)(c) GDPR) |',
    'Software turns orders down.',
    '| Data Protection Commission | https://www.dataprotection.ie |',
    'Art. 77',
  ])
    expect(about).toContain(said)
  expect(text('about.html')).toContain('Example Hosting')
  expect(Object.keys(files).sort()).toEqual(
    [...(manifest?.files.map(({ name }) => name) ?? []), 'manifest.json'].sort(),
  )

  const path = join(folder, 'ada.zip')
  await writeFile(path, whole)
  const { verifier } = JSON.parse(text('manifest.json'))
  expect(await verifyExportFile(path, { keys: [verifier] })).toMatchObject({ status: 'valid', problems: [] })
  expect(await verifyExportFile(path)).toMatchObject({ status: 'unproven', problems: [] })
  expect(verifier).toContain(teamId)
  // Any byte, in any place: a step that is no power of two meets heads, content, directory and end.
  const step = Math.max(1, Math.floor(whole.length / 150))
  for (let at = 0; at < whole.length; at += step) {
    const altered = Buffer.from(whole)
    altered[at] = (altered[at] as number) ^ (1 << (at % 8))
    await writeFile(path, altered)
    expect((await verifyExportFile(path, { keys: [verifier] })).status, `byte ${at}`).toBe('invalid')
  }
  for (const other of [
    whole.subarray(0, -1),
    Buffer.concat([whole, Buffer.of(0)]),
    Buffer.concat([Buffer.of(0), whole]),
  ]) {
    await writeFile(path, other)
    expect((await verifyExportFile(path, { keys: [verifier] })).status).toBe('invalid')
  }
}, 60_000)

it('says so where there is nothing, and ends with its time and its person', async () => {
  const { team } = acme
  const cy = await team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
  const id = await ready({ contactId: cy.id, kind: 'portability' })
  const first = await exports().linkFor(id)
  const { token } = await exports().linkFor(id)
  expect(await links().look(first.token)).toMatchObject({ state: 'unknown' })
  const files = await unpacked(await bytesOf(await links().download(token, await codeFor(token))))
  const data = JSON.parse(files['data.json'] as string)
  expect(data).toMatchObject({ kind: 'portability', collections: { contacts: [{ name: 'Cy' }], messages: [] } })
  // Five codes at most, and five tries of each.
  const next = await exports().linkFor(id)
  for (let sent = 0; sent < 5; sent += 1) await codeFor(next.token)
  expect(await links().sendCode(next.token)).toEqual({ refused: 'too-many-codes' })
  for (let tried = 0; tried < 5; tried += 1)
    expect(await links().redeem(next.token, 'BBBBBBBB')).toEqual({ refused: 'wrong-code' })
  expect(await links().redeem(next.token, 'BBBBBBBB')).toEqual({ refused: 'no-code' })
  clock.advance(8 * 24 * 60 * 60 * 1000)
  expect(await links().look(next.token)).toMatchObject({ state: 'expired' })

  const other = await ready({ contactId: cy.id })
  const { token: late } = await exports().linkFor(other)
  const plan = await team.erasures.plan({ contactId: cy.id, mentions: false })
  const { jobId } = await team.erasures.start(plan)
  await vi.waitFor(async () => expect((await team.erasures.get(jobId)).state).toBe('completed'), {
    timeout: 20_000,
    interval: 50,
  })
  expect(await links().look(late)).toMatchObject({ state: 'unknown' })
  await expect(exports().get(other)).rejects.toMatchObject({ code: 'not_found' })
  const left = running.client.db(running.database).collection('accessExportPieces')
  expect(await left.countDocuments({ exportId: other })).toBe(0)
}, 60_000)

it('breaks off in the middle of a download when its person is erased, and counts as never downloaded', async () => {
  const { team } = acme
  const { id: contactId } = await team.contacts.create({ name: 'Ely', email: 'ely@example.com' })
  // More than one piece of a million bytes: what can hardly be pressed together, in two forms.
  const description = () =>
    String.fromCharCode(
      ...Array.from(new Uint16Array(randomBytes(16_000).buffer, 0, 8000), (one) => 0x4e00 + (one % 20_000)),
    )
  for (let ticket = 0; ticket < 36; ticket += 1)
    await team.tickets.create({ contactId, subject: 'Long', description: description() })
  const id = await ready({ contactId })
  expect((await exports().get(id)).bytes).toBeGreaterThan(1_000_000)
  const { token } = await exports().linkFor(id)
  const redeemed = await links().redeem(token, await codeFor(token))
  const pass = 'pass' in redeemed ? redeemed.pass : ''
  const download = await links().file(pass)
  if ('refused' in download) throw new Error(download.refused)
  expect((await download.chunks.next()).done).toBe(false)
  const { jobId } = await team.erasures.start(await team.erasures.plan({ contactId, mentions: false }))
  await vi.waitFor(async () => expect((await team.erasures.get(jobId)).state).toBe('completed'), {
    timeout: 20_000,
    interval: 50,
  })
  await expect(download.chunks.next()).rejects.toThrow('the file ended while it was read')
  for (const range of [{}, { from: 1_000_000 }]) expect(await links().file(pass, range)).toEqual({ refused: 'unknown' })
  expect(
    (await team.audit.list({ action: 'access-export.downloaded' })).data.map(({ target }) => target),
  ).not.toContain(id)
}, 60_000)

it('fails loudly where something of them cannot be read', async () => {
  const di = await acme.team.contacts.create({ name: 'Di' })
  const { id: ticket } = await acme.team.tickets.create({ contactId: di.id, subject: 'Shoes' })
  const rows = running.client.db(running.database).collection<{ _id: string }>('tickets')
  await rows.updateOne({ _id: ticket }, { $inc: { version: 1 } })
  const id = await exports().start({ contactId: di.id })
  expect((await reached(id, 'failed')).problem).toMatchObject({ code: 'export_incomplete' })
  await exports().discard(id)
  await expect(exports().get(id)).rejects.toMatchObject({ code: 'not_found' })
}, 30_000)

it('has everything that can be about a person, or a reason why not', () => {
  const { collections } = running.sotto.dataMap
  const people = collections.filter(({ about }) => about === 'self')
  const found = new Set(
    people.flatMap((person) => sourcesOf(running.sotto.dataMap, person).map((one) => one.collection)),
  )
  const leads = (collection: (typeof collections)[number]): boolean =>
    collection.about === 'self' || (typeof collection.about === 'object' && leads(collection.about.of))
  for (const collection of collections) {
    if (!leads(collection)) continue
    const isPart =
      typeof collection.about === 'object' && collection.about.of.export && 'never' in collection.about.of.export
    expect(found.has(collection) || isPart, `${collection.name} is about people and is not given to them`).toBe(true)
    if (collection.export && 'never' in collection.export) expect(collection.export.never.length).toBeGreaterThan(10)
  }
})
