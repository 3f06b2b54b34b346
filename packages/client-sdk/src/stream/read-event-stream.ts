import { broken } from '../transport/reach.ts'
import type { StreamMessage, StreamParser } from './parser.ts'

/**
 * The messages of an event stream as they come; `null` for each comment line, by which the server says that it is
 * still there. Ends when the body ends. Leaving the loop cancels the body.
 *
 * @throws the reason of the signal, also where the platform's own body does not listen to it
 * @throws SottoConnectionError when the connection breaks
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  parser: StreamParser,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage | null> {
  const arrived: (StreamMessage | null)[] = []
  const feed = parser((message) => arrived.push(message))
  const decoder = new TextDecoder()
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop)
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : broken(cause)
      })
      signal.throwIfAborted()
      if (done) return
      feed(decoder.decode(value, { stream: true }))
      yield* arrived.splice(0)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
