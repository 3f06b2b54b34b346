import type { ActingContext, BegunOrigin } from '../audit/index.ts'
import { lookAfterHolds } from '../features/holds/index.ts'
import { everythingStored } from '../features/stored.ts'
import { type EpochDocument, type Keyring, raiseFence } from '../keys/index.ts'
import { type Core, type IndexMade, makeIndexAnew, prepareDatabase, servable } from '../mongo/index.ts'
import { putBackWhatStands, type Standing } from './beside-copies.ts'
import { missingEpoch } from './check.ts'
import { BackupError } from './errors.ts'
import { beginOrigins } from './origins.ts'
import { type Replayed, replayErasures } from './replay.ts'

/** What was done with databases that were put back, before they serve again. */
export interface RestoreReport {
  /** One for each team. */
  origins: BegunOrigin[]
  replayed: Replayed
  standing: Standing
  index: IndexMade
}

/** How far putting back is: `done` of `total`, counted in rows, logs or units as `doing` says. */
export interface RestoreProgress {
  doing: 'checking' | 'loading' | 'beginning logs' | 'forgetting' | 'making the index'
  done: number
  total: number
}

/** The operator puts databases back; no member of a team does. */
const context: ActingContext = { actor: { kind: 'system', id: 'sotto-restore' }, ip: null, requestId: null }

/**
 * Brings databases that were put back in line with each other and lets them serve: new logs that say so, erasures done
 * again, the index made anew. In this order, so that what goes is told by the new log. It can be interrupted and done
 * again.
 */
export async function bringInLine(
  core: Core,
  keyring: Keyring,
  report: (progress: RestoreProgress) => void,
): Promise<RestoreReport> {
  const { database, teamKeys, now } = core
  await endMissingEpochs(core, keyring)
  // What the data say of their own preparation is true of no other database.
  await database.data
    .collection<{ _id: string }>('preparations')
    .updateOne({ _id: 'collections' }, { $unset: { fingerprint: '' } })
  await prepareDatabase(database, everythingStored)
  teamKeys.forget()
  // Whoever still works with what was there before is refused from here on.
  const raised = await teamKeys.control.change(await teamKeys.control.get(), {})
  await raiseFence(database, raised.fence)
  teamKeys.forget()
  const told = (doing: RestoreProgress['doing']) => (done: number, total: number) => report({ doing, done, total })
  const origins = await beginOrigins(core, context, told('beginning logs'))
  const replayed = await replayErasures(core, context, told('forgetting'))
  const standing = await putBackWhatStands(core, context)
  await lookAfterHolds(core, context)
  const index = await makeIndexAnew(core, told('making the index'))
  await servable(database, now())
  return { origins, replayed, standing, index }
}

/**
 * Makes sure that a key database, a keyring and data belong together, before anything is done that depends on it.
 *
 * @param acceptLosses whether keys may lie under an epoch whose key is not in the keyring
 * @throws BackupError `unsuitable`, `keyring`, `losses`
 */
export async function requireKeysOf(core: Core, keyring: Keyring, acceptLosses: boolean): Promise<void> {
  const { data, keys } = core.database
  const control = await core.teamKeys.control.find()
  if (!control)
    throw new BackupError(
      'unsuitable',
      `There are no keys in ${keys.databaseName}. Put its newest backup back, too: \`npx sotto restore\` takes it with --keys.`,
    )
  const there = await keyring.list()
  if (!there.includes(control.epoch)) {
    const known: string[] = await keys.collection<{ _id: string }>('epochs').distinct('_id')
    const epochs = { current: control.epoch, known, there, keyring }
    throw new BackupError('keyring', missingEpoch(`The keys in ${keys.databaseName}`, epochs))
  }
  const missing = await missingEpochs(core, keyring)
  const lost = await keys.collection('unitKeys').countDocuments({ epoch: { $in: missing } })
  if (lost > 0 && !acceptLosses)
    throw new BackupError(
      'losses',
      `${lost} of the keys in ${keys.databaseName} lie under epoch ${missing.join(', ')}, whose key the keyring (${keyring.description}) does not have: they were copied while a rotation ran. Bring that key into the keyring if it was not destroyed, or use a newer copy of the keys. If there is neither, --accept-losses goes on with what can be opened.`,
    )
  const teams: unknown[] = await data.collection('teams').distinct('_id')
  if (teams.length === 0) return
  const known = await keys.collection('teamKeys').countDocuments({ teamId: { $in: teams } })
  if (known === 0)
    throw new BackupError(
      'keyring',
      `The keys in ${keys.databaseName} belong to another installation: none is of a team in ${data.databaseName}. Name the database that goes with them.`,
    )
}

/** Epochs that stand by what the keys say, and whose key the keyring does not have. */
async function missingEpochs({ database }: Core, keyring: Keyring): Promise<string[]> {
  const there = await keyring.list()
  const standing = database.keys.collection<EpochDocument>('epochs').find({ destroyedAt: null })
  return (await standing.toArray()).map(({ _id }) => _id).filter((epoch) => !there.includes(epoch))
}

/** Says of epochs that ended after the copy was made that they did: else servers would wait for their keys to come back. */
async function endMissingEpochs(core: Core, keyring: Keyring): Promise<void> {
  await core.database.keys
    .collection<EpochDocument>('epochs')
    .updateMany({ _id: { $in: await missingEpochs(core, keyring) } }, { $set: { destroyedAt: core.now() } })
}
