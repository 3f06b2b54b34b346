import { compileStages, type NamedStage } from '../aggregate/pipeline.ts'
import { requireDocument, type StageContext, type Variables } from '../aggregate/stage.ts'
import { type Document, Timestamp, type Value } from '../bson/values.ts'
import { changeStream } from '../change-streams/change-stream.ts'
import type { Watched } from '../change-streams/events.ts'
import { parseResumeToken } from '../change-streams/resume-token.ts'
import { badValue, CommandError, notImplemented } from '../errors/command-error.ts'
import { cursorReply } from '../query/cursors.ts'
import { compareTimes, type LogTime } from '../server/clock.ts'
import type { Call } from './call.ts'
import { booleanOption, refuseUnknownFields } from './options.ts'

const afterwards = new Set(['$match', '$project', '$addFields', '$set', '$unset', '$replaceRoot', '$replaceWith'])

/** Opens a change stream: `aggregate` with `$changeStream` as its first stage. */
export async function watch(
  call: Call,
  stages: readonly NamedStage[],
  context: StageContext,
  variables: Variables,
  namespace: string,
): Promise<Document> {
  const { server, transaction } = call
  if (transaction)
    throw new CommandError('OperationNotSupportedInTransaction', '$changeStream cannot be used in a transaction')
  const [first, ...rest] = stages as [NamedStage, ...NamedStage[]]
  const options = requireDocument('$changeStream', first.specification, 50808)
  refuseUnknownFields(options, '$changeStream', [
    'fullDocument',
    'fullDocumentBeforeChange',
    'resumeAfter',
    'startAfter',
    'startAtOperationTime',
    'allChangesForCluster',
    'showExpandedEvents',
  ])
  for (const { name } of rest) {
    if (!afterwards.has(name))
      throw new CommandError('IllegalOperation', `${name} is not permitted in a $changeStream pipeline`)
  }
  const fullDocument = choice(options, 'fullDocument', ['default', 'updateLookup', 'whenAvailable'])
  const before = choice(options, 'fullDocumentBeforeChange', ['off', 'whenAvailable'])
  const after = startingPoint(options, server.engine.clock.latest)
  if (compareTimes(after, server.engine.trimmedTo) < 0) {
    throw new CommandError(
      'ChangeStreamHistoryLost',
      'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
    )
  }
  const cursor = changeStream(server.engine, {
    namespace,
    watched: watchedBy(call, options),
    after,
    lookUpUpdated: fullDocument === 'updateLookup',
    nullImages: { after: fullDocument === 'whenAvailable', before: before === 'whenAvailable' },
    expanded: booleanOption(options, 'showExpandedEvents'),
    stage: compileStages(rest, context),
    variables,
  })
  const { documents } = await cursor.next({ limit: 0, awaitMilliseconds: 0, signal: call.signal })
  return cursorReply(server.cursors.add(cursor), namespace, 'firstBatch', documents, cursor.describe?.())
}

function choice(options: Document, name: string, known: readonly string[]): string | undefined {
  const value = options.get(name)
  if (value === undefined) return undefined
  if (value === 'required') throw notImplemented(`${name}: 'required', as no images of documents are kept`)
  if (typeof value !== 'string' || !known.includes(value))
    throw badValue(`${name} has to be one of ${known.join(', ')}`)
  return value
}

function startingPoint(options: Document, latest: LogTime): LogTime {
  const given = ['resumeAfter', 'startAfter', 'startAtOperationTime'].filter((name) => options.has(name))
  if (given.length > 1) throw new CommandError(40674, `Only one of ${given.join(' and ')} may be given`)
  const [name] = given
  if (name === undefined) return latest
  const value = options.get(name) as Value
  if (name === 'startAtOperationTime') {
    if (!(value instanceof Timestamp)) throw badValue('startAtOperationTime has to be a timestamp')
    return value.i > 0 ? { seconds: value.t, increment: value.i - 1 } : { seconds: value.t - 1, increment: 0xffffffff }
  }
  const point = parseResumeToken(value)
  if (point.invalidated && name === 'resumeAfter') {
    throw new CommandError(
      'InvalidResumeToken',
      'Attempting to resume a change stream using resumeAfter is not allowed from an invalidate notification; use startAfter',
    )
  }
  return point.time
}

function watchedBy(call: Call, options: Document): Watched {
  const target = call.command.get('aggregate')
  if (booleanOption(options, 'allChangesForCluster')) {
    if (call.database !== 'admin' || typeof target === 'string')
      throw new CommandError('InvalidOptions', 'allChangesForCluster is only allowed on the admin database')
    return { kind: 'cluster' }
  }
  return typeof target === 'string'
    ? { kind: 'collection', database: call.database, collection: target }
    : { kind: 'database', database: call.database }
}
