import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { inject } from 'vitest'
import type { Principal } from '../access/index.ts'
import { type Keyring, memoryKeyring } from '../keys/index.ts'
import { createSotto, type Sotto, type SottoOptions, type Team } from '../sotto.ts'

/** A clock that only moves when it is told to. */
export function testClock(start = '2026-05-03T09:00:00Z') {
  let time = Date.parse(start)
  return {
    now: () => new Date(time),
    /** @param milliseconds may be negative: clocks do go back */
    advance: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

export interface TestSotto {
  sotto: Sotto
  keyring: Keyring
  /** The raw databases, for looking at what really lies there. */
  client: MongoClient
  database: string
  /** Another instance on the same databases and keyring. */
  another(options?: Partial<SottoOptions>): Promise<Sotto>
  close(): Promise<void>
}

/** A Sotto with databases of its own, dropped when it is closed. */
export async function startTestSotto(options: Partial<SottoOptions> = {}): Promise<TestSotto> {
  const database = `t${randomBytes(6).toString('hex')}`
  const keyring = options.keyring ?? memoryKeyring()
  const uri = inject('mongoUri')
  const client = await new MongoClient(uri).connect()
  const open: Sotto[] = []
  const another = async (more: Partial<SottoOptions> = {}) => {
    const made = await createSotto({ mongo: uri, keyring, database, ...options, ...more })
    open.push(made)
    return made
  }
  const sotto = await another()
  return {
    sotto,
    keyring,
    client,
    database,
    another,
    async close() {
      for (const one of open) await one.close()
      for (const suffix of ['', '_keys', '_index']) await client.db(database + suffix).dropDatabase()
      await client.close()
    },
  }
}

export interface TestTeam {
  teamId: string
  ownerId: string
  email: string
  password: string
  team: Team
  principal: Principal
}

let count = 0

/** A team with an owner, acting in the owner's name. */
export async function makeTeam(sotto: Sotto, name = 'Acme'): Promise<TestTeam> {
  count += 1
  const email = `owner${count}@example.com`
  const { team, owner, password } = await sotto.createTeam({
    name,
    slug: `team-${count}-${randomBytes(3).toString('hex')}`,
    owner: { name: 'Ines', email },
  })
  return {
    teamId: team.id,
    ownerId: owner.id,
    email,
    password,
    team: await sotto.team(team.id, { actor: { userId: owner.id } }),
    principal: await sotto.access.member(team.id, owner.id),
  }
}
