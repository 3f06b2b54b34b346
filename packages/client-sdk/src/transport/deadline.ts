import { SottoConnectionError } from '../errors/sotto-connection-error.ts'

/** A signal that follows the caller's own and also fires when nothing happened for a while. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Something happened: the time begins anew. */
  extend(): void
  /** Must be called when the work is over, else the timer keeps the process alive. */
  end(): void
}

/** @param milliseconds how long nothing may happen before the signal fires with a `SottoConnectionError` */
export function deadline(milliseconds: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const follow = () => controller.abort(outer?.reason)
  const start = () =>
    setTimeout(
      () =>
        controller.abort(new SottoConnectionError('timeout', `Nothing came from the server for ${milliseconds} ms`)),
      milliseconds,
    )
  let timer = start()
  if (outer?.aborted) follow()
  outer?.addEventListener('abort', follow)
  return {
    signal: controller.signal,
    extend() {
      clearTimeout(timer)
      timer = start()
    },
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', follow)
    },
  }
}
