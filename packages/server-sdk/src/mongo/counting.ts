import type { AnyCollection } from '../data-map/index.ts'
import type { RawDocument } from './driver.ts'
import { type At, authentic } from './row-writing.ts'
import { placingNames, type Stored } from './stored-row.ts'
import { reading } from './transaction.ts'

/** An update that counts plain fields up, and sets others. @throws TypeError for a field that is not plain, or decides */
export function countedUp(declaration: AnyCollection, by: object, set: object): RawDocument {
  const { name: of, plainNames, authenticated = [] } = declaration
  const bound = [...authenticated, ...placingNames(declaration)]
  for (const name of [...Object.keys(by), ...Object.keys(set)])
    if (!plainNames.includes(name) || bound.includes(name))
      throw new TypeError(`${of}.${name} is not a plain field that may be counted`)
  return {
    ...(Object.keys(by).length > 0 ? { $inc: by } : {}),
    ...(Object.keys(set).length > 0 ? { $set: set } : {}),
  }
}

/** Counts in one atomic step. @returns the row as it is then; none where there is none */
export async function increment(
  { door, declaration, raw }: At,
  query: RawDocument,
  update: RawDocument,
): Promise<Stored[]> {
  const session = door.transaction ? await reading(door.transaction) : {}
  const stored = await raw.findOneAndUpdate(query, update, { returnDocument: 'after', ...session })
  if (!stored) return []
  door.core.recent.delete(declaration, stored._id)
  return authentic({ door, declaration, raw }, [stored as Stored])
}

/** Counts together with the other writes of a transaction. */
export function incrementAlong(
  { door, declaration, raw }: At,
  query: RawDocument,
  update: RawDocument,
  missing: () => Error,
): Promise<void> {
  return door.write(async ({ changed, writes }) => {
    writes.update(raw, query, update, { onMiss: missing })
    changed.add(query._id as string)
    door.core.recent.delete(declaration, query._id as string)
  })
}
