import type { Embedder } from './embedder.ts'
import { isModelError, type ModelErrorCode } from './model-error.ts'
import { type ChatModel, isRemoteEmbedder, type ModelMessage, type RemoteEmbedder } from './providers/chat-model.ts'
import { systemTimers, type Timers } from './providers/timers.ts'
import type { Pseudonyms } from './pseudonymise/pseudonyms.ts'

/** Why text leaves. */
export type Purpose = 'answer' | 'embed-question' | 'embed-document'

/** What left for a provider and what came of it: no text and no value. */
export interface Departure {
  provider: string
  model: string
  endpoint: string
  /** As counted by the provider; null where it did not say. */
  inputTokens: number | null
  outputTokens: number | null
  /** Labels of the placeholders that left, such as `EMAIL_1`. */
  placeholders: string[]
  purpose: Purpose
  /** Milliseconds since 1970. */
  startedAt: number
  durationMs: number
  /** 'completed', 'aborted' by the signal or by a reader who stopped early, or why it failed. */
  outcome: 'completed' | 'aborted' | 'failed' | ModelErrorCode
}

/** Stores a departure. Called exactly once for each, after its end; the exit waits for it and throws what it throws. */
export type RecordDeparture = (departure: Departure) => void | Promise<void>

export type LeavePart =
  | { type: 'text'; text: string }
  | { type: 'usage'; inputTokens: number; outputTokens: number }
  /** The answer stopped at the token limit. */
  | { type: 'cut-off' }

/**
 * The one way on which a conversation leaves for a model.
 *
 * Replaces identifiers and all that is known about the people in it in every message, the system prompt's passages
 * too; sends; and yields the answer with the real values put back, never with half a placeholder.
 *
 * @throws ModelError when the provider fails; the signal's reason when aborted.
 */
export async function* leave(request: {
  model: ChatModel
  messages: readonly ModelMessage[]
  pseudonyms: Pseudonyms
  purpose: Purpose
  record: RecordDeparture
  maxOutputTokens?: number | undefined
  signal?: AbortSignal | undefined
  timers?: Timers | undefined
}): AsyncGenerator<LeavePart, void, undefined> {
  const { model, messages, pseudonyms, signal } = request
  signal?.throwIfAborted()
  for (const message of messages) if (message.role === 'user') pseudonyms.learnFrom(message.content)
  const { texts, labels } = pseudonyms.replaceAll(messages.map((message) => message.content))
  const departure = begin(model, model.id, request, labels)
  const restorer = pseudonyms.createRestorer()
  try {
    const answer = model.stream({
      messages: messages.map(({ role }, index) => ({ role, content: texts[index] as (typeof texts)[number] })),
      maxOutputTokens: request.maxOutputTokens,
      signal,
    })
    for await (const part of answer) {
      if (part.type === 'text') {
        const text = restorer.push(part.text)
        if (text) yield { type: 'text', text }
        continue
      }
      if (part.type === 'usage') departure.count(part.inputTokens, part.outputTokens)
      yield part
    }
    signal?.throwIfAborted()
    const rest = restorer.end()
    if (rest) yield { type: 'text', text: rest }
    departure.came('completed')
  } catch (error) {
    departure.came(signal?.aborted ? 'aborted' : isModelError(error) ? error.code : 'failed')
    throw error
  } finally {
    await departure.record()
  }
}

/**
 * The one way on which texts leave to become vectors.
 *
 * @throws ModelError when the provider fails; the signal's reason when aborted.
 */
export async function leaveForVectors(request: {
  embedder: RemoteEmbedder
  texts: readonly string[]
  pseudonyms: Pseudonyms
  purpose: Purpose
  record?: RecordDeparture
  signal?: AbortSignal | undefined
  timers?: Timers | undefined
}): Promise<Float32Array[]> {
  const { embedder, pseudonyms, signal } = request
  signal?.throwIfAborted()
  if (request.purpose === 'embed-question') for (const text of request.texts) pseudonyms.learnFrom(text)
  const { texts, labels } = pseudonyms.replaceAll(request.texts)
  const departure = begin(embedder, embedder.id, { record: () => undefined, ...request }, labels)
  try {
    const { vectors, inputTokens } = await embedder.request(texts, signal)
    departure.count(inputTokens ?? null, null)
    departure.came('completed')
    return vectors
  } catch (error) {
    departure.came(signal?.aborted ? 'aborted' : isModelError(error) ? error.code : 'failed')
    throw error
  } finally {
    await departure.record()
  }
}

/**
 * An embedder for one conversation or one document: knows its people and records each departure. A local embedder,
 * from which nothing leaves, is returned as it is.
 */
export function embedderThroughExit(
  embedder: Embedder,
  through: { pseudonyms: Pseudonyms; purpose: Purpose; record: RecordDeparture; timers?: Timers },
): Embedder {
  if (!isRemoteEmbedder(embedder)) return embedder
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    languages: embedder.languages,
    embed: (texts, signal) => leaveForVectors({ ...through, embedder, texts, signal }),
  }
}

function begin(
  to: { provider: string; endpoint: string },
  model: string,
  request: { purpose: Purpose; record: RecordDeparture; timers?: Timers | undefined },
  placeholders: string[],
) {
  const timers = request.timers ?? systemTimers
  const startedAt = timers.now()
  // A reader that leaves the stream early makes the generator end without another word.
  let outcome: Departure['outcome'] = 'aborted'
  let inputTokens: number | null = null
  let outputTokens: number | null = null
  return {
    count(input: number | null, output: number | null) {
      inputTokens = input
      outputTokens = output
    },
    came(to: Departure['outcome']) {
      outcome = to
    },
    record: () =>
      request.record({
        provider: to.provider,
        model,
        endpoint: to.endpoint,
        inputTokens,
        outputTokens,
        placeholders,
        purpose: request.purpose,
        startedAt,
        durationMs: timers.now() - startedAt,
        outcome,
      }),
  }
}
