import type { Session } from '@sotto/contracts'
import { isSottoError, SottoError } from '../errors/sotto-error.ts'
import type { Group } from './methods.ts'

/** Signing in, and who is signed in. Needs a browser, which keeps the session cookie, and a client without key. */
export interface SessionGroup extends Group<'session'> {
  /** The token that requests with the session cookie carry, once `signIn` or `get` has brought it. */
  readonly csrfToken: string | undefined
}

/** Remembers the token of the session that was read last. */
export class CsrfToken {
  current: string | undefined
  #reading: Promise<string | undefined> | undefined

  /**
   * The token; reads the session for it once, however many ask. Nobody may be signed in with us, because the server
   * knows its callers in a way of its own: then there is none, and the server says whether it needs one.
   */
  async get(read: () => Promise<Session>): Promise<string | undefined> {
    if (this.current !== undefined) return this.current
    this.#reading ??= this.#read(read).finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(read: () => Promise<Session>): Promise<string | undefined> {
    try {
      return (await read()).csrfToken
    } catch (error) {
      if (error instanceof SottoError && error.status < 500) return undefined
      throw error
    }
  }

  /** Keeps up with what answers say about the session. */
  async watch<T>(operation: string, answer: Promise<T>): Promise<T> {
    try {
      const result = await answer
      if (operation === 'signIn' || operation === 'readSession') this.current = (result as Session).csrfToken
      if (operation === 'signOut') this.current = undefined
      return result
    } catch (error) {
      if (isSottoError(error, 'csrf_failed') || isSottoError(error, 'unauthenticated')) this.current = undefined
      throw error
    }
  }
}
