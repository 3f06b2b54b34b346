import type { OpenAI } from 'openai'
import { ModelError } from '../model-error.ts'
import type { ChatModel, ChatModelPart, ChatModelRequest } from './chat-model.ts'
import { connect, type OpenAIConnection, type OpenAIConnectionOptions } from './openai-connection.ts'
import { toModelError } from './openai-failures.ts'
import { repeat } from './repetition.ts'
import { within } from './timers.ts'

export interface OpenAIChatOptions extends OpenAIConnectionOptions {
  /** Default: `OPENAI_MODEL`, else 'gpt-5.4-mini'. */
  model?: string
  /** The provider is told not to store the exchange. There is no other setting; written out for those who look for it. */
  store?: false
  /** 0 to 2; the model's own default when absent. Reasoning models refuse it. */
  temperature?: number
  /** Milliseconds until the first text. Default: 30,000. */
  firstTokenTimeout?: number
  /** Milliseconds from one part of the stream to the next. Default: 20,000. */
  betweenTokensTimeout?: number
  /** Which field carries `maxOutputTokens`. Default: 'max_completion_tokens' for api.openai.com, else 'max_tokens'. */
  tokenLimitField?: 'max_completion_tokens' | 'max_tokens'
  /** Fields that a compatible endpoint refuses and that are left out for it. Default: none. */
  leaveOut?: readonly ('store' | 'stream_options')[]
}

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk
type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming

const defaultModel = 'gpt-5.4-mini'

/** A chat model of OpenAI or of any endpoint with its Chat Completions API. */
export function openAIChat(options: OpenAIChatOptions = {}): ChatModel {
  const connection = connect(options)
  const id = options.model || process.env.OPENAI_MODEL || defaultModel
  return {
    id,
    provider: connection.provider,
    endpoint: connection.endpoint,
    async *stream(request) {
      const toError = (error: unknown) => toModelError(error, connection.provider, connection.timers.now())
      const answer = await repeat(() => openUntilText(request), {
        ...connection,
        signal: request.signal,
        toModelError: toError,
      })
      try {
        for (const part of answer.already) yield part
        yield* answer.rest
      } catch (error) {
        request.signal?.throwIfAborted()
        throw toError(error)
      } finally {
        // A consumer that stops early, even before it took the first part, ends the request too.
        answer.close()
      }
    },
  }

  /** Opens the stream and reads as far as the first text: up to there a failure may be repeated unseen. */
  async function openUntilText(request: ChatModelRequest) {
    const stop = new AbortController()
    const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal
    const rest = readAnswer(connection, body(request), signal, options)
    const close = () => stop.abort()
    const already: ChatModelPart[] = []
    try {
      for (;;) {
        const step = await rest.next()
        if (step.done) return { already, rest, close }
        already.push(step.value)
        if (step.value.type === 'text') return { already, rest, close }
      }
    } catch (error) {
      close()
      throw error
    }
  }

  function body(request: ChatModelRequest): Body {
    const leaveOut = new Set(options.leaveOut)
    const limitField = options.tokenLimitField ?? (connection.isOpenAI ? 'max_completion_tokens' : 'max_tokens')
    return {
      model: id,
      messages: request.messages,
      stream: true,
      ...(leaveOut.has('store') ? {} : { store: false }),
      ...(leaveOut.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
      ...(request.maxOutputTokens === undefined ? {} : { [limitField]: request.maxOutputTokens }),
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    }
  }
}

async function* readAnswer(
  { client, provider, timers }: OpenAIConnection,
  body: Body,
  signal: AbortSignal,
  options: OpenAIChatOptions,
): AsyncGenerator<ChatModelPart, void, undefined> {
  const firstTokenTimeout = options.firstTokenTimeout ?? 30_000
  const betweenTokensTimeout = options.betweenTokensTimeout ?? 20_000
  const firstTextBy = timers.now() + firstTokenTimeout
  const untilFirstText = () => firstTextBy - timers.now()
  const late = (what: string, milliseconds: number) => () =>
    new ModelError('model_timeout', `The model provider ${provider} sent no ${what} in ${milliseconds} ms.`, {
      provider,
      mayRetry: true,
    })

  const opened = client.chat.completions.create(body, { signal })
  const stream = await within(untilFirstText(), timers, opened, late('answer', firstTokenTimeout))
  const chunks: AsyncIterator<Chunk> = stream[Symbol.asyncIterator]()

  let hasText = false
  let finishReason: string | undefined
  for (;;) {
    const step = await (hasText
      ? within(betweenTokensTimeout, timers, chunks.next(), late('further text', betweenTokensTimeout))
      : within(untilFirstText(), timers, chunks.next(), late('first text', firstTokenTimeout)))
    // The library ends an aborted stream without a word.
    signal.throwIfAborted()
    if (step.done) break
    const chunk = step.value
    const choice = chunk.choices?.[0]
    if (choice?.delta?.refusal) throw refusal(provider)
    if (choice?.delta?.content) {
      hasText = true
      yield { type: 'text', text: choice.delta.content }
    }
    if (choice?.finish_reason) finishReason = choice.finish_reason
    if (chunk.usage) {
      yield {
        type: 'usage',
        inputTokens: chunk.usage.prompt_tokens ?? 0,
        outputTokens: chunk.usage.completion_tokens ?? 0,
      }
    }
  }
  if (finishReason === undefined) {
    throw new ModelError('model_interrupted', `The answer of the model provider ${provider} broke off.`, {
      provider,
      mayRetry: true,
    })
  }
  if (finishReason === 'content_filter') throw refusal(provider)
  if (finishReason === 'length') yield { type: 'cut-off' }
}

function refusal(provider: string): ModelError {
  return new ModelError('model_refused', `The model provider ${provider} declined to answer this.`, {
    provider,
    mayRetry: false,
  })
}
