import { createHash, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { TeamKeys } from '../../keys/index.ts'

/** Letters and digits that are not taken for one another: 31^8 codes, about 40 bits. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const length = 8

/** How often a code may be tried. */
export const mostTries = 5
/** How long a code is good, in milliseconds. */
export const codeLasts = 15 * 60 * 1000

/** A code in the form in which it stands in a mail: `ABCD-EFGH`. */
export function newCode(): string {
  const letters = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** What somebody typed, in the one form in which codes are compared. */
const bare = (typed: string) => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** A token that nobody finds by trying, and the id under which it is kept. */
export function newPending(): { pending: string; id: string } {
  const pending = randomBytes(32).toString('base64url')
  return { pending, id: pendingId(pending) }
}

export const pendingId = (pending: string) => createHash('sha256').update(`privacy\0${pending}`).digest('base64url')

/** Codes as they are kept: an HMAC under a key of the team, bound to one asking. */
export class Codes {
  readonly #keys: Pick<TeamKeys, 'get'>

  constructor(keys: Pick<TeamKeys, 'get'>) {
    this.#keys = keys
  }

  async hash(teamId: string, intake: string, code: string): Promise<string> {
    const { key } = await this.#keys.get(teamId, 'rows')
    const own = Buffer.from(hkdfSync('sha256', key, '', 'sotto-privacy-code-v1', 32))
    return createHmac('sha256', own)
      .update(`${teamId}\0${intake}\0${bare(code)}`)
      .digest('base64url')
  }

  /** Whether it is the code; takes the same time whether it is, and where there is none. */
  async fits(teamId: string, intake: string, kept: string | null, typed: string): Promise<boolean> {
    const hash = Buffer.from(await this.hash(teamId, intake, typed))
    const other = Buffer.from(kept ?? '')
    return timingSafeEqual(hash, other.length === hash.length ? other : Buffer.alloc(hash.length))
  }
}
