import { type Document, document } from '../bson/values.ts'
import { toTimestamp } from '../server/clock.ts'
import type { Change } from '../transactions/write-context.ts'
import type { LoggedChange } from './oplog.ts'
import { resumeToken } from './resume-token.ts'

/** What a change stream watches. */
export type Watched =
  | { readonly kind: 'cluster' }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'collection'; readonly database: string; readonly collection: string }

/** Whether a stream is told of a change. */
export function concerns(
  watched: Watched,
  change: Pick<Change, 'operation' | 'database' | 'collection'> & { readonly to?: Change['to'] | undefined },
): boolean {
  if (watched.kind === 'cluster') return true
  if (watched.database !== change.database) return false
  if (watched.kind === 'database') return true
  return (
    change.collection === watched.collection ||
    change.operation === 'dropDatabase' ||
    (change.to?.database === watched.database && change.to.collection === watched.collection)
  )
}

/** Whether what was watched is gone with this change, so that the stream ends. */
export function invalidates(watched: Watched, change: LoggedChange): boolean {
  if (watched.kind === 'cluster') return false
  if (change.operation === 'dropDatabase') return true
  return watched.kind === 'collection' && (change.operation === 'drop' || change.operation === 'rename')
}

/** The event as clients see it, but for the document that an update has to be completed with. */
export function eventOf(change: LoggedChange): Document {
  const event = head(change, change.operation, false)
  if (change.document) event.set('fullDocument', change.document)
  const ns = document({ db: change.database })
  if (change.operation !== 'dropDatabase') ns.set('coll', change.collection)
  event.set('ns', ns)
  if (change.to) event.set('to', document({ db: change.to.database, coll: change.to.collection }))
  if (change.documentKey !== undefined) event.set('documentKey', change.documentKey)
  if (change.updateDescription) event.set('updateDescription', change.updateDescription)
  if (change.lsid && change.transactionNumber) {
    event.set('txnNumber', change.transactionNumber)
    event.set('lsid', change.lsid)
  }
  return event
}

export function invalidateEvent(change: LoggedChange): Document {
  return head(change, 'invalidate', true)
}

function head(change: LoggedChange, operationType: string, invalidated: boolean): Document {
  return document({
    _id: resumeToken({ time: change.time, invalidated }),
    operationType,
    clusterTime: toTimestamp(change.time),
    wallTime: change.wallTime,
  })
}
