import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { SottoError } from '../../../errors.ts'
import { open, SealBrokenError, seal, type TeamKeys } from '../../../keys/index.ts'
import { unsubscribeHeaders } from '../../../mail/index.ts'

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

const place = (team: string) => ({ team, collection: 'unsubscribe-links', document: 'link', rowVersion: 1 })

/** Makes and reads the links in mails. */
export class PermissionLinks {
  readonly settings: PermissionSettings
  readonly #keys: Pick<TeamKeys, 'get'>
  readonly #derived = new WeakMap<KeyObject, KeyObject>()

  constructor(options: { keys: Pick<TeamKeys, 'get'>; settings: PermissionSettings }) {
    this.#keys = options.keys
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
    const words = Buffer.from(JSON.stringify([purpose, contactId, email, language]))
    const sealed = seal(await this.#key(teamId), 1, place(teamId), words)
    const token = `${teamId.slice('team_'.length)}.${sealed.toString('base64url')}`
    const url = this.#url('unsubscribe', token)
    const { unsubscribeTo: address } = this.settings
    return { url, headers: unsubscribeHeaders(url, address ? { address, subject: token } : undefined) }
  }

  /** What an unsubscribe link says; `null` where it was not made here. */
  async read(token: string, isTeam: (teamId: string) => Promise<boolean>): Promise<UnsubscribeFacts | null> {
    const [, ulid, sealed] = /^([0-7][0-9a-hjkmnp-tv-z]{25})\.([\w-]{40,3000})$/.exec(token) ?? []
    const teamId = `team_${ulid}`
    // Nobody makes keys by asking for teams that are none.
    if (!ulid || !sealed || !(await isTeam(teamId))) return null
    try {
      const words = open(await this.#key(teamId), place(teamId), Buffer.from(sealed, 'base64url'))
      const [purpose, contactId, email, language] = JSON.parse(Buffer.from(words).toString()) as [
        string,
        string,
        string,
        string,
      ]
      return { teamId, purpose, contactId, email, language }
    } catch (error) {
      if (error instanceof SealBrokenError) return null
      throw error
    }
  }

  /** Links outlive rotations, as mails do: the key follows from one that is wrapped anew and stays. */
  async #key(teamId: string): Promise<KeyObject> {
    const { key } = await this.#keys.get(teamId, 'rows')
    const known = this.#derived.get(key)
    if (known) return known
    const made = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'sotto-unsubscribe-link-v1', 32)))
    this.#derived.set(key, made)
    return made
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
