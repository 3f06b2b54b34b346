import { type Document, document, isDocument, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { LogTime } from '../server/clock.ts'

/** Everything up to `time` has been seen. `invalidated`: the stream ended there. */
export interface ResumePoint {
  readonly time: LogTime
  readonly invalidated: boolean
}

/** Tokens grow with the changes that they stand for, as strings too. */
export function resumeToken({ time, invalidated }: ResumePoint): Document {
  const bytes = Buffer.alloc(9)
  bytes.writeUInt32BE(time.seconds, 0)
  bytes.writeUInt32BE(time.increment, 4)
  bytes[8] = invalidated ? 1 : 0
  return document({ _data: bytes.toString('hex').toUpperCase() })
}

export function parseResumeToken(value: Value): ResumePoint {
  const data = isDocument(value) ? value.get('_data') : undefined
  if (typeof data !== 'string' || !/^[0-9A-F]{18}$/i.test(data)) {
    throw new CommandError('InvalidResumeToken', 'The resume token was not made by this database')
  }
  const bytes = Buffer.from(data, 'hex')
  return { time: { seconds: bytes.readUInt32BE(0), increment: bytes.readUInt32BE(4) }, invalidated: bytes[8] === 1 }
}
