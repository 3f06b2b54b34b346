import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { AuditLog } from '../audit/index.ts'
import { everything } from '../features/collections.ts'
import { openCore } from '../open-core.ts'
import type { Team } from '../sotto.ts'
import { makeTeam } from '../testing/index.ts'
import { type Installation, startInstallation } from './testing/restored.ts'

let here: Installation

beforeEach(async () => {
  here = await startInstallation()
})
afterEach(() => here.close())

async function done(typed: string, database?: string): Promise<string> {
  const { code, said, complained } = await here.sotto(typed, database)
  expect(complained).not.toContain('sotto:')
  expect(code).toBe(0)
  return said
}

/** Forgets what lies in the unit of a contact. */
async function forgetContact(id: string): Promise<void> {
  const { acme, running } = here
  const row = await running.client
    .db(running.database)
    .collection<{ _id: string; unit: string }>('contacts')
    .findOne({ _id: id })
  await running.sotto.system
    .team(acme.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    .forget((row as { unit: string }).unit, { action: 'contact.erased', target: id })
}

/** Rotates to the end, with a backup in the place where it waits for one. */
async function rotated(to: string): Promise<void> {
  const wait = setInterval(() => here.clock.advance(500), 50)
  expect(await done('keys rotate')).toContain('once a backup of the new ones is confirmed')
  await done(`backup --to ~/${to}`)
  expect(await done('keys rotate')).toContain('the older ones are destroyed')
  clearInterval(wait)
}

/** All entries have their place. */
const sequenced = (team: Team) =>
  vi.waitFor(async () => expect(await team.audit.verify()).toMatchObject({ firstBad: null, waiting: 0 }), {
    timeout: 10_000,
    interval: 100,
  })

it('puts a backup back: who was forgotten stays so, everybody else is there, and the log says it', async () => {
  const { acme, freshName, serving, sotto } = here
  const { team } = acme
  const bot = await team.bots.create({ name: 'Wren' })
  const ada = await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com', phone: '+44 20 7946 0018' })
  const bo = await team.contacts.create({ name: 'Bo Diddley', email: 'bo@example.com' })
  const { conversation: gone } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
  const { conversation: kept } = await team.conversations.start({
    botId: bot.id,
    contact: { id: bo.id },
    page: '/prices',
  })
  await sequenced(team)
  const first = await done('backup --to ~/first')
  expect(first).toMatch(/data .*first\/data .* rows.*\nkeys .*first\/keys .*\nRead back and confirmed as backup-/)

  await team.conversations.remove(gone.id)
  await forgetContact(ada.id)
  await team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
  await sequenced(team)
  await done('backup --only keys --to ~/keys-of-today')

  for (const [keys, rotate] of [
    ['keys-of-today/keys', false],
    ['after/keys', true],
  ] as const) {
    if (rotate) {
      await cp(join(here.folder, 'keyring'), join(here.folder, 'keyring-before'), { recursive: true })
      await rotated('after')
      const newer = await sotto('restore --data ~/after --keys ~/after --keyring ~/keyring-before', freshName())
      expect(newer).toMatchObject({ code: 1, said: '' })
      expect(newer.complained).toMatch(/this keyring was copied before a rotation. Bring the key of epoch e\S+ into it/)
      const before = await sotto('restore --data ~/first --keys ~/first', freshName())
      expect(before).toMatchObject({ code: 1, said: '' })
      expect(before.complained).toMatch(/made before a rotation.*nobody can open that copy any more, by design/)
    }
    const name = freshName()
    const said = await done(`restore --data ~/first/data --keys ~/${keys}`, name)
    expect(said).toMatch(/Logs +1 team: each begins anew/)
    expect(said).toMatch(/Forgotten +2 units that the ledger of erasures names/)
    const restored = await serving(name)
    const again = restored.team
    expect(await again.contacts.get(bo.id)).toMatchObject({ email: 'bo@example.com' })
    expect((await again.conversations.get(kept.id)).page).toBe('/prices')
    await expect(again.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(again.conversations.get(gone.id)).rejects.toMatchObject({ code: 'not_found' })
    // Looked up by e-mail, by a word's beginning and as a person in the log, and unique as before.
    expect(await again.contacts.find({ email: 'BO@example.com' }).toArray()).toHaveLength(1)
    expect(await again.contacts.find({ name: 'didd' }).toArray()).toHaveLength(1)
    for (const email of ['ada@example.com', 'cy@example.com'])
      expect(await again.contacts.find({ email }).toArray()).toEqual([])
    await expect(again.contacts.create({ name: 'Twin', email: 'bo@example.com' })).rejects.toMatchObject({
      code: 'contact_exists',
    })
    await again.contacts.create({ name: 'Ada again', email: 'ada@example.com' })
    expect((await again.audit.list({ targetId: bo.id })).data.length).toBeGreaterThan(0)
    expect((await again.audit.list({ targetId: ada.id })).data).toEqual([])
    expect(
      (await restored.sotto.access.signIn(acme.email, acme.password, { ip: null, requestId: null })).principal.kind,
    ).toBe('member')
    await sequenced(again)
    const report = await again.audit.verify()
    expect(report).toMatchObject({ ok: true, origin: `sotto/${acme.teamId}/2`, badRows: { total: 0 } })
    expect(report.restores).toMatchObject([
      { origin: `sotto/${acme.teamId}/2`, after: { origin: `sotto/${acme.teamId}/1` } },
    ])
  }
}, 120_000)

it('brings back nothing of a team that has ended since, its settings and members neither, and keeps its certificate', async () => {
  const { acme, clock, freshName, running, serving } = here
  const other = await makeTeam(running.sotto)
  const { team } = other
  await team.bots.create({ name: 'Wren' })
  await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com' })
  await team.webhooks.create({ url: 'https://hooks.example.com/sotto', events: ['contact.created'] })
  const { slug } = await team.team.get()
  await done('backup --to ~/before')

  const outbox = running.sotto.outbox as NonNullable<typeof running.sotto.outbox>
  const mailed = (pattern: RegExp) =>
    vi.waitFor(
      async () => {
        const mails = (await outbox.list()).filter(({ to }) => to === other.email)
        const found = mails.flatMap(({ text }) => pattern.exec(text)?.[1] ?? [])[0]
        if (!found) throw new Error('no such mail yet')
        return found
      },
      { timeout: 15_000 },
    )
  await team.contractEnd.ask({ slug, graceDays: 7 })
  await team.contractEnd.confirm({ code: await mailed(/\b(\d{8})\b/) })
  const token = await mailed(/token=([\w.-]+)/)
  clock.advance(7 * 24 * 60 * 60 * 1000 + 1000)
  const certificate = await vi.waitFor(
    () => {
      clock.advance(3000)
      return running.sotto.teamCertificate(token)
    },
    { timeout: 30_000, interval: 300 },
  )
  await done('backup --only keys --to ~/keys-of-today')

  const name = freshName()
  const said = await done('restore --data ~/before/data --keys ~/keys-of-today', name)
  expect(said).toMatch(/Ended +1 team whose contract has ended: nothing came back/)
  const rows: Record<string, number> = {}
  for (const collection of everything.collections) {
    const count = await running.client.db(name).collection(collection.name).countDocuments({ teamId: other.teamId })
    if (count > 0) rows[collection.name] = count
  }
  expect(rows).toEqual({ contractEnds: 1 })
  for (const database of [running.database, name]) {
    const core = await openCore({ mongo: inject('mongoUri'), database, keyring: running.keyring, now: clock.now })
    const report = await new AuditLog(core).verify(other.teamId)
    expect(report, database).toMatchObject({ firstBad: null, badRows: { total: 0, first: [] } })
    await core.database.close()
  }
  const restored = await serving(name)
  expect(await restored.sotto.teamCertificate(token)).toBe(certificate)
  expect(await restored.sotto.publicTeam(slug)).toBeNull()
  await expect(
    restored.sotto.access.signIn(other.email, other.password, { ip: null, requestId: null }),
  ).rejects.toMatchObject({ code: 'sign_in_failed' })
  // Whoever did not end is there.
  expect(await restored.team.team.get()).toMatchObject({ id: acme.teamId })
}, 60_000)
