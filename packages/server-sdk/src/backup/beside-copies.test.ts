import type { Id } from '@sotto/contracts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { endSuppression, isSuppressed, suppress } from '../erasure/suppression.ts'
import { holds } from '../features/holds/index.ts'
import type { Sotto } from '../sotto.ts'
import { type Installation, startInstallation } from './testing/restored.ts'

let here: Installation
beforeAll(async () => {
  here = await startInstallation()
}, 30_000)
afterAll(() => here.close())

const nobody = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
const scopeIn = (sotto: Sotto) => sotto.system.team(here.acme.teamId, nobody)
const told = async (typed: string, database?: string) => {
  const { code, said, complained } = await here.sotto(typed, database)
  expect(complained).not.toContain('sotto:')
  expect(code).toBe(0)
  return said
}

it('holds and suppressions are as they were decided after the copy that is put back', async () => {
  const { acme, running, clock } = here
  const { team } = acme
  const secondId = (await team.members.create({ name: 'Vi', email: 'vi@acme.example', role: 'admin' })).member.id
  clock.advance(1000)
  const second = await running.sotto.team(acme.teamId, { actor: { userId: secondId } })
  const contact = async (name: string) => (await team.contacts.create({ name, email: `${name}@example.com` })).id
  const [ada, bo, cy, di] = await Promise.all(['ada', 'bo', 'cy', 'di'].map(contact))
  const propose = async (contactId: string | undefined) =>
    (
      await team.holds.propose({
        reason: 'litigation',
        matter: `Voss against ${contactId}`,
        scope: { contactId: contactId as Id<'contact'> },
      })
    ).id
  const scope = scopeIn(running.sotto)
  const [ofBo, ofCy, ofDi] = [await propose(bo), await propose(cy), await propose(di)]
  await second.holds.approve(ofCy)
  await second.holds.approve(ofDi)
  await scope.transaction((at) => suppress(at, [{ email: 'back@example.com' }, { email: 'away@example.com' }]))
  await told('backup --to ~/first')

  clock.advance(60_000)
  await second.holds.approve(ofBo)
  const ofAda = await propose(ada)
  await second.holds.approve(ofAda)
  await team.holds.release(ofCy, 'It was settled.')
  await second.holds.approve(ofCy)
  await scope.transaction((at) => suppress(at, [{ email: 'gone@example.com' }]))
  await endSuppression(scope, { email: 'back@example.com' })
  await told('backup --only keys --to ~/now')

  // Ids, times and marks: nothing of the matter, and of nobody.
  const beside = (database: string) => running.client.db(`${database}_keys`).collection<{ row: string }>('besideCopies')
  const stands = await beside(running.database).find().toArray()
  expect(stands.map(({ row }) => row)).toEqual(expect.arrayContaining([ofAda, ofBo, ofCy, ofDi]))
  expect(JSON.stringify(stands)).not.toMatch(/voss|@example|settled|sealed/i)

  const name = here.freshName()
  expect(await told('restore --data ~/first/data --keys ~/now/keys', name)).toMatch(/Decided +5 rows of holds/)
  // Whoever writes to the database without the keys ends no hold by what stands beside the copies.
  const forged = { version: 99, 'fields.state': 'released' }
  await beside(name).updateOne({ row: ofDi }, { $set: forged })
  expect(await told('restore-check --restored', name)).toMatch(/! 1 row beside the copy not written by Sotto/)

  // Whoever is held by it has somebody who looks after that: it was proposed after the copy, and so were its reminders.
  const watching = { kind: 'holds.watch', 'payload.hold': ofAda, state: 'queued' }
  expect(await running.client.db(name).collection('jobs').countDocuments(watching)).toBeGreaterThan(0)

  const restored = await here.serving(name)
  const held = await restored.team.holds.list({ limit: 10 })
  const as = Object.fromEntries(held.data.map(({ id, state, matter }) => [id, [state, matter.slice(0, 12)]]))
  expect(as).toEqual({
    [ofAda]: ['active', 'This was wri'],
    [ofBo]: ['active', 'Voss against'],
    [ofCy]: ['released', 'Voss against'],
    [ofDi]: ['active', 'Voss against'],
  })
  const again = scopeIn(restored.sotto)
  const suppressed = (email: string) => isSuppressed(again, { email })
  expect(await suppressed('gone@example.com')).toBe(true)
  expect(await suppressed('away@example.com')).toBe(true)
  expect(await suppressed('back@example.com')).toBe(false)
  await vi.waitFor(
    async () =>
      expect(await restored.team.audit.verify()).toMatchObject({ firstBad: null, waiting: 0, badRows: { total: 0 } }),
    { timeout: 10_000, interval: 100 },
  )
  // What was put back ends like any other, and nothing stands of it when it goes.
  const other = await restored.sotto.team(acme.teamId, { actor: { userId: secondId } })
  await restored.team.holds.release(ofAda, 'It was settled.')
  await other.holds.approve(ofAda)
  const row = await again.collection(holds).findOne({ id: ofAda })
  await again.forget(row?.unit as string, { action: 'hold.forgotten', target: ofAda })
  expect((await beside(name).find().toArray()).map(({ row }) => row)).not.toContain(ofAda)
}, 60_000)
