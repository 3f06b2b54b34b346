import type { ActingContext } from '../audit/acting.ts'
import type { AnyCollection } from '../data-map/index.ts'
import { notFound } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import type { Core } from './core.ts'
import type { RawDocument } from './driver.ts'
import type { CountedLook, ReadLog } from './reads.ts'
import { inTransaction, type Transaction } from './transaction.ts'

/** What a collection needs of the scope that it was got from. Not for product code. */
export interface Door {
  readonly core: Core
  readonly teamId: string
  readonly context: ActingContext
  readonly transaction: Transaction | undefined
  baseFilter(collection: AnyCollection): RawDocument
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  newUnit(transaction: Transaction): Promise<UnitKey>
  unit(id: string, transaction?: Transaction): Promise<UnitKey>
  units(ids: string[], transaction?: Transaction): Promise<Map<string, UnitKey>>
  looked(looks: ReadLog): Promise<void>
}

/** What a scope is made of: whose rows, who acts, and the transaction that it runs in, if any. */
export interface ScopeState {
  core: Core
  teamId: string
  context: ActingContext
  reads: ReadLog | undefined
  transaction?: Transaction
  botId?: string
}

/** What is logged though no row shows it. */
export interface LogEntry {
  action: string
  /** The collection of the target. */
  collection?: string
  unit?: string | null
  target?: string
  subject?: string
  details?: Record<string, unknown>
}

/** Writes an entry into the log. @throws SottoError `not_found` when its unit is gone */
export async function writeEntry(door: Door, entry: LogEntry): Promise<void> {
  await door.write(async (transaction) => {
    const unit = entry.unit ? await door.unit(entry.unit, transaction) : null
    transaction.audit.add({
      action: entry.action,
      context: door.context,
      collection: entry.collection ?? null,
      unit,
      target: entry.target ?? null,
      subject: entry.subject ?? null,
      details: entry.details ?? null,
    })
  })
}

/** Writes looks into the log, in one transaction. */
export async function writeLooks(door: Door, looks: readonly CountedLook[]): Promise<void> {
  await door.write(async (transaction) => {
    for (const { collection, unit, target, subject, count } of looks)
      transaction.audit.add({
        action: `${collection.log}.read`,
        context: door.context,
        collection: collection.name,
        target,
        unit,
        subject,
        details: count > 1 ? { rows: count } : null,
      })
  })
}

/** @throws TypeError for an id of a team or bot that is no text */
export function doorOf(state: ScopeState): Door {
  const { core, teamId, context, transaction, reads } = state
  requireId('team', teamId)
  if ('botId' in state) requireId('bot', state.botId)
  const door: Door = {
    core,
    teamId,
    context,
    transaction,
    baseFilter: (collection) =>
      collection.silo ? { teamId, botId: state.botId ?? refuseWithoutBot(collection) } : { teamId },
    write: (work) => (transaction ? work(transaction) : inTransaction(core, teamId, work)),
    async newUnit(running) {
      const unit = await core.unitKeys.create(teamId, running)
      running.made.set(unit.id, unit)
      return unit
    },
    async unit(id, running) {
      const key = (await door.units([id], running)).get(id)
      if (!key) throw notFound('thing')
      return key
    },
    async units(ids, running = transaction) {
      // Those that the transaction made itself; others are there for everybody, and read outside of it.
      const made = ids.flatMap((id) => running?.made.get(id) ?? [])
      const others = ids.filter((id) => !running?.made.has(id))
      const found = await core.unitKeys.get(teamId, others)
      for (const unit of made) found.set(unit.id, unit)
      return found
    },
    async looked(looks) {
      // What a job reads in order to do what was asked is named by the entry of the asking.
      if (context.actor.kind === 'system' && context.actor.id === null) return
      if (reads) reads.addAll(looks)
      else if (looks.size > 0) await writeLooks(door, looks.take())
    },
  }
  return door
}

function refuseWithoutBot(collection: AnyCollection): never {
  throw new TypeError(`${collection.name} is walled in per bot: use scope.bot(id)`)
}

/** What goes into every filter has to be a text: `{ $ne: null }` there would be everybody's rows. */
function requireId(of: string, id: unknown): void {
  if (typeof id !== 'string' || id === '') throw new TypeError(`the id of a ${of} must be a text`)
}
