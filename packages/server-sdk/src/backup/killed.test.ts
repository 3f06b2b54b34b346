import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endOf, startProcess } from '../testing/processes.ts'
import { readBack } from './check.ts'
import { readManifest } from './manifest.ts'
import { type Installation, startInstallation } from './testing/restored.ts'

const cli = new URL('../cli.ts', import.meta.url)
const long = Boolean(process.env.SOTTO_LONG)
let here: Installation
let contactId: Awaited<ReturnType<Installation['acme']['team']['contacts']['create']>>['id']

beforeAll(async () => {
  here = await startInstallation({ runJobs: false })
  contactId = (await here.acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
  await here.sotto('backup --to ~/whole')
})
afterAll(() => here.close())

/** Runs a command in a process of its own, and kills that when it says that it does something. */
async function killedAt(doing: string, typed: string, database = here.running.database): Promise<boolean> {
  const words = [...typed.replaceAll('~', here.folder).split(' '), '--database', database]
  const child = startProcess(cli, words, here.variables)
  for await (const line of createInterface({ input: child.stderr }))
    if (line === doing) {
      child.kill('SIGKILL')
      break
    }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return (await endOf(child)) === 'SIGKILL'
}

it.each(
  long
    ? ['Copying the data', 'Copying the keys', 'Reading the data back', 'Reading the keys back']
    : ['Copying the keys'],
)(
  'leaves nothing that looks like a finished backup when it is killed while %j',
  async (doing) => {
    const to = join(here.folder, `killed ${doing}`.replaceAll(' ', '-'))
    const killed = await killedAt(doing, `backup --to ${to}`)
    for (const part of ['data', 'keys'] as const) {
      if (!existsSync(join(to, part))) await expect(readManifest(to, part)).rejects.toMatchObject({ reason: 'damaged' })
      else await readBack(await readManifest(to, part), () => {})
    }
    expect(killed || existsSync(join(to, 'keys'))).toBe(true)
    if (existsSync(join(to, 'keys.unfinished')))
      expect((await here.sotto(`backup --to ${to}`)).complained).toContain('a backup that was interrupted')
  },
  60_000,
)

it.each(
  long
    ? ['Loading it', 'Beginning new logs', 'Forgetting again who was forgotten', 'Making the index']
    : ['Forgetting again who was forgotten'],
)(
  'serves nothing that was put back in part: killed while %j',
  async (doing) => {
    const name = here.freshName()
    const restore = 'restore --data ~/whole --keys ~/whole'
    if (await killedAt(doing, restore, name)) {
      const refusal = await here.serving(name, { runJobs: false }).then(
        () => undefined,
        (error: Error) => error,
      )
      if (refusal) {
        const again = /sotto restore-check/.test(refusal.message) ? 'restore-check' : restore
        expect(refusal.message).toMatch(/nothing is served before/)
        if (again !== restore)
          expect(await here.sotto(restore, name)).toMatchObject({
            code: 1,
            complained: expect.stringContaining('`npx sotto restore-check` goes on'),
          })
        expect(await here.sotto(again, name)).toMatchObject({ code: 0 })
      }
    }
    const { team } = await here.serving(name, { runJobs: false })
    expect((await team.contacts.get(contactId)).email).toBe('ada@example.com')
    expect(await team.contacts.find({ email: 'ada@example.com' }).toArray()).toHaveLength(1)
    await expect(team.contacts.create({ name: 'Twin', email: 'ada@example.com' })).rejects.toMatchObject({
      code: 'contact_exists',
    })
    expect(await team.audit.verify()).toMatchObject({ ok: true })
  },
  90_000,
)
