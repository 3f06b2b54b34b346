import { randomUUID } from 'node:crypto'
import { Binary } from 'bson'
import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { type Document, document, Int32, numberValue, toNumber, type Value } from '../bson/values.ts'
import { collectionKey, ranges } from './keyspace.ts'
import type { Overlay, ReadView } from './views.ts'

export interface IndexInfo {
  readonly id: number
  readonly name: string
  /** As it was asked for: field paths with 1, -1 or 'hashed'. */
  readonly key: Document
  readonly fields: readonly { readonly path: readonly string[]; readonly descending: boolean }[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partialFilter: Document | undefined
  readonly expireAfterSeconds: number | undefined
  readonly hidden: boolean
  /** Some document has more than one key: both ends of a range may be met by different elements. */
  readonly multikey: boolean
  /** Some key was shortened: the order within this index is not exact. */
  readonly shortened: boolean
  /** The specification as `listIndexes` shows it. */
  readonly specification: Document
}

export interface CollectionInfo {
  readonly id: number
  readonly database: string
  readonly name: string
  readonly uuid: Binary
  /** Options of `create` and `collMod`: validator, validationLevel, validationAction, … */
  readonly options: Document
  readonly indexes: readonly IndexInfo[]
}

export function namespaceOf(collection: { database: string; name: string }): string {
  return `${collection.database}.${collection.name}`
}

/** All collections at one moment. A change makes a new catalog; who holds the old one keeps seeing it. */
export class Catalog {
  private readonly collections: ReadonlyMap<string, CollectionInfo>

  constructor(collections: ReadonlyMap<string, CollectionInfo> = new Map()) {
    this.collections = collections
  }

  find(database: string, name: string): CollectionInfo | undefined {
    return this.collections.get(`${database}.${name}`)
  }

  all(): CollectionInfo[] {
    return [...this.collections.values()]
  }

  inDatabase(database: string): CollectionInfo[] {
    return this.all()
      .filter((collection) => collection.database === database)
      .sort((left, right) => (left.name < right.name ? -1 : 1))
  }

  with(collection: CollectionInfo): Catalog {
    return new Catalog(new Map(this.collections).set(namespaceOf(collection), collection))
  }

  without(collection: CollectionInfo): Catalog {
    const next = new Map(this.collections)
    next.delete(namespaceOf(collection))
    return new Catalog(next)
  }
}

export function loadCatalog(view: ReadView): Catalog {
  const collections = new Map<string, CollectionInfo>()
  for (const { value } of view.entries(...ranges.collections)) {
    const collection = readCollection(decodeDocument(value))
    collections.set(namespaceOf(collection), collection)
  }
  return new Catalog(collections)
}

export function storeCollection(overlay: Overlay, collection: CollectionInfo): void {
  const stored = document({
    id: numberValue(collection.id),
    db: collection.database,
    name: collection.name,
    uuid: collection.uuid,
    options: collection.options,
    indexes: collection.indexes.map((index) =>
      document({
        id: numberValue(index.id),
        specification: index.specification,
        multikey: index.multikey,
        shortened: index.shortened,
      }),
    ),
  })
  overlay.put(collectionKey(collection.id), encodeDocument(stored))
}

function readCollection(stored: Document): CollectionInfo {
  return {
    id: toNumber(stored.get('id')) as number,
    database: stored.get('db') as string,
    name: stored.get('name') as string,
    uuid: stored.get('uuid') as Binary,
    options: stored.get('options') as Document,
    indexes: (stored.get('indexes') as Document[]).map((index) =>
      makeIndex(toNumber(index.get('id')) as number, index.get('specification') as Document, {
        multikey: index.get('multikey') === true,
        shortened: index.get('shortened') === true,
      }),
    ),
  }
}

/** Derives an index from a specification that has been checked. */
export function makeIndex(
  id: number,
  specification: Document,
  state: { multikey: boolean; shortened: boolean } = { multikey: false, shortened: false },
): IndexInfo {
  const key = specification.get('key') as Document
  return {
    id,
    name: specification.get('name') as string,
    key,
    fields: [...key].map(([path, direction]) => ({
      path: path.split('.'),
      descending: (toNumber(direction) ?? 1) < 0,
    })),
    unique: specification.get('unique') === true || isIdKey(key),
    sparse: specification.get('sparse') === true,
    partialFilter: specification.get('partialFilterExpression') as Document | undefined,
    expireAfterSeconds: toNumber(specification.get('expireAfterSeconds')),
    hidden: specification.get('hidden') === true,
    ...state,
    specification,
  }
}

export function isIdKey(key: Document): boolean {
  return key.size === 1 && key.has('_id')
}

/** What every collection begins with: the index on `_id`. */
export function makeCollection(
  id: number,
  indexId: number,
  database: string,
  name: string,
  options: Document = new Map<string, Value>(),
): CollectionInfo {
  const specification = document({ v: new Int32(2), key: document({ _id: new Int32(1) }), name: '_id_' })
  const uuid = new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID)
  return { id, database, name, uuid, options, indexes: [makeIndex(indexId, specification)] }
}
