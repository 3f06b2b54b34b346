import type { KeyBytes } from '../bson/key-encoding.ts'
import type { Document, Value } from '../bson/values.ts'
import { type Catalog, type CollectionInfo, type IndexInfo, namespaceOf } from '../storage/catalog.ts'
import { Overlay, type ReadView } from '../storage/views.ts'

/** What commands read through: stored keys and the catalog that describes them. */
export interface ReadContext {
  readonly view: ReadView
  readonly catalog: Catalog
}

/** One change as the oplog keeps it; its time is given when it is committed. */
export interface Change {
  readonly operation: 'insert' | 'update' | 'replace' | 'delete' | 'drop' | 'dropDatabase' | 'create' | 'rename'
  readonly database: string
  readonly collection: string
  readonly documentKey?: Value
  /** The whole new document, encoded. */
  readonly document?: Uint8Array
  readonly updateDescription?: Document
  /** The new name, of a rename. */
  readonly to?: { readonly database: string; readonly collection: string }
  readonly session?: { readonly lsid: Document; readonly number: bigint }
}

interface Savepoint {
  readonly overlay: number
  readonly catalog: Catalog
  readonly changes: number
  readonly statistics: ReadonlyMap<number, Statistics>
  readonly changed: ReadonlySet<string>
}

export interface Statistics {
  readonly count: number
  readonly bytes: number
}

/** Everything that one batch, or one transaction of a client, is about to store. */
export class WriteContext implements ReadContext {
  readonly view: Overlay
  catalog: Catalog
  /** Namespaces whose entry in the catalog has to be stored. */
  readonly changedCollections = new Set<string>()
  /** Namespaces in which something was written. */
  readonly touched = new Set<string>()
  readonly changes: Change[] = []
  readonly statistics = new Map<number, Statistics>()
  private readonly acquire: (key: KeyBytes, namespace: string) => void

  /** `acquire` is called before each write with what it is about to change, and throws where it may not. */
  constructor(base: ReadView, catalog: Catalog, acquire: (key: KeyBytes, namespace: string) => void) {
    this.view = new Overlay(base)
    this.catalog = catalog
    this.acquire = acquire
  }

  lock(key: KeyBytes, namespace: string): void {
    this.acquire(key, namespace)
    this.touched.add(namespace)
  }

  setCollection(collection: CollectionInfo): void {
    this.catalog = this.catalog.with(collection)
    this.changedCollections.add(namespaceOf(collection))
  }

  /** Remembers in the catalog what the planner must know about an index. */
  markIndex(
    collection: CollectionInfo,
    index: IndexInfo,
    found: { multikey: boolean; shortened: boolean },
  ): CollectionInfo {
    if (!(found.multikey && !index.multikey) && !(found.shortened && !index.shortened)) return collection
    const marked = withMarks(collection, index.id, found)
    this.setCollection(marked)
    return marked
  }

  count(collection: CollectionInfo, documents: number, bytes: number): void {
    const before = this.statistics.get(collection.id)
    this.statistics.set(collection.id, {
      count: (before?.count ?? 0) + documents,
      bytes: (before?.bytes ?? 0) + bytes,
    })
  }

  savepoint(): Savepoint {
    return {
      overlay: this.view.savepoint(),
      catalog: this.catalog,
      changes: this.changes.length,
      statistics: new Map(this.statistics),
      changed: new Set(this.changedCollections),
    }
  }

  rollback(savepoint: Savepoint): void {
    this.view.rollback(savepoint.overlay)
    this.catalog = savepoint.catalog
    this.changes.length = savepoint.changes
    this.statistics.clear()
    for (const [id, statistics] of savepoint.statistics) this.statistics.set(id, statistics)
    this.changedCollections.clear()
    for (const namespace of savepoint.changed) this.changedCollections.add(namespace)
  }

  /** Takes over what a client's transaction has written; the caller has made sure that nothing conflicts. */
  merge(other: WriteContext): void {
    for (const [key, value] of other.view.writes) {
      if (value === null) this.view.remove(key)
      else this.view.put(key, value)
    }
    for (const namespace of other.changedCollections) {
      const theirs = other.catalog.all().find((collection) => namespaceOf(collection) === namespace)
      if (!theirs) continue
      const ours = this.catalog.find(theirs.database, theirs.name)
      this.setCollection(
        ours ? theirs.indexes.reduce((merged, index) => withMarks(merged, index.id, index), ours) : theirs,
      )
    }
    for (const [id, { count, bytes }] of other.statistics) this.count({ id } as CollectionInfo, count, bytes)
    for (const change of other.changes) this.changes.push(change)
    for (const namespace of other.touched) this.touched.add(namespace)
  }
}

function withMarks(
  collection: CollectionInfo,
  indexId: number,
  found: { multikey: boolean; shortened: boolean },
): CollectionInfo {
  return {
    ...collection,
    indexes: collection.indexes.map((index) =>
      index.id === indexId
        ? { ...index, multikey: index.multikey || found.multikey, shortened: index.shortened || found.shortened }
        : index,
    ),
  }
}
