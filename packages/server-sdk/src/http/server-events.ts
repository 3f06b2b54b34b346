import type { Response } from 'express'
import type { Timers } from '../models/providers/timers.ts'
import type { ServerEvent } from './handler.ts'

const beat = 15_000
/** Less than the 30 s that are promised, so that the promise holds also where the timer comes late. */
const patience = 25_000

/** The client keeps the connection open and does not read. */
export class ReaderStalledError extends Error {
  override readonly name = 'ReaderStalledError'
}

export interface EventStreamOptions {
  timers: Timers
  /** Aborted when the client goes away. */
  signal: AbortSignal
  /** Runs before each event leaves and with each heartbeat; what it throws ends the stream. */
  before(): Promise<void>
  /** Runs again and again, whether anything happens or not; what it throws ends the stream. */
  watch?: { every: number; look(): Promise<void> } | undefined
}

const frame = ({ id, type, data }: ServerEvent) => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`

export function startEventStream(response: Response): void {
  response.status(200)
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
  // `no-transform` keeps compressing middleware away, the other header keeps nginx from collecting.
  response.setHeader('Cache-Control', 'no-store, no-transform')
  response.setHeader('X-Accel-Buffering', 'no')
  response.socket?.setNoDelay(true)
  response.flushHeaders()
}

/** Settles with the work, or with `undefined` once the signal is aborted. */
function orGone<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const gone = () => resolve(undefined)
    signal.addEventListener('abort', gone, { once: true })
    if (signal.aborted) gone()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone))
  })
}

/**
 * Sends events until they end, the client goes away, or it has not read for 25 s; a comment line goes out every 15 s.
 * The iterator is always ended.
 *
 * @throws ReaderStalledError, and whatever `before` or the events throw; the response is then still open
 */
export async function sendEvents(
  response: Response,
  events: AsyncIterable<ServerEvent>,
  { timers, signal, before, watch }: EventStreamOptions,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]()
  const broken = new AbortController()
  const ended = AbortSignal.any([signal, broken.signal])
  let stopBeating = () => {}
  let stopWatching = () => {}
  try {
    beatLater()
    watchLater()
    for (;;) {
      const next = await orGone(iterator.next(), ended)
      if (!next || next.done) break
      await before()
      await write(frame(next.value))
    }
    broken.signal.throwIfAborted()
  } finally {
    stopBeating()
    stopWatching()
    // A generator ends when what it waits for does, which nobody has to wait for here.
    void iterator.return?.().catch(() => undefined)
  }

  function write(text: string): Promise<unknown> {
    if (ended.aborted) return Promise.resolve()
    const taken = response.write(text)
    // Compressing middleware that ignores `no-transform` has this to let go of what it holds.
    ;(response as { flush?: () => void }).flush?.()
    if (taken) return Promise.resolve()
    let drained = () => {}
    let cancel = () => {}
    const drain = new Promise<void>((resolve, reject) => {
      drained = resolve
      response.once('drain', drained)
      cancel = timers.after(patience, () => reject(new ReaderStalledError('the client does not read its events')))
    })
    return orGone(drain, ended).finally(() => {
      cancel()
      response.off('drain', drained)
    })
  }

  function watchLater(): void {
    if (!watch || ended.aborted) return
    stopWatching = timers.after(watch.every, () => {
      watch.look().then(watchLater, (error: unknown) => broken.abort(error))
    })
  }

  function beatLater(): void {
    stopBeating = timers.after(beat, () => {
      beatLater()
      before()
        // Behind an event that waits to be read, a comment would only wait, too.
        .then(() => (response.writableNeedDrain ? undefined : write(':\n\n')))
        .catch((error: unknown) => broken.abort(error))
    })
  }
}
