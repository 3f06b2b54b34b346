import type { TeamScope } from '../../mongo/index.ts'

const minute = 60_000
/** Far more than look within a minute; what is older than that goes when there are so many. */
const most = 2000

/**
 * Looks at what is open. The dashboard asks by itself, every few seconds: of the same person, from the same place, at the
 * same cases there is one entry a minute in the log of each server, so that the looks of people stay in sight.
 */
export class OpenLooks {
  readonly #last = new Map<string, number>()

  /** Writes the look down with `write`, unless the same one was within the last minute. */
  async once(scope: TeamScope, seen: readonly string[], write: () => Promise<void>): Promise<void> {
    const { actor, ip } = scope.context
    const look = [scope.teamId, actor.kind, actor.id, ip, ...seen].join(' ')
    const now = scope.now().getTime()
    const before = this.#last.get(look)
    // A clock that was put back makes it a new look.
    if (before !== undefined && now >= before && now < before + minute) return
    await write()
    this.#last.set(look, now)
    if (this.#last.size > most) for (const [key, at] of this.#last) if (at <= now - minute) this.#last.delete(key)
  }
}
