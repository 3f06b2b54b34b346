import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TeamScope } from './scope.ts'

interface Waiting {
  scope: TeamScope
  write(running: TeamScope): Promise<unknown>
  done(result: unknown): void
  failed(): void
}

/** So many transactions of a team at a time: some are being made while others are with the database. */
const lanes = 4
/** From so few on it is worth to share a transaction; above so many it saves little, and a conflict costs all of them. */
const fewest = 4
const most = 16

/** How many of those that wait go into the next transaction. */
const share = (waiting: number) => Math.min(most, Math.max(fewest, Math.ceil(waiting / lanes)))

/**
 * Writes of one team that arrive while others are on their way share a transaction: what each costs by itself (a commit,
 * the way there and back) is paid once for all that wait. Nobody waits for company: what comes alone is written alone,
 * at once.
 *
 * Each keeps its own scope, so the log says of each who did it. Where the whole fails, each is written by itself, and meets
 * its own failure: a work may run more than once, as in any transaction.
 */
export class Together {
  readonly #teams = new Map<string, { running: number; waiting: Waiting[] }>()

  /** @param alone does the same in a transaction of its own */
  async write<T>(scope: TeamScope, work: (running: TeamScope) => Promise<T>, alone: () => Promise<T>): Promise<T> {
    const together = await new Promise<{ result: T } | undefined>((resolve) => {
      this.#add({
        scope,
        write: work,
        done: (result) => resolve({ result: result as T }),
        failed: () => resolve(undefined),
      })
    })
    return together ? together.result : alone()
  }

  #add(one: Waiting): void {
    const { teamId } = one.scope
    const team = this.#teams.get(teamId) ?? { running: 0, waiting: [] }
    this.#teams.set(teamId, team)
    team.waiting.push(one)
    if (team.running < lanes) void this.#run(teamId, team)
  }

  async #run(teamId: string, team: { running: number; waiting: Waiting[] }): Promise<void> {
    team.running += 1
    // What arrives in the same turn goes together from the first.
    await nextTurn()
    while (team.waiting.length > 0) await writeAll(team.waiting.splice(0, share(team.waiting.length)))
    team.running -= 1
    if (team.running === 0) this.#teams.delete(teamId)
  }
}

async function writeAll(works: readonly Waiting[]): Promise<void> {
  const [first] = works
  try {
    const results = await first?.scope.transaction(async (running) => {
      const made: unknown[] = []
      for (const { scope, write } of works) made.push(await write(scope.within(running)))
      return made
    })
    for (const [index, { done }] of works.entries()) done(results?.[index])
  } catch {
    for (const { failed } of works) failed()
  }
}
