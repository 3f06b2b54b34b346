import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { open, SealBrokenError, seal, type TeamKeys } from '../keys/index.ts'

/** What a token opens: the link itself, or the file for whoever had link and code. */
export type TokenKind = 'link' | 'pass'

const place = (team: string, kind: TokenKind) => ({
  team,
  collection: 'access-export-links',
  document: kind,
  rowVersion: 1,
})

/** What is kept of a token. It is random, so no slow hash is needed. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

const shape = /^([0-7][0-9a-hjkmnp-tv-z]{25})\.([\w-]{100,300})$/

/**
 * Makes and reads tokens. They say which team and export they are for, sealed: whoever writes to the database and has no
 * key makes none.
 */
export class ExportTokens {
  readonly #keys: Pick<TeamKeys, 'get'>
  readonly #derived = new WeakMap<KeyObject, KeyObject>()

  constructor(keys: Pick<TeamKeys, 'get'>) {
    this.#keys = keys
  }

  async make(teamId: string, exportId: string, kind: TokenKind): Promise<string> {
    const words = Buffer.from(JSON.stringify([exportId, randomBytes(24).toString('base64url')]))
    const sealed = seal(await this.#key(teamId), 1, place(teamId, kind), words)
    return `${teamId.slice('team_'.length)}.${sealed.toString('base64url')}`
  }

  /** @returns `null` where it was not made here */
  async read(
    token: string,
    kind: TokenKind,
    isTeam: (teamId: string) => Promise<boolean>,
  ): Promise<{ teamId: string; exportId: string } | null> {
    const [, ulid, sealed] = shape.exec(token) ?? []
    const teamId = `team_${ulid}`
    // Nobody makes keys by asking for teams that are none.
    if (!ulid || !sealed || !(await isTeam(teamId))) return null
    try {
      const words = open(await this.#key(teamId), place(teamId, kind), Buffer.from(sealed, 'base64url'))
      const [exportId] = JSON.parse(Buffer.from(words).toString()) as [string]
      return { teamId, exportId }
    } catch (error) {
      if (error instanceof SealBrokenError) return null
      throw error
    }
  }

  async #key(teamId: string): Promise<KeyObject> {
    const { key } = await this.#keys.get(teamId, 'rows')
    const known = this.#derived.get(key)
    if (known) return known
    const made = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'sotto-access-export-link-v1', 32)))
    this.#derived.set(key, made)
    return made
  }
}
