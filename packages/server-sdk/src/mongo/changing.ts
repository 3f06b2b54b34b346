import type { AnyCollection, ChangeOf, DocumentOf } from '../data-map/index.ts'
import { notFound, nounOf } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import { standsBeside } from './beside-copies.ts'
import type { Screened } from './core.ts'
import { BSON } from './driver.ts'
import { isLedAnew, ledNow } from './leading.ts'
import { unchanged } from './recent-rows.ts'
import { type At, authentic, checked, happened, madeRow, tookOut, type WriteOptions } from './row-writing.ts'
import { screenedRow } from './screening.ts'
import { openedRow, placingNames, plainOf, type Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'
import { unitOf } from './units-of-rows.ts'

/** Fields that replace the old ones, or what makes them of the row as it is. */
export type Changing<C> = ChangeOf<C> | ((current: DocumentOf<C>) => ChangeOf<C> | Promise<ChangeOf<C>>)

type Values = Record<string, unknown>

/** What a change makes of a row. */
interface Changed {
  stored: Stored
  next: Stored
  unit: UnitKey | null
  before: Values
  values: Values
  /** Names of fields. */
  changed: readonly string[]
  screened: Screened | null
}

/** Changes one row of a team, in a transaction. See `TeamCollection.change`. */
export async function changeRow<C extends AnyCollection>(
  at: At<C>,
  id: string,
  changing: Changing<C>,
  options: WriteOptions,
): Promise<DocumentOf<C>> {
  if (typeof id !== 'string') throw new TypeError(`${at.declaration.name}: an id must be a text`)
  return at.door.write(async (transaction) => {
    const recent = recentRow(at, id, changing, transaction)
    // What cannot be done to the row as it was may be done to it as it is, and what was so already may be so no more.
    const made = recent && (await changeOf(at, recent, changing, transaction).catch(() => undefined))
    const isRecent = made !== undefined && made.changed.length > 0
    const change = isRecent
      ? made
      : await changeOf(at, await rowToChange(at, id, changing, transaction), changing, transaction)
    if (change.changed.length > 0) await write(at, change, isRecent, options, transaction)
    return { id: change.stored._id, ...change.values } as DocumentOf<C>
  })
}

/** The row that a change of `id` changes, where it is known well enough to be changed without another look. */
function recentRow<C extends AnyCollection>(
  { door: { core, teamId }, declaration }: At<C>,
  id: string,
  changing: Changing<C>,
  { changed }: Transaction,
): Stored | undefined {
  // Who decides by what is there has to see what is there.
  if (typeof changing === 'function' || changed.has(id)) return undefined
  const { joins, unit } = declaration
  const row = core.recent.get(declaration, teamId, id)
  const isPart = joins !== undefined && !(joins in changing) && typeof row?.[joins] === 'string'
  return isPart || (unit !== 'none' && !row?.unit) ? undefined : row
}

/** The row that a change of `id` changes, as it is. @throws SottoError `not_found` */
async function rowToChange<C extends AnyCollection>(
  { door, declaration, raw }: At<C>,
  id: string,
  changing: Changing<C>,
  transaction: Transaction,
): Promise<Stored> {
  const { joins, unit } = declaration
  const look = async (_id: string) => raw.findOne({ ...door.baseFilter(declaration), _id }, await reading(transaction))
  const found = await look(id)
  const isPart = joins !== undefined && !(joins in changing) && typeof found?.[joins] === 'string'
  const stored = isPart ? await look(found[joins] as string) : found
  // What remains of a forgotten row is nobody's to change.
  if (!stored || (unit !== 'none' && !stored.unit))
    throw notFound(declaration.id === 'own' ? declaration.name : nounOf(declaration.id))
  return stored
}

async function changeOf<C extends AnyCollection>(
  at: At<C>,
  stored: Stored,
  changing: Changing<C>,
  transaction: Transaction,
): Promise<Changed> {
  const { door, declaration } = at
  await authentic(at, [stored])
  const unit = await unitOf(door, stored, transaction)
  const current = openedRow(declaration, stored, unit)
  const asked = typeof changing === 'function' ? await changing(current) : changing
  const change = isLedAnew(declaration, asked, current)
    ? (await ledNow(door.core, door.teamId, declaration, [asked], transaction))(asked)
    : asked
  const before = valuesOf(current)
  const { values, screened } = await screenedRow(
    door,
    declaration,
    checked(declaration, valuesOf({ ...current, ...change })),
    before,
  )
  const changed = Object.keys(values).filter((name) => !same(values[name], before[name]))
  if (changed.length === 0) return { stored, next: stored, unit, before, values: before, changed, screened }
  const { sealedNames, authenticated = [] } = declaration
  const bound = sealedNames.length > 0 ? placingNames(declaration) : []
  const isSealedAnew = changed.some((name) => [sealedNames, authenticated, bound].some((names) => names.includes(name)))
  const next = isSealedAnew
    ? await madeRow(at, { id: stored._id, version: stored.version + 1 }, values, unit, transaction)
    : { ...stored, ...plainOf(declaration, values) }
  return { stored, next, unit, before, values, changed, screened }
}

async function write<C extends AnyCollection>(
  at: At<C>,
  { stored, next, unit, before, values, changed, screened }: Changed,
  isRecent: boolean,
  options: WriteOptions,
  transaction: Transaction,
): Promise<void> {
  const { door, declaration, raw } = at
  const { core, teamId: team } = door
  const { _id: id, teamId, ...set } = next
  const row = { ...door.baseFilter(declaration), _id: id }
  // Whoever changes it meanwhile conflicts, and one of both begins anew: what was read in this transaction is in its
  // snapshot, what was read before has to be there still.
  if (isRecent) {
    const onMiss = () => {
      core.recent.delete(declaration, id)
      return undefined
    }
    transaction.writes.update(raw, { ...row, ...unchanged(declaration, stored) }, { $set: set }, { onMiss })
  } else transaction.writes.update(raw, { ...row, version: stored.version }, { $set: set })
  standsBeside(core, declaration, next, transaction)
  transaction.changed.add(id)
  transaction.afterCommit.push(() => core.recent.set(declaration, next))
  const { sealedNames } = declaration
  // A row that is said to have the newest generation has it for all its fields.
  const known = stored.lookup ?? 0
  const again = (next.lookup ?? 0) > known ? sealedNames : changed.filter((name) => sealedNames.includes(name))
  if (again.length > 0) await core.lookup.change(team, declaration, id, [before, values], again, known, transaction)
  const pick = (from: Values) => Object.fromEntries(changed.map((name) => [name, from[name]]))
  happened(at, 'changed', options, transaction, { unit, stored: [stored, next], values: [pick(before), pick(values)] })
  if (screened) tookOut(at, screened, next, unit, transaction)
}

function valuesOf(document: Values): Values {
  const { id: _id, ...values } = document
  return values
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return Buffer.compare(BSON.serialize({ a }), BSON.serialize({ a: b })) === 0
}
