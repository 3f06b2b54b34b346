import type { RetryPolicy } from '../retry/policy.ts'
import type { Fetch } from '../transport/reach.ts'

/** Where the server is, who asks, and how requests are sent. */
export interface SottoClientOptions {
  /** Where the API is served, without `/v1`: `https://chat.example.com`, or with the path at which it is mounted. */
  baseUrl: string
  /**
   * A secret key (`sk_…`, servers only), a bot's publishable key (`pk_…`), a visitor's token (`vt_…`) or that of somebody of
   * support whom a team let in (`su_…`). Without one the session cookie of the browser is used.
   */
  key?: string | undefined
  /** Sends the requests; the platform's `fetch` unless told. */
  fetch?: Fetch | undefined
  /** Sent with each request. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Milliseconds for one attempt, to the last byte of its answer: 30,000 unless told. Streams only count silence. */
  timeout?: number | undefined
  /** `false` never retries. Repetitions carry the idempotency key of the first attempt. */
  retry?: Partial<RetryPolicy> | false | undefined
  /**
   * The token for `X-CSRF-Token`, needed with the session cookie only. Unless told it is taken from the session, which
   * is read once where neither `session.signIn` nor `session.get` has brought it yet.
   */
  csrf?: (() => string | Promise<string>) | undefined
}

/** The last argument of every method: what is another way for this one call. */
export interface RequestOptions {
  /** Aborting rejects with the reason of the signal, an `AbortError` unless told otherwise. */
  signal?: AbortSignal | undefined
  /** Milliseconds for one attempt, instead of those of the client. */
  timeout?: number | undefined
  /** Up to 255 characters that name this change: what is sent twice under one key happens once. Random unless told. */
  idempotencyKey?: string | undefined
}
