import type { Embedder } from '../embedder.ts'
import type { Pseudonymised } from '../pseudonymise/pseudonymised.ts'

/** One message of a conversation before it leaves, with the real values in it. */
export interface ModelMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface ChatModelRequest {
  messages: { role: 'system' | 'user' | 'assistant'; content: Pseudonymised }[]
  /** Most tokens that the answer may have; what the provider allows when absent. */
  maxOutputTokens?: number | undefined
  /** Stops the request. The stream then throws the signal's reason. */
  signal?: AbortSignal | undefined
}

export type ChatModelPart =
  | { type: 'text'; text: string }
  | { type: 'usage'; inputTokens: number; outputTokens: number }
  /** The answer stopped at the token limit: its last sentence is not whole. Never sent otherwise. */
  | { type: 'cut-off' }

/**
 * A model that answers in a stream. To bring your own, implement this and throw `ModelError` for failures.
 *
 * Only `leave` in exit.ts calls `stream`; the type of `messages` sees to it.
 */
export interface ChatModel {
  /** Name of the model, as the provider calls it. */
  readonly id: string
  /** Who runs it, for the papers: 'openai', or the host of a compatible endpoint. */
  readonly provider: string
  /** Where text is sent, without credentials and query. */
  readonly endpoint: string
  stream(request: ChatModelRequest): AsyncIterable<ChatModelPart>
}

/**
 * An embedder for which text leaves this machine.
 *
 * `embed` goes through the exit by itself and replaces structured identifiers; `embedderThroughExit` makes one that
 * also knows the people of a conversation and records what left.
 */
export interface RemoteEmbedder extends Embedder {
  readonly provider: string
  readonly endpoint: string
  /** Only the exit calls this. One vector of unit length for each text. */
  request(
    texts: Pseudonymised[],
    signal?: AbortSignal,
  ): Promise<{ vectors: Float32Array[]; inputTokens: number | undefined }>
}

export function isRemoteEmbedder(embedder: Embedder): embedder is RemoteEmbedder {
  return 'request' in embedder && 'endpoint' in embedder
}
