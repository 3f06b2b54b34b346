import type { Response } from 'express'
import type { Timers } from '../models/providers/timers.ts'
import type { FileAnswer } from './handler.ts'
import { ReaderStalledError } from './server-events.ts'

const isText = (mediaType: string) => !/\/(zip|pdf)$/.test(mediaType)

function namePart(response: Response, { from, to, bytes, tag }: NonNullable<FileAnswer['part']>): void {
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('ETag', `"${tag}"`)
  response.setHeader('Content-Length', to - from + 1)
  if (from === 0 && to === bytes - 1) return
  response.status(206)
  response.setHeader('Content-Range', `bytes ${from}-${to}/${bytes}`)
}

/** Less than the 30 s after which a client that does not read is promised to be let go. */
const patience = 25_000

/**
 * Sends a file as it is made, no faster than the client takes it. What goes wrong before the first chunk is a refusal like
 * any other; later the connection breaks, so that half a file is never taken for a whole one.
 *
 * @param options.before runs before each chunk; what it throws ends the answer
 * @throws ReaderStalledError when the client has not read for 25 s, and whatever `before` or the chunks throw
 */
export async function sendFile(
  response: Response,
  { mediaType, filename, chunks, part }: FileAnswer,
  options: { timers: Timers; signal: AbortSignal; headOnly: boolean; before(): Promise<void> },
): Promise<void> {
  const { timers, signal } = options
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    let next = await iterator.next()
    response.status(200)
    response.setHeader('Content-Type', isText(mediaType) ? `${mediaType}; charset=utf-8` : mediaType)
    if (filename !== null) response.setHeader('Content-Disposition', `attachment; filename="${filename}"`)
    response.setHeader('Cache-Control', 'no-store, no-transform')
    response.setHeader('X-Accel-Buffering', 'no')
    if (part) namePart(response, part)
    if (!options.headOnly)
      for (; !next.done && !signal.aborted; next = await iterator.next()) {
        await options.before()
        if (!response.write(next.value)) await drained()
      }
    if (!signal.aborted) response.end()
  } finally {
    await iterator.return?.()
  }

  function drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = timers.after(patience, () => done(new ReaderStalledError('the client does not read the file')))
      const done = (error?: Error) => {
        cancel()
        response.off('drain', taken)
        signal.removeEventListener('abort', taken)
        if (error) reject(error)
        else resolve()
      }
      const taken = () => done()
      response.once('drain', taken)
      signal.addEventListener('abort', taken, { once: true })
      if (signal.aborted) taken()
    })
  }
}
