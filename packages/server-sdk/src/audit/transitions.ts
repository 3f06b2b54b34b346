import type { RowHashes, StoredEntry } from './entry.ts'

/** A row that an entry says to have been written, replaced or deleted. */
export interface RowTransition extends RowHashes {
  collection: string
  unit: string | null
}

const isHash = (value: unknown): value is string | null => value === null || typeof value === 'string'

/** What an entry says of the bytes of rows; of many, where they were sealed anew under another key, or went together. */
export function transitionsOf({ row, unit, collection, details }: StoredEntry): RowTransition[] {
  const of = { collection: collection ?? '' }
  if (row) return row.before === row.after ? [] : [{ ...row, ...of, unit }]
  if (!Array.isArray(details?.rows)) return []
  const whole = typeof details.unit === 'string' ? details.unit : null
  return (details.rows as Partial<RowHashes>[]).flatMap(({ before, after }) =>
    isHash(before) && isHash(after) ? [{ before, after, ...of, unit: whole }] : [],
  )
}

/** The unit that an entry says was forgotten, with all its rows. */
export const forgottenBy = ({ details }: StoredEntry): string | undefined =>
  typeof details?.unit === 'string' && typeof details.deleted === 'object' ? details.unit : undefined

/** The unit whose rows go from now on, in more than one step: until it is forgotten, some may be there and some not. */
export const endingBy = ({ details }: StoredEntry): string | undefined =>
  typeof details?.ending === 'string' ? details.ending : undefined
