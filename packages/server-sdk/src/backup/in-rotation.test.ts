import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { fileKeyring } from '../keys/index.ts'
import { openOperator } from '../operator.ts'
import { type Installation, startInstallation } from './testing/restored.ts'

const steps = ['keyring', 'switch', 'rewrap', 'lookup', 'settle', 'backup', 'destroy'] as const
/** From here on every key of a copy is under the new epoch. */
const renewed: readonly string[] = ['lookup', 'settle', 'backup', 'destroy']
let here: Installation
let ada: { id: `con_${string}` }
let bo: { id: `con_${string}` }

beforeAll(async () => {
  here = await startInstallation({ runJobs: false })
  const { contacts } = here.acme.team
  ada = await contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com' })
  bo = await contacts.create({ name: 'Bo Diddley', email: 'bo@example.com' })
})
afterAll(() => here.close())

async function done(typed: string, database?: string): Promise<string> {
  const { code, said, complained } = await here.sotto(typed, database)
  expect(complained).not.toContain('sotto:')
  expect(code).toBe(0)
  return said
}

/** Rotates to the end, and copies data, keys and keyring in the midst of each step. */
async function copiedWhileItRotates(): Promise<void> {
  const { clock, folder, running } = here
  const operator = await openOperator({
    mongo: inject('mongoUri'),
    database: running.database,
    keyring: running.keyring,
    now: clock.now,
    writes: true,
  })
  const copied = new Set<string>()
  try {
    await operator.core.teamKeys.start()
    await operator.work.rotation.begin('none')
    const again = () =>
      operator.work.rotation.advance(async ({ step }) => {
        if (copied.has(step) || step === 'done') return
        copied.add(step)
        await done(`backup --to ~/at-${step}`)
        await cp(join(folder, 'keyring'), join(folder, `keyring-at-${step}`), { recursive: true })
        // Written in the midst of it, by a server that goes on.
        await here.acme.team.contacts.create({ name: 'Cy', email: `cy.${step}@example.com` })
      })
    while (await again()) clock.advance(5000)
  } finally {
    await operator.close()
  }
  expect([...copied]).toEqual(steps)
}

it('can be put back from each step of a rotation, which goes on then, and with newer keys', async () => {
  await copiedWhileItRotates()
  await here.acme.team.contacts.get(ada.id)
  await done('backup --only keys --to ~/after')
  for (const step of steps) {
    const keyring = fileKeyring(join(here.folder, `keyring-at-${step}`))
    // With the keys of that moment: the rotation is taken up where it was, and everything can be read before and after.
    const then = here.freshName()
    await done(`restore --data ~/at-${step} --keys ~/at-${step} --keyring ~/keyring-at-${step}`, then)
    const before = await here.serving(then, { keyring, runJobs: false })
    expect((await before.team.contacts.get(ada.id)).email, step).toBe('ada@example.com')
    const wait = setInterval(() => here.clock.advance(500), 20)
    expect(await done(`keys rotate --key-backup none --keyring ~/keyring-at-${step}`, then)).toContain('destroyed')
    clearInterval(wait)
    const after = await here.serving(then, { keyring, runJobs: false })
    for (const { team } of [before, after]) {
      expect((await team.contacts.get(bo.id)).name, step).toBe('Bo Diddley')
      expect(await team.contacts.find({ email: 'ada@example.com' }).toArray(), step).toHaveLength(1)
    }
    expect(await after.team.audit.verify(), step).toMatchObject({ firstBad: null, badRows: { total: 0 } })
    // With the newest keys of all, as it is usual.
    const newest = here.freshName()
    await done(`restore --data ~/at-${step}/data --keys ~/after/keys`, newest)
    const now = await here.serving(newest, { runJobs: false })
    expect((await now.team.contacts.get(ada.id)).email, step).toBe('ada@example.com')
    expect(await now.team.contacts.find({ email: 'ada@example.com' }).toArray(), step).toHaveLength(1)
    // With the keys of that moment and the keyring of today: what lay under the old epoch is gone, and it says so.
    const late = await here.sotto(`restore --data ~/at-${step} --keys ~/at-${step}`, here.freshName())
    if (late.code !== 0) expect(late.complained, step).toMatch(/rotation/)
    else expect(renewed).toContain(step)
  }
}, 300_000)
