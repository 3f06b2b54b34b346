import { Newest } from '../../newest.ts'
import type { Published } from './published.ts'

const lease = 1000

/**
 * What is known without asking again. What never changes once it is committed: versions that were published, and that the
 * ledger has a text. Which browsers have spoken, as a hint. And for a second at most, and until a key ends, that a team
 * has forgotten nobody.
 */
export class Known {
  readonly versions = new Newest<Published>(1000)
  readonly texts = new Newest<true>(10_000)
  /** The canonical form of texts and its hash, by how they were sent. Few: whoever asks may send any. */
  readonly canonical = new Newest<{ text: string; hash: string }>(200)
  /** By subject. A browser that is not here may have spoken all the same. */
  readonly browsers = new Newest<true>(50_000)
  readonly #forgotten = new Newest<{ has: boolean; until: number; endings: number }>(10_000)
  readonly #endings: () => number

  /** @param endings grows when this instance learns that keys have ended */
  constructor(endings: () => number) {
    this.#endings = endings
  }

  /** Whether a team may have forgotten what somebody said. @param look asks the database */
  async hasForgotten(teamId: string, look: () => Promise<boolean>): Promise<boolean> {
    const kept = this.#forgotten.get(teamId)
    if (kept?.has || (kept && kept.until > performance.now() && kept.endings === this.#endings())) return kept.has
    const until = performance.now() + lease
    const endings = this.#endings()
    const has = await look()
    this.#forgotten.set(teamId, { has, until, endings })
    return has
  }
}
