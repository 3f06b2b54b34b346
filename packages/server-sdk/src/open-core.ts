import { AuditTrail, type Happening } from './audit/index.ts'
import { everything } from './features/collections.ts'
import type { JobHandler } from './jobs/index.ts'
import { Backups, type Keyring, openKeys, Rotation } from './keys/index.ts'
import type { Logger } from './logger.ts'
import type { MongoClient } from './mongo/driver.ts'
import {
  connectDatabase,
  Lookup,
  RecentRows,
  rebuildTokens,
  type ScopeCore,
  SystemScope,
  TeamScope,
} from './mongo/index.ts'
import { type KeyOperations, keyOperations, RotationSchedule, rotationHandler } from './rotation/index.ts'

const ownContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const

/** What every scope stands on, for a server and for the commands of its operator. Reads and makes nothing yet. */
export async function openCore(options: {
  mongo: string | MongoClient
  database?: string | undefined
  keyring: Keyring
  now?: (() => Date) | undefined
  /** Told what transactions will log, before they commit, with a scope in which it can write beside it. */
  announce?: ((scope: TeamScope, happenings: readonly Happening[]) => Promise<void>) | undefined
}): Promise<ScopeCore> {
  const now = options.now ?? (() => new Date())
  const database = await connectDatabase(options.mongo, options.database)
  const { teamKeys, unitKeys } = openKeys({ keyring: options.keyring, database: database.keys, now: options.now })
  const lookup = new Lookup(database.index, teamKeys)
  const { data, index } = database
  const audit = new AuditTrail({ data, index, keys: { teamKeys, unitKeys }, map: everything, now })
  const core: ScopeCore = {
    database,
    map: everything,
    teamKeys,
    unitKeys,
    lookup,
    audit,
    recent: new RecentRows(),
    now,
  }
  const { announce } = options
  if (announce)
    core.announce = (transaction, teamId, happenings) =>
      announce(new TeamScope({ core, teamId, context: ownContext, reads: undefined, transaction }), happenings)
  return core
}

/** What is done with keys over time. */
export interface KeyWork {
  system: SystemScope
  backups: Backups
  rotation: Rotation
  schedule: RotationSchedule
  operations: KeyOperations
  /** Of jobs of the kind `rotationKind`. */
  handler: JobHandler
}

export function keyWork(
  core: ScopeCore,
  options: {
    keyring: Keyring
    keyBackup: 'confirmed' | 'none'
    days: number
    /** Whether a server makes backups every day; one that is overdue is something to see to then. */
    daily?: boolean | undefined
    /** Called when there is a job to do. */
    kick: () => void
    logger: Logger
  },
): KeyWork {
  const { database, lookup, now, teamKeys, unitKeys } = core
  const { keyring, keyBackup, days, kick, logger } = options
  const system = new SystemScope(core)
  const backups = new Backups(database.keys)
  const rotation = new Rotation({
    keyring,
    keys: { control: teamKeys.control, teamKeys, unitKeys },
    database,
    backups,
    keyBackup,
    now,
    rebuildTokens: (generation, counted) => rebuildTokens(core, generation, counted),
    dropTokens: (upTo) => lookup.dropGenerations(upTo),
    log: (teamId, details) =>
      system
        .team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
        .log({ action: 'keys.rotated', details }),
  })
  const schedule = new RotationSchedule({ rotation, system, keys: database.keys, days, kick, logger })
  const parts = {
    keyring,
    database: database.keys,
    teamKeys,
    backups,
    rotation,
    schedule,
    rotateEveryDays: days,
    now,
    daily: options.daily ?? false,
  }
  return { system, backups, rotation, schedule, operations: keyOperations(parts), handler: rotationHandler(rotation) }
}
