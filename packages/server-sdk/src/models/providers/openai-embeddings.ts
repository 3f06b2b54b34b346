import { leaveForVectors } from '../exit.ts'
import { ModelError } from '../model-error.ts'
import type { Pseudonymised } from '../pseudonymise/pseudonymised.ts'
import { Pseudonyms } from '../pseudonymise/pseudonyms.ts'
import type { RemoteEmbedder } from './chat-model.ts'
import { connect, type OpenAIConnectionOptions } from './openai-connection.ts'
import { toModelError } from './openai-failures.ts'
import { repeat } from './repetition.ts'
import { within } from './timers.ts'

export interface OpenAIEmbeddingsOptions extends OpenAIConnectionOptions {
  /** Default: `OPENAI_EMBEDDING_MODEL`, else 'text-embedding-3-small'. */
  model?: string
  /** Length of each vector. Must be given for models that are not OpenAI's own. */
  dimensions?: number
  /** Texts in one request, from 1 to 2,048. Default: 128. */
  batchSize?: number
  /** Milliseconds for one request. Default: 60,000. */
  timeout?: number
}

const dimensionsOf: Record<string, number> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
}

/**
 * Embeddings of OpenAI or of any endpoint with its Embeddings API; vectors have unit length. A text without a word
 * is not sent and gets the zero vector.
 */
export function openAIEmbeddings(options: OpenAIEmbeddingsOptions = {}): RemoteEmbedder {
  const connection = connect(options)
  const { client, provider, endpoint, timers } = connection
  const model = options.model || process.env.OPENAI_EMBEDDING_MODEL || 'text-embedding-3-small'
  const dimensions = vectorLength(model, options.dimensions)
  const batchSize = Math.min(2048, Math.max(1, options.batchSize ?? 128))
  const timeout = options.timeout ?? 60_000

  const embedder: RemoteEmbedder = {
    id: `${provider}:${model}:${dimensions}`,
    dimensions,
    languages: 'any',
    provider,
    endpoint,
    async embed(texts, signal) {
      return leaveForVectors({ embedder, texts, pseudonyms: new Pseudonyms(), purpose: 'embed-document', signal })
    },
    async request(texts, signal) {
      const vectors = texts.map((): Float32Array => new Float32Array(dimensions))
      const worded = texts.flatMap((text, index) => (text.trim() ? [{ text, index }] : []))
      let inputTokens: number | undefined
      for (let start = 0; start < worded.length; start += batchSize) {
        const batch = worded.slice(start, start + batchSize)
        const answer = await requestBatch(
          batch.map(({ text }) => text),
          signal,
        )
        for (const [position, { index }] of batch.entries()) vectors[index] = answer.vectors[position] as Float32Array
        if (answer.inputTokens !== undefined) inputTokens = (inputTokens ?? 0) + answer.inputTokens
      }
      return { vectors, inputTokens }
    },
  }
  return embedder

  function requestBatch(texts: Pseudonymised[], signal: AbortSignal | undefined) {
    return repeat(
      async () => {
        const stop = new AbortController()
        try {
          const answer = await within(timeout, timers, send(texts, signal, stop), () => tooLate())
          const vectors = answer.data.toSorted((a, b) => a.index - b.index).map((row) => unitLength(row.embedding))
          if (vectors.length !== texts.length || vectors.some((vector) => vector.length !== dimensions)) {
            throw unexpected(vectors[0]?.length, vectors.length, texts.length)
          }
          return { vectors, inputTokens: answer.usage?.prompt_tokens }
        } finally {
          stop.abort()
        }
      },
      { ...connection, signal, toModelError: (error) => toModelError(error, provider, timers.now()) },
    )
  }

  function send(texts: Pseudonymised[], signal: AbortSignal | undefined, stop: AbortController) {
    // Only OpenAI's own models are known to take a length of our choice.
    const shortened = options.dimensions !== undefined && Object.hasOwn(dimensionsOf, model)
    return client.embeddings.create(
      // 'float' because compatible endpoints often ignore 'base64', which the library would ask for.
      { model, input: texts, encoding_format: 'float', ...(shortened ? { dimensions } : {}) },
      { signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal },
    )
  }

  function tooLate(): ModelError {
    return new ModelError('model_timeout', `The model provider ${provider} sent no vectors in ${timeout} ms.`, {
      provider,
      mayRetry: true,
    })
  }

  function unexpected(length: number | undefined, received: number, sent: number): ModelError {
    const what =
      received === sent
        ? `vectors of ${length} numbers instead of ${dimensions}`
        : `${received} vectors for ${sent} texts`
    return new ModelError(
      'model_refused',
      `The model provider ${provider} sent ${what}: check model and dimensions of openai.embeddings().`,
      { provider, mayRetry: false },
    )
  }
}

function vectorLength(model: string, chosen: number | undefined): number {
  const length = chosen ?? (Object.hasOwn(dimensionsOf, model) ? dimensionsOf[model] : undefined)
  if (length !== undefined && Number.isInteger(length) && length > 0) return length
  throw new TypeError(`openai.embeddings(): say how long the vectors of ${model} are, for example { dimensions: 768 }`)
}

function unitLength(values: ArrayLike<number>): Float32Array {
  const vector = Float32Array.from(values)
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  return length > 0 ? vector.map((value) => value / length) : vector
}
