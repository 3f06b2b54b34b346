import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { run } from '../../commands/run.ts'
import { fileKeyring } from '../../keys/index.ts'
import { createSotto, type Sotto, type SottoOptions, type Team } from '../../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'

export interface Installation {
  clock: ReturnType<typeof testClock>
  /** Where backups and the keyring lie; `~` in what is typed. */
  folder: string
  running: TestSotto
  acme: TestTeam
  /** The variables of its commands. */
  variables: { MONGODB_URI: string; SOTTO_KEYRING: string }
  /** Runs a command as an operator types it. */
  sotto(typed: string, database?: string): Promise<{ code: number; said: string; complained: string }>
  /** A name for databases that are dropped at the end. */
  freshName(): string
  /** A server on the databases of a name, and the team in it. */
  serving(database: string, options?: Partial<SottoOptions>): Promise<{ sotto: Sotto; team: Team }>
  close(): Promise<void>
}

/** A server with a keyring in a folder, and its operator. */
export async function startInstallation(options: Partial<SottoOptions> = {}): Promise<Installation> {
  const clock = testClock()
  const folder = await mkdtemp(join(tmpdir(), 'sotto-backup-'))
  const keyring = join(folder, 'keyring')
  const running = await startTestSotto({ keyring: fileKeyring(keyring), now: clock.now, ...options })
  const acme = await makeTeam(running.sotto)
  const variables = { MONGODB_URI: inject('mongoUri'), SOTTO_KEYRING: keyring }
  const open: Sotto[] = []
  const names: string[] = []
  return {
    clock,
    folder,
    running,
    acme,
    variables,
    async sotto(typed, database = running.database) {
      let said = ''
      let complained = ''
      const code = await run(
        [...typed.replaceAll('~', folder).split(' '), '--database', database],
        variables,
        { out: (text) => (said += text), err: (text) => (complained += text) },
        { now: clock.now },
      )
      return { code, said, complained }
    },
    freshName() {
      const name = `t${randomBytes(6).toString('hex')}`
      names.push(name)
      return name
    },
    async serving(database, more = {}) {
      const sotto = await createSotto({
        mongo: inject('mongoUri'),
        database,
        keyring: running.keyring,
        now: clock.now,
        ...more,
      })
      open.push(sotto)
      return { sotto, team: await sotto.team(acme.teamId, { actor: { userId: acme.ownerId } }) }
    },
    async close() {
      for (const sotto of open) await sotto.close()
      for (const name of names)
        for (const suffix of ['', '_keys', '_index']) await running.client.db(name + suffix).dropDatabase()
      await running.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
