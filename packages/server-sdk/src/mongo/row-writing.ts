import type { z } from 'zod'
import { accepted } from '../accepted.ts'
import type { Announced } from '../audit/trail.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { UnitKey } from '../keys/index.ts'
import type { Screened } from './core.ts'
import type { Door } from './door.ts'
import type { RawCollection } from './driver.ts'
import { happeningOf, subjectOf } from './happening.ts'
import { macOf, plainOf, requireAuthentic, type Stored, sealedPart } from './stored-row.ts'
import type { Transaction } from './transaction.ts'

export interface WriteOptions {
  /** The word in the log, where it is another than `created`, `changed` or `deleted`. */
  action?: string
  details?: Record<string, unknown>
  /** What of it is told outside, where that is not simply `action`. */
  announces?: Announced
}

export interface InsertOptions extends WriteOptions {
  /** For rows whose declaration says that they bring their own id; `ids` for several, in their order. */
  id?: string
  ids?: readonly string[]
  /** What is thrown when another row has that id. */
  taken?: () => Error
  /** Told what was taken out of the row before it was written. */
  screened?: (screened: Screened) => void
}

/** A collection of a team, and the way to it. */
export interface At<C extends AnyCollection = AnyCollection> {
  readonly door: Door
  readonly declaration: C
  readonly raw: RawCollection<Stored>
}

/** @throws SottoError `invalid_request` */
export const checked = ({ schema }: { schema: z.ZodType }, input: unknown): Record<string, unknown> =>
  accepted(schema, input) as Record<string, unknown>

/** A row as it is stored: what is personal sealed, what decides under its MAC. */
export async function madeRow(
  { door, declaration }: At,
  { id, version }: { id: string; version: number },
  values: Record<string, unknown>,
  unit: UnitKey | null,
  { control }: Transaction,
): Promise<Stored> {
  const row: Stored = {
    _id: id,
    ...(door.baseFilter(declaration) as { teamId: string }),
    version,
    ...plainOf(declaration, values),
  }
  if (unit) row.unit = unit.id
  if (unit && declaration.sealedNames.length > 0) row.sealed = sealedPart(declaration, row, values, unit)
  if (declaration.searchable) row.lookup = Math.max(...control.lookup.write)
  if (declaration.authenticated) row.mac = macOf(declaration, row, await rowsKey(door))
  return row
}

const rowsKey = ({ core, teamId }: Door) => core.teamKeys.get(teamId, 'rows')

/** The rows, once it is known that those which decide about access were written by us. */
export async function authentic({ door, declaration }: At, rows: Stored[]): Promise<Stored[]> {
  if (!declaration.authenticated || rows.length === 0) return rows
  const key = await rowsKey(door)
  for (const row of rows) requireAuthentic(declaration, row, key)
  return rows
}

/** Lets the log say what was done to a row, as its declaration wants it there. */
export function happened(
  { door, declaration }: At,
  verb: 'created' | 'changed' | 'deleted',
  options: WriteOptions,
  transaction: Transaction,
  what: Parameters<typeof happeningOf>[2],
): void {
  const happening = happeningOf(declaration, { verb, ...options, context: door.context }, what)
  if (happening) transaction.audit.add(happening)
}

/** Lets the log say which kinds of sensitive data were taken out of a row, and never what. */
export function tookOut(
  { door, declaration }: At,
  { counts }: Screened,
  row: Stored,
  unit: UnitKey | null,
  transaction: Transaction,
): void {
  transaction.audit.add({
    action: 'sensitive.redacted',
    context: door.context,
    collection: declaration.name,
    target: row._id,
    unit,
    subject: subjectOf(declaration, row),
    details: { classes: counts },
  })
}
