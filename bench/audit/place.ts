import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo } from '@sotto/embedded-mongo'
import { MongoClient } from 'mongodb'
import { fileKeyring, type Keyring } from '../../packages/server-sdk/src/keys/index.ts'
import { createSotto, type Sotto, type SottoOptions, type Team } from '../../packages/server-sdk/src/sotto.ts'

/** A Sotto with one team, and the bare driver on the same database server. */
export interface BenchPlace {
  uri: string
  client: MongoClient
  /** What the names of its databases begin with. */
  database: string
  keyring: Keyring
  /** Where it lies, for other processes. */
  keyringFolder: string
  sotto: Sotto
  teamId: string
  team: Team
  /** Its owner. */
  actor: { userId: string }
  /** Another instance on the same databases. */
  another(options: Partial<SottoOptions> & { runJobs: boolean }): Promise<Sotto>
  makeTeam(n: number): Promise<Pick<BenchPlace, 'teamId' | 'team' | 'actor'>>
  close(): Promise<void>
}

const request = { name: 'Ines', password: 'correct horse battery staple' }

/** On `MONGODB_URI`, or on an embedded database that is gone afterwards. */
export async function openPlace(): Promise<BenchPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-'))
  const own = process.env.MONGODB_URI ? undefined : await startEmbeddedMongo({ dataDir: join(folder, 'data') })
  const uri = process.env.MONGODB_URI ?? (own?.uri as string)
  const client = await new MongoClient(uri, { writeConcern: { w: 'majority' } }).connect()
  const database = `bench${Date.now()}`
  const keyringFolder = join(folder, 'keyring')
  const keyring = fileKeyring(keyringFolder)
  const another: BenchPlace['another'] = (options) => createSotto({ mongo: client, database, keyring, ...options })
  const sotto = await another({ runJobs: false })
  const makeTeam = async (n: number) => {
    const { team, owner } = await sotto.createTeam({
      name: `Team ${n}`,
      slug: `team-${n}`,
      owner: { ...request, email: `owner${n}@example.com` },
    })
    const actor = { userId: owner.id }
    return { teamId: team.id, team: await sotto.team(team.id, { actor }), actor }
  }
  return {
    uri,
    client,
    database,
    keyring,
    keyringFolder,
    sotto,
    ...(await makeTeam(0)),
    another,
    makeTeam,
    async close() {
      await sotto.close()
      for (const name of [database, `${database}_keys`, `${database}_index`, 'bare'])
        await client.db(name).dropDatabase()
      await client.close()
      await own?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
