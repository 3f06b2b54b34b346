import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { open, SealBrokenError, seal, type TeamKeys } from '../keys/index.ts'

/**
 * Tokens of links in mails that say something by themselves. Nobody without the key of the team reads one, or makes one;
 * made twice, they differ. They outlive rotations, as mails do: the key follows from one that is wrapped anew and stays.
 */
export class SealedTokens {
  readonly #keys: Pick<TeamKeys, 'get'>
  readonly #derived = new WeakMap<KeyObject, KeyObject>()
  readonly #name: string

  /** @param name of the kind of links: those of one kind cannot be read as those of another */
  constructor(keys: Pick<TeamKeys, 'get'>, name: string) {
    this.#keys = keys
    this.#name = name
  }

  async seal(teamId: string, words: readonly string[]): Promise<string> {
    const sealed = seal(await this.#key(teamId), 1, this.#place(teamId), Buffer.from(JSON.stringify(words)))
    return `${teamId.slice('team_'.length)}.${sealed.toString('base64url')}`
  }

  /** What a token says; `null` where it was not made here. */
  async read(
    token: string,
    isTeam: (teamId: string) => Promise<boolean>,
  ): Promise<{ teamId: string; words: readonly string[] } | null> {
    const [, ulid, sealed] = /^([0-7][0-9a-hjkmnp-tv-z]{25})\.([\w-]{40,3000})$/.exec(token) ?? []
    const teamId = `team_${ulid}`
    // Nobody makes keys by asking for teams that are none.
    if (!ulid || !sealed || !(await isTeam(teamId))) return null
    try {
      const words = open(await this.#key(teamId), this.#place(teamId), Buffer.from(sealed, 'base64url'))
      return { teamId, words: JSON.parse(Buffer.from(words).toString()) as string[] }
    } catch (error) {
      if (error instanceof SealBrokenError) return null
      throw error
    }
  }

  #place(team: string) {
    return { team, collection: `${this.#name}-links`, document: 'link', rowVersion: 1 }
  }

  async #key(teamId: string): Promise<KeyObject> {
    const { key } = await this.#keys.get(teamId, 'rows')
    const known = this.#derived.get(key)
    if (known) return known
    const made = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `sotto-${this.#name}-link-v1`, 32)))
    this.#derived.set(key, made)
    return made
  }
}
