import { createHash, randomBytes } from 'node:crypto'
import { SottoError } from '../../../errors.ts'
import type { TeamKeys } from '../../../keys/index.ts'
import { SealedTokens, unsubscribeHeaders } from '../../../mail/index.ts'

/** How permission is asked for and taken back by mail. */
export interface PermissionSettings {
  /** Where this server is reached from outside, without a slash at the end; empty where nobody said. */
  publicUrl: () => string
  /** How long the link of a confirmation mail is good, in hours. */
  hours: number
  /** How many confirmation mails an address gets in a day (UTC) at most. */
  mailsADay: number
  /** Where a mail program may write to instead of clicking. */
  unsubscribeTo: string | null
}

/** What an unsubscribe link says. Nobody without the key of the team reads it, or makes one. */
export interface UnsubscribeFacts {
  teamId: string
  purpose: string
  contactId: string
  /** The address that the mail went to: the way back to the person when the contact has become part of another. */
  email: string
  language: string
}

/** Makes and reads the links in mails. */
export class PermissionLinks {
  readonly settings: PermissionSettings
  readonly #tokens: SealedTokens

  constructor(options: { keys: Pick<TeamKeys, 'get'>; settings: PermissionSettings }) {
    this.#tokens = new SealedTokens(options.keys, 'unsubscribe')
    this.settings = options.settings
  }

  /** A new confirmation link, and what is kept of it. The link says when it expires, so that it can be told later. */
  confirmation(expiresAt: Date): { url: string; hash: string } {
    const token = `${Math.floor(expiresAt.getTime() / 1000).toString(36)}.${randomBytes(32).toString('base64url')}`
    return { url: this.#url('confirmation', token), hash: confirmationHash(token) }
  }

  /** Link and headers by which somebody ends mails of one purpose, in each mail other ones. */
  async unsubscription(facts: UnsubscribeFacts): Promise<{ url: string; headers: Record<string, string> }> {
    const { teamId, purpose, contactId, email, language } = facts
    const token = await this.#tokens.seal(teamId, [purpose, contactId, email, language])
    const url = this.#url('unsubscribe', token)
    const { unsubscribeTo: address } = this.settings
    return { url, headers: unsubscribeHeaders(url, address ? { address, subject: token } : undefined) }
  }

  /** What an unsubscribe link says; `null` where it was not made here. */
  async read(token: string, isTeam: (teamId: string) => Promise<boolean>): Promise<UnsubscribeFacts | null> {
    const found = await this.#tokens.read(token, isTeam)
    if (!found) return null
    const [purpose = '', contactId = '', email = '', language = ''] = found.words
    return { teamId: found.teamId, purpose, contactId, email, language }
  }

  #url(name: 'confirmation' | 'unsubscribe', token: string): string {
    const base = this.settings.publicUrl().replace(/\/+$/, '')
    if (!base)
      throw new SottoError(
        'unavailable',
        'Links in mail need the address of this server. Give `publicUrl` to createSotto (PUBLIC_URL of the reference server).',
      )
    return `${base}/v1/consent/${name}?token=${token}`
  }
}

/** What is kept of the token in a confirmation link. It is random, so no slow hash is needed. */
export const confirmationHash = (token: string) => createHash('sha256').update(`confirm\0${token}`).digest('base64url')

/** When a confirmation link expires by its own word, which is good for words alone. */
export function expiryOf(token: string): Date | null {
  const [, seconds] = /^([0-9a-z]{6,8})\.[\w-]{43}$/.exec(token) ?? []
  return seconds ? new Date(Number.parseInt(seconds, 36) * 1000) : null
}
