import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyCertificate } from '@sotto/verify'
import { verifyExportFile } from '@sotto/verify/node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fromBuffer } from 'yauzl'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { everything } from '../collections.ts'
import { contractEndHandler, exportedCollections } from './index.ts'

const day = 24 * 60 * 60 * 1000
const clock = testClock()
let running: TestSotto
let acme: TestTeam
let other: TestTeam
let slug: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, now: clock.now, publicUrl: 'https://x.example' })
  acme = await makeTeam(running.sotto)
  other = await makeTeam(running.sotto)
  slug = (await acme.team.team.get()).slug
}, 60_000)
afterAll(() => running.close())

const data = () => running.client.db(running.database)
const mailTo = async (address: string, kind: string) =>
  (await (running.sotto.outbox as NonNullable<typeof running.sotto.outbox>).list()).find(
    (mail) => mail.to === address && mail.kind === kind,
  )
const as = (member: { id: string }) =>
  running.sotto.access.member(acme.teamId, member.id).then((principal) => running.sotto.as(principal, none).team)
const none = { ip: null, requestId: null }

describe('the end of a team', () => {
  it('is asked for by its name, and confirmed by the code of a mail where there is one owner', async () => {
    const { contractEnd } = acme.team
    await expect(contractEnd.ask({ slug: 'other' })).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await contractEnd.get()).toBeNull()
    expect(await contractEnd.ask({ slug })).toMatchObject({ state: 'asked', needs: 'code', deleteAt: null })
    const mail = await vi.waitFor(
      async () => {
        const found = await mailTo(acme.email, 'contract-end-code')
        if (!found) throw new Error('no mail yet')
        return found
      },
      { timeout: 15_000 },
    )
    const code = /\b\d{8}\b/.exec(mail.text)?.[0] as string
    for (let tries = 0; tries < 2; tries++)
      await expect(contractEnd.confirm({ code: '00000000' })).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await contractEnd.confirm({ code })).toMatchObject({ state: 'waiting', needs: null })
    expect(await contractEnd.cancel()).toMatchObject({ state: 'cancelled', deleteAt: null })
    await expect(contractEnd.cancel()).rejects.toMatchObject({ code: 'version_conflict' })
    await expect(contractEnd.confirm({ code })).rejects.toMatchObject({ code: 'version_conflict' })
    // A code of which too many were tried is none.
    await contractEnd.ask({ slug })
    for (let tries = 0; tries < 5; tries++) await contractEnd.confirm({ code: '1' }).catch(() => {})
    const newest = await mailTo(acme.email, 'contract-end-code')
    const right = /\b\d{8}\b/.exec(newest?.text ?? '')?.[0] as string
    await expect(contractEnd.confirm({ code: right })).rejects.toMatchObject({ code: 'invalid_request' })
    await contractEnd.cancel()
  })

  it('needs another owner where there are several, gives everything before, and leaves nothing but a certificate', async () => {
    const { member, password } = await acme.team.members.create({ name: 'Bo', email: 'bo@example.com', role: 'owner' })
    const contact = await acme.team.contacts.create({ name: 'Zephyrine Quxley', email: 'z@example.com' })
    const botId = (await acme.team.bots.create({ name: 'Wren', visibility: 'public' })).id
    const { knowledge } = acme.team.bot(botId)
    const added = await knowledge.add({ text: 'Open from nine to five.', filename: 'a.md', mediaType: 'text/markdown' })
    await knowledge.ready(added.document.id)
    const { conversation } = await acme.team.conversations.start({ botId, contact: { id: contact.id } })
    await acme.team.chat.send(conversation.id, { text: 'When do you open?', author: 'visitor' }).result()
    await acme.team.tickets.create({ contactId: contact.id, subject: 'Brakes' })
    const signedIn = await running.sotto.access.signIn('bo@example.com', password, none)

    const mine = running.sotto.as(acme.principal, none).team.contractEnd
    await mine.ask({ slug, graceDays: 7 })
    await expect(mine.confirm({})).rejects.toMatchObject({ code: 'forbidden' })
    const waiting = await (await as(member)).contractEnd.confirm({})
    expect(waiting).toMatchObject({ state: 'waiting', confirmedBy: member.id })
    const mail = await vi.waitFor(
      async () => {
        const found = await mailTo('bo@example.com', 'contract-end')
        if (!found?.text.includes('certificate')) throw new Error('no mail yet')
        return found
      },
      { timeout: 15_000 },
    )
    const token = /token=([\w.-]+)/.exec(mail.text)?.[1] as string

    const { files, path, folder } = await taken(await mine.export())
    const manifest = JSON.parse(JSON.parse(files['manifest.json'] as string).manifest)
    for (const { name } of exportedCollections(everything.collections))
      expect(files[`data/${name}.jsonl`]?.split('\n').filter(Boolean).length, name).toBe(manifest.rows[name])
    expect(files['data/contacts.jsonl']).toContain('Zephyrine Quxley')
    expect(files['data/messages.jsonl']).toContain('When do you open?')
    expect(files['data/documents.jsonl']).toContain(botId)
    expect(Buffer.from(JSON.parse(files['data/originals.jsonl'] as string).bytes, 'base64').toString()).toContain(
      'nine',
    )
    expect(Object.values(files).join('')).not.toMatch(/argon2|passwordHash/)
    const { verifier } = JSON.parse(files['manifest.json'] as string)
    expect(await verifyExportFile(path, { keys: [verifier] })).toMatchObject({ status: 'valid', problems: [] })

    // Before its time nothing goes; afterwards everything does.
    const held = { ...(await heads()) }
    expect(held.contacts).toBe(1)
    clock.advance(7 * day + 1000)
    const file = await atItsPace(running, clock, () => running.sotto.teamCertificate(token), {
      step: 3000,
      timeout: 30_000,
    })
    await expect(running.sotto.teamCertificate(`${token.slice(0, -2)}xx`)).rejects.toMatchObject({ code: 'not_found' })
    const left = await heads()
    expect(Object.keys(left).sort()).toEqual(['contractEnds', 'erasureGuards', 'jobs'])
    const keys = running.client.db(`${running.database}_keys`)
    const units = await keys.collection('unitKeys').countDocuments({ teamId: acme.teamId })
    expect(units).toBe(0)
    await expect(running.sotto.access.authenticate(signedIn.token)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(running.sotto.access.member(acme.teamId, acme.ownerId)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    expect(await running.sotto.publicTeam(slug)).toBeNull()
    expect(await other.team.team.get()).toMatchObject({ id: other.teamId })

    const nonce = await data().collection<{ nonce: string }>('contractEnds').findOne({})
    const about = { keys: [verifier], address: acme.teamId, nonce: nonce?.nonce as string }
    const verdict = await verifyCertificate(file, about)
    expect([verdict.status, verdict.problems]).toEqual(['valid', []])
    expect(verdict.certificate?.collections).toContainEqual(
      expect.objectContaining({ collection: 'contacts', deleted: 1 }),
    )
    const facts = JSON.parse(JSON.parse(file).certificate)
    expect(facts).toMatchObject({
      team: acme.teamId,
      scan: { found: 0, rows: 0 },
      person: { address: 'team' },
      withheld: [],
    })
    expect(facts.keys.destroyed).toBeGreaterThan(5)
    await rm(folder, { recursive: true })
  }, 60_000)
})

/** How many rows of the team lie where. */
async function heads(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { name } of everything.collections) {
    const rows = await data().collection(name).countDocuments({ teamId: acme.teamId })
    if (rows > 0) counts[name] = rows
  }
  return counts
}

/** An export, taken whole: on disk, and as the files in it. */
async function taken({ chunks }: { chunks: AsyncIterable<Uint8Array> }) {
  const all: Uint8Array[] = []
  for await (const some of chunks) all.push(some)
  const folder = await mkdtemp(join(tmpdir(), 'sotto-team-'))
  const path = join(folder, 'team.zip')
  await writeFile(path, Buffer.concat(all))
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) =>
    fromBuffer(Buffer.concat(all), { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const files: Record<string, string> = {}
  const done = Promise.withResolvers<void>()
  zip.on('entry', (entry: import('yauzl').Entry) =>
    zip.openReadStream(entry, async (error, stream) => {
      if (error) return done.reject(error)
      files[entry.fileName] = Buffer.concat(await stream.toArray()).toString()
      zip.readEntry()
    }),
  )
  zip.on('end', () => done.resolve())
  zip.readEntry()
  await done.promise
  return { files, path, folder }
}

it('does not begin while the database says that the time of grace goes on, whatever the clock of the server says', async () => {
  const ahead = testClock()
  const apart = await startTestSotto({ now: ahead.now, runJobs: false })
  try {
    const { team, teamId } = await makeTeam(apart.sotto)
    const { member } = await team.members.create({ name: 'Bo', email: 'bo@example.com', role: 'owner' })
    const bo = apart.sotto.as(await apart.sotto.access.member(teamId, member.id), none).team
    await team.contractEnd.ask({ slug: (await team.team.get()).slug, graceDays: 7 })
    const { deleteAt } = await bo.contractEnd.confirm({})
    const scope = apart.sotto.system.team(teamId, { actor: { kind: 'system', id: null }, ...none })
    const theirs = ahead.now()
    const handler = contractEndHandler({ databaseTime: async () => theirs } as never)
    const run = () => handler.run({ scope, signal: new AbortController().signal } as never)
    expect(await run()).toEqual(new Date(deleteAt as string))
    ahead.advance(365 * day)
    expect(await run()).toEqual(new Date(ahead.now().getTime() + day / 24))
    expect(await team.contractEnd.get()).toMatchObject({ state: 'waiting' })
  } finally {
    await apart.close()
  }
})
