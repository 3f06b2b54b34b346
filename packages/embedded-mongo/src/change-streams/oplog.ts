import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { Binary, type Document, document, Long, RawDocument, type Value } from '../bson/values.ts'
import type { LogClock, LogTime } from '../server/clock.ts'
import { oplogKey, ranges } from '../storage/keyspace.ts'
import type { Overlay, ReadView } from '../storage/views.ts'
import type { Change } from '../transactions/write-context.ts'
import { type ChangedPlace, RecentChanges } from './recent-changes.ts'

/** A change as it was stored, with the time that orders it. */
export interface LoggedChange {
  readonly time: LogTime
  readonly operation: Change['operation']
  readonly database: string
  readonly collection: string
  readonly documentKey: Value | undefined
  readonly document: Document | undefined
  readonly updateDescription: Document | undefined
  /** The new namespace, of a rename. */
  readonly to: Change['to'] | undefined
  readonly wallTime: Date
  readonly lsid: Document | undefined
  readonly transactionNumber: Long | undefined
}

export interface OplogState {
  readonly bytes: number
  /** The newest change that is no longer there. */
  readonly trimmedTo: LogTime
}

/** The durable list of changes, oldest first, which change streams read. The oldest go when it exceeds its bound. */
export class Oplog {
  private readonly limit: number
  private readonly clock: LogClock
  private current: OplogState
  private readonly recent: RecentChanges

  constructor(clock: LogClock, limit: number, state: OplogState) {
    this.clock = clock
    this.limit = limit
    this.current = state
    this.recent = new RecentChanges(clock.latest)
  }

  get state(): OplogState {
    return this.current
  }

  /** Writes changes down with those of a commit. @returns what to do when that is stored */
  append(overlay: Overlay, changes: readonly Change[], now: Date): () => void {
    let { bytes } = this.current
    const times: LogTime[] = []
    for (const change of changes) {
      const time = this.clock.next()
      times.push(time)
      const value = encodeDocument(stored(change, now))
      bytes += value.length
      overlay.put(oplogKey(time.seconds, time.increment), value)
    }
    this.current = { ...this.current, bytes }
    if (bytes > this.limit) this.trim(overlay)
    return () => this.recent.add(changes, times)
  }

  private trim(overlay: Overlay): void {
    let { bytes, trimmedTo } = this.current
    const doomed: string[] = []
    for (const { key, value } of overlay.entries(...ranges.oplog)) {
      if (bytes <= this.limit * 0.9) break
      doomed.push(key)
      bytes -= value.length
      trimmedTo = timeOf(key)
    }
    for (const key of doomed) overlay.remove(key)
    this.current = { bytes, trimmedTo }
  }

  /** Where a failed commit has to go back to. */
  restore(state: OplogState): void {
    this.current = state
  }

  /**
   * Changes after a moment, in the order of their commits.
   *
   * @param view in which all of them are stored
   * @param wanted of the others the time alone is given: they are not decoded, and where they are recent not even read
   */
  *changes(
    view: ReadView,
    after: LogTime,
    wanted: (change: ChangedPlace) => boolean,
  ): Iterable<{ time: LogTime; change: LoggedChange | undefined }> {
    const recent = this.recent.after(after)
    if (!recent) {
      yield* storedChanges(view, after, wanted)
      return
    }
    for (const { time, place } of recent) {
      const value = wanted(place) ? view.get(oplogKey(time.seconds, time.increment)) : undefined
      yield { time, change: value && changeIn(value, time) }
    }
  }
}

function stored(change: Change, now: Date): Document {
  return document({
    op: change.operation,
    db: change.database,
    coll: change.collection,
    id: change.documentKey,
    o: change.document && new RawDocument(change.document),
    d: change.updateDescription,
    to: change.to && document({ db: change.to.database, coll: change.to.collection }),
    wall: now,
    lsid: change.session?.lsid,
    txn: change.session && Long.fromBigInt(change.session.number),
  })
}

function* storedChanges(
  view: ReadView,
  after: LogTime,
  wanted: (change: ChangedPlace) => boolean,
): Iterable<{ time: LogTime; change: LoggedChange | undefined }> {
  const from = oplogKey(after.seconds, after.increment + 1)
  for (const { key, value } of view.entries(from, ranges.oplog[1])) {
    const time = timeOf(key)
    const place = placeIn(value)
    if (place && !wanted(place)) {
      yield { time, change: undefined }
      continue
    }
    const change = changeIn(value, time)
    yield { time, change: wanted(change) ? change : undefined }
  }
}

function changeIn(value: Buffer, time: LogTime): LoggedChange {
  const entry = decodeDocument(value)
  return {
    time,
    operation: entry.get('op') as Change['operation'],
    database: entry.get('db') as string,
    collection: entry.get('coll') as string,
    documentKey: entry.get('id'),
    document: entry.get('o') as Document | undefined,
    updateDescription: entry.get('d') as Document | undefined,
    to: namespaceIn(entry.get('to') as Document | undefined),
    wallTime: entry.get('wall') as Date,
    lsid: entry.get('lsid') as Document | undefined,
    transactionNumber: entry.get('txn') as Long | undefined,
  }
}

const ofDocuments: ReadonlySet<string> = new Set(['insert', 'update', 'replace', 'delete'])
const textType = 2
const namesOfPlace = ['op', 'db', 'coll'].map((name) => Buffer.from(`${String.fromCharCode(textType)}${name}\0`))

/** Places by the bytes that say them: there are few, and each stands at the beginning of many changes. */
const places = new Map<string, ChangedPlace>()
const mostPlaces = 10_000

/** The place of a change to a document, read from its first three fields; `undefined` for whatever else there is. */
function placeIn(value: Buffer): ChangedPlace | undefined {
  let at = 4
  for (const name of namesOfPlace) {
    at += name.length
    if (at + 4 > value.length) return undefined
    const length = value.readInt32LE(at)
    // Of what has other fields there the length may be anything.
    if (length < 1 || length > value.length) return undefined
    at += 4 + length
  }
  const bytes = value.toString('latin1', 4, at)
  const known = places.get(bytes)
  if (known) return known
  const place = decodedPlace(value)
  if (!place) return undefined
  if (places.size >= mostPlaces) places.clear()
  places.set(bytes, place)
  return place
}

function decodedPlace(value: Buffer): ChangedPlace | undefined {
  const texts: string[] = []
  let at = 4
  for (const name of namesOfPlace) {
    if (value.compare(name, 0, name.length, at, at + name.length) !== 0) return undefined
    at += name.length
    const length = value.readInt32LE(at)
    texts.push(value.toString('utf8', at + 4, at + 3 + length))
    at += 4 + length
  }
  const [operation, database, collection] = texts as [Change['operation'], string, string]
  return ofDocuments.has(operation) ? { operation, database, collection, to: undefined } : undefined
}

const namespaceIn = (to: Document | undefined): Change['to'] =>
  to && { database: to.get('db') as string, collection: to.get('coll') as string }

function timeOf(key: string): LogTime {
  return { seconds: unsigned(key, 1), increment: unsigned(key, 5) }
}

const unsigned = (key: string, at: number): number =>
  ((key.charCodeAt(at) << 24) |
    (key.charCodeAt(at + 1) << 16) |
    (key.charCodeAt(at + 2) << 8) |
    key.charCodeAt(at + 3)) >>>
  0

export function sessionBytes(lsid: Document): string {
  const id = lsid.get('id')
  const owner = lsid.get('uid')
  return [id, owner]
    .map((part) => (part instanceof Binary ? Buffer.from(part.value()).toString('latin1') : ''))
    .join('')
}
