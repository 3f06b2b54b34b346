import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Stage, Variables } from '../aggregate/stage.ts'
import { decodeDocument } from '../bson/decode.ts'
import { maximumDocumentSize } from '../bson/encode.ts'
import { document, isDocument, type RawDocument } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Batch, Cursor } from '../query/cursors.ts'
import { Row } from '../query/row.ts'
import { compareTimes, type LogTime } from '../server/clock.ts'
import type { Engine } from '../server/engine.ts'
import { recordKey } from '../storage/keyspace.ts'
import { findById } from '../storage/records.ts'
import type { Change } from '../transactions/write-context.ts'
import { concerns, eventOf, invalidateEvent, invalidates, type Watched } from './events.ts'
import type { LoggedChange } from './oplog.ts'
import type { ChangedPlace } from './recent-changes.ts'
import { resumeToken } from './resume-token.ts'

const defaultWait = 1000
/** After so many changes that nobody asked for, other clients get a turn. */
const changesPerTurn = 2000

export interface ChangeStreamOptions {
  readonly namespace: string
  readonly watched: Watched
  readonly after: LogTime
  readonly lookUpUpdated: boolean
  /** Give updates a `fullDocument: null`, as asked for by `whenAvailable`. */
  readonly nullImages: { readonly after: boolean; readonly before: boolean }
  readonly expanded: boolean
  readonly stage: Stage
  readonly variables: Variables
}

/** A cursor over what changes, in the order of the commits. */
export function changeStream(engine: Engine, options: ChangeStreamOptions): Cursor {
  let position = options.after
  let ended = false
  let queued: Row[] = []
  const closing = new AbortController()

  function* rowsOf(change: LoggedChange): Iterable<Row> {
    if (change.operation === 'create' && !options.expanded) return
    yield* options.stage([Row.made(completed(change))], options.variables)
    if (!invalidates(options.watched, change)) return
    ended = true
    yield* options.stage([Row.made(invalidateEvent(change))], options.variables)
  }

  function completed(change: LoggedChange) {
    const event = eventOf(change)
    if (change.operation === 'update') {
      if (options.lookUpUpdated) event.set('fullDocument', currentDocument(change))
      else if (options.nullImages.after) event.set('fullDocument', null)
    }
    const changesOld = change.operation === 'update' || change.operation === 'replace' || change.operation === 'delete'
    if (options.nullImages.before && changesOld) event.set('fullDocumentBeforeChange', null)
    return event
  }

  function currentDocument(change: LoggedChange) {
    const context = engine.read()
    const collection = context.catalog.find(change.database, change.collection)
    const id = isDocument(change.documentKey) ? change.documentKey.get('_id') : undefined
    const recordId = collection && id !== undefined ? findById(context, collection, id) : undefined
    if (!collection || recordId === undefined) return null
    const bytes = context.view.get(recordKey(collection.id, recordId))
    return bytes ? decodeDocument(bytes) : null
  }

  /** Reads on until there is something to give, or for one turn. Answers whether the end of the log was reached. */
  function advance(): boolean {
    if (compareTimes(position, engine.trimmedTo) < 0) {
      throw new CommandError(
        'ChangeStreamHistoryLost',
        'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
      )
    }
    let seen = 0
    const wanted = (change: ChangedPlace) => concerns(options.watched, change)
    for (const { time, change } of engine.changes(position, wanted)) {
      position = time
      seen += 1
      if (change) queued.push(...rowsOf(change))
      if (ended) return true
      if (queued.length > 0 || seen >= changesPerTurn) return false
    }
    return true
  }

  /** Steps over a commit with nothing to tell, without reading it from the log. Only at the end of the log. */
  function passOver(changes: readonly Change[]): boolean {
    if (changes.some((change) => concerns(options.watched, change))) return false
    position = engine.clock.latest
    return true
  }

  async function next({ limit, awaitMilliseconds, signal }: Parameters<Cursor['next']>[0]): Promise<Batch> {
    const deadline = performance.now() + (awaitMilliseconds ?? defaultWait)
    const documents: RawDocument[] = []
    let size = 0
    for (;;) {
      while (queued.length > 0 && documents.length < (limit ?? Number.POSITIVE_INFINITY)) {
        const { raw } = queued[0] as Row
        if (documents.length > 0 && size + raw.bytes.length > maximumDocumentSize)
          return { documents, exhausted: false }
        queued = queued.slice(1)
        documents.push(raw)
        size += raw.bytes.length
      }
      if (queued.length > 0 || documents.length >= (limit ?? Number.POSITIVE_INFINITY))
        return { documents, exhausted: false }
      if (ended) return { documents, exhausted: true }
      const atEnd = advance()
      if (queued.length > 0) continue
      if (!atEnd) await nextTurn()
      else if (documents.length > 0 || signal.aborted || performance.now() >= deadline)
        return { documents, exhausted: ended }
      else
        await changed(engine, {
          milliseconds: Math.max(0, deadline - performance.now()),
          signals: [signal, closing.signal],
          passOver,
        })
    }
  }

  return {
    namespace: options.namespace,
    owner: undefined,
    next,
    describe: () => document({ postBatchResumeToken: resumeToken({ time: position, invalidated: ended }) }),
    close: () => {
      ended = true
      closing.abort()
    },
  }
}

/** Waits for a commit that is not passed over, for the time to pass, or for the client or the cursor to go. */
function changed(
  engine: Engine,
  options: {
    milliseconds: number
    signals: readonly AbortSignal[]
    passOver: (changes: readonly Change[]) => boolean
  },
): Promise<void> {
  const { milliseconds, signals, passOver } = options
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stopListening()
      for (const signal of signals) signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    const stopListening = engine.onChange((changes) => {
      if (!passOver(changes)) done()
    })
    for (const signal of signals) signal.addEventListener('abort', done)
  })
}
