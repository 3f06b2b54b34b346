import { OpenAI } from 'openai'
import { systemTimers, type Timers } from './timers.ts'

export interface OpenAIConnectionOptions {
  /** Default: `OPENAI_API_KEY`. May be absent when `baseURL` is one that needs none. */
  apiKey?: string
  /** Root of an OpenAI-compatible API, `/v1` included. Default: `OPENAI_BASE_URL`, else `https://api.openai.com/v1`. */
  baseURL?: string
  /** Name of the provider for the papers. Default: 'openai' for api.openai.com, else the endpoint's host. */
  provider?: string
  /** How often a request is repeated before its first token, at least 0. Default: 2. */
  maxRetries?: number
  fetch?: typeof globalThis.fetch
  timers?: Timers
  /** From 0 (included) to 1; spreads the repetitions. Default: `Math.random`. */
  random?: () => number
}

export interface OpenAIConnection {
  client: OpenAI
  provider: string
  endpoint: string
  isOpenAI: boolean
  maxRetries: number
  timers: Timers
  random: () => number
}

const openAIBaseURL = 'https://api.openai.com/v1'

/** Throws a TypeError where key or URL are missing or wrong, so that a server says so at its start. */
export function connect(options: OpenAIConnectionOptions): OpenAIConnection {
  const baseURL = options.baseURL || process.env.OPENAI_BASE_URL || openAIBaseURL
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new TypeError(
      'openai(): baseURL or OPENAI_BASE_URL must be a URL without user and password, such as https://api.openai.com/v1',
    )
  }
  const isOpenAI = url.hostname === 'api.openai.com' || url.hostname.endsWith('.api.openai.com')
  const apiKey = options.apiKey || process.env.OPENAI_API_KEY
  if (!apiKey && isOpenAI) {
    throw new TypeError('openai(): api.openai.com needs a key: pass apiKey or set OPENAI_API_KEY')
  }
  const client = new OpenAI({
    baseURL,
    apiKey: apiKey || 'no-key-needed',
    // Other variables of the environment that the library would read are for OpenAI alone, or for another purpose.
    adminAPIKey: null,
    webhookSecret: null,
    ...(isOpenAI ? {} : { organization: null, project: null }),
    // Repetition and time limits are ours, because they depend on whether text has been shown already.
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    // The library's log can contain prompts.
    logLevel: 'off',
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
  return {
    client,
    provider: options.provider ?? (isOpenAI ? 'openai' : url.hostname),
    endpoint: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    isOpenAI,
    maxRetries: Math.max(0, options.maxRetries ?? 2),
    timers: options.timers ?? systemTimers,
    random: options.random ?? Math.random,
  }
}
