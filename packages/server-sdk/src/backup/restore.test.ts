import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Team } from '../sotto.ts'
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
      await rotated('after')
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
