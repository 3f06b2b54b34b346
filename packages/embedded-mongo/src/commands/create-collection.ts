import type { Document } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { type CollectionInfo, makeCollection, namespaceOf } from '../storage/catalog.ts'
import { collectionLock } from '../transactions/locks.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { type Call, checkedName } from './call.ts'

/** The collection that is written to; it is made where there is none. */
export function ensureCollection(call: Call, context: WriteContext, database: string, name: string): CollectionInfo {
  return context.catalog.find(database, name) ?? makeNew(call, context, database, name, new Map())
}

export function makeNew(
  call: Call,
  context: WriteContext,
  database: string,
  name: string,
  options: Document,
): CollectionInfo {
  checkedName(database, name)
  refuseDifferentCase(context, database)
  const { engine } = call.server
  const collection = makeCollection(engine.allocateId(), engine.allocateId(), database, name, options)
  const namespace = namespaceOf(collection)
  context.lock(collectionLock(namespace), namespace)
  context.setCollection(collection)
  context.changes.push({ operation: 'create', database, collection: name })
  return collection
}

/** Two databases may not differ by case only, as MongoDB has it. */
function refuseDifferentCase(context: WriteContext, database: string): void {
  const other = context.catalog
    .all()
    .find(
      (collection) => collection.database !== database && collection.database.toLowerCase() === database.toLowerCase(),
    )
  if (other)
    throw new CommandError(
      13297,
      `db already exists with different case already have: [${other.database}] trying to create [${database}]`,
    )
}
