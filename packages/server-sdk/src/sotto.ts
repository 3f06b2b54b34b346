import { Access, apiKeys, credentials, members, type Principal } from './access/index.ts'
import { AuditTrail } from './audit/trail.ts'
import { type DataMap, dataMap } from './data-map/index.ts'
import { contactService, contacts } from './features/contacts/index.ts'
import { type JobHandler, JobRunner, jobs, type Logger } from './jobs/index.ts'
import { type Keyring, TeamKeys, UnitKeys } from './keys/index.ts'
import {
  type Capabilities,
  type Core,
  connectDatabase,
  Lookup,
  prepareCollections,
  ReadLog,
  SystemScope,
  type TeamScope,
} from './mongo/index.ts'
import type { MongoClient } from './mongo/driver.ts'

export interface SottoOptions {
  /** A connection string, or a connected `MongoClient`, which is then not closed. */
  mongo: string | MongoClient
  /** What the names of the three databases begin with. Default `sotto`. */
  database?: string
  keyring: Keyring
  now?: () => Date
  logger?: Logger
}

const quiet: Logger = { info() {}, warn() {}, error() {} }

/** The declared collections of all features: the one data map. */
const everything: DataMap = dataMap([members, credentials, apiKeys, jobs, contacts])

/** The services of one team, as far as they act in the name of one actor. */
export function teamServices(scope: TeamScope) {
  return {
    id: scope.teamId,
    contacts: contactService(scope),
  }
}

export type Team = ReturnType<typeof teamServices>

export interface Sotto {
  readonly capabilities: Readonly<Capabilities>
  readonly access: Access
  as(principal: Principal, request: { ip: string | null; requestId: string | null }): { team: Team; settle(): Promise<void> }
  team(teamId: string, options: { actor: { userId: string } }): Promise<Team>
  close(): Promise<void>
}

export async function createSotto(options: SottoOptions): Promise<Sotto> {
  const now = options.now ?? (() => new Date())
  const logger = options.logger ?? quiet
  const database = await connectDatabase(options.mongo, options.database)
  const teamKeys = new TeamKeys({ keyring: options.keyring, database: database.keys, now })
  const unitKeys = new UnitKeys({ database: database.keys, teamKeys, now })
  const lookup = new Lookup(database.index, teamKeys)
  const audit = new AuditTrail({ data: database.data, index: database.index, teamKeys, now })
  await teamKeys.start()
  await unitKeys.start()
  await lookup.start()
  await audit.start()
  await prepareCollections(database, everything)
  const core: Core = { database, map: everything, teamKeys, unitKeys, lookup, audit, now }
  const system = new SystemScope(core)
  const access = new Access(core, system)
  const handlers = new Map<string, JobHandler>()
  const runner = new JobRunner({ system, handlers, logger })
  runner.start()
  return {
    capabilities: database.capabilities,
    access,
    as(principal, request) {
      const reads = new ReadLog()
      const scope = access.scope(principal, request, reads)
      return { team: teamServices(scope), settle: () => scope.settle() }
    },
    async team(teamId, { actor }) {
      return teamServices(access.scope(await access.member(teamId, actor.userId), { ip: null, requestId: null }))
    },
    async close() {
      await runner.stop()
      await database.close()
    },
  }
}
