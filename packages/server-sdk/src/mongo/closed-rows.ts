import type { AnyCollection, DocumentOf, PlainOf } from '../data-map/index.ts'
import { isSottoError, notFound } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import type { Door } from './door.ts'
import { subjectOf } from './happening.ts'
import { ReadLog } from './reads.ts'
import { openedRow, plainOf, type Stored } from './stored-row.ts'

/** A row whose sealed part is closed: what lies in the clear can be read at once, the rest when it is opened. */
export type Row<C> = PlainOf<C> & {
  readonly id: string
  readonly unit: string | null
  /** @param looks takes the look; without it, the look is logged before this resolves */
  open(looks?: ReadLog): Promise<DocumentOf<C>>
}

/**
 * Rows as they were found, closed. Opening one is a look that the log has.
 *
 * @param noun what a row is called, for one whose key is gone
 */
export function closedRows<C extends AnyCollection>(
  door: Door,
  declaration: C,
  found: readonly Stored[],
  noun: string,
): Row<C>[] {
  // The keys of a page are fetched once, when the first row of it is opened.
  let keys: Promise<Map<string, UnitKey>> | undefined
  const units = () => {
    keys ??= door.units(found.flatMap((row) => (row.unit ? [row.unit] : [])))
    return keys
  }
  const isLogged = typeof declaration.log === 'string' && declaration.about !== 'nobody'
  return found.map((stored) => ({
    ...plainOf(declaration, stored),
    id: stored._id,
    unit: stored.unit ?? null,
    open: async (looks) => {
      if (!stored.sealed) return openedRow(declaration, stored, null)
      const unit = (await units()).get(stored.unit as string)
      if (!unit) throw notFound(noun)
      const document = openedRow(declaration, stored, unit)
      if (isLogged) {
        const own = looks ?? new ReadLog()
        own.add({ collection: declaration, unit, target: stored._id, subject: subjectOf(declaration, stored) })
        if (!looks) await door.looked(own)
      }
      return document
    },
  }))
}

/** Rows of one page, opened in one transaction of the log. */
export async function openedTogether<C>(door: Door, rows: readonly Row<C>[]): Promise<DocumentOf<C>[]> {
  const looks = new ReadLog()
  const documents = await Promise.all(rows.map((row) => row.open(looks)))
  await door.looked(looks)
  return documents
}

/** The same without those whose key is gone. */
export async function openedRemaining<C>(door: Door, rows: readonly Row<C>[]): Promise<DocumentOf<C>[]> {
  const looks = new ReadLog()
  const documents = await Promise.all(rows.map((row) => row.open(looks).catch(goneAsNull)))
  await door.looked(looks)
  return documents.filter((document) => document !== null)
}

function goneAsNull(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
