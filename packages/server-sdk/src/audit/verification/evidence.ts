import { readCheckpoint } from '../checkpoint.ts'
import { firstEntryOf, isLater, type LogOrigin, type LogPoint, previousOf } from '../origins.ts'
import { type CheckpointDocument, originName } from '../store.ts'
import type { Frontier } from '../tree.ts'
import type { WalkContext } from './context.ts'

type Fault = (index: number | null, id: string | null, reason: string) => never

/** A restore from a backup, as the log itself tells of it. */
export interface Restore {
  /** The log that began with it. */
  origin: string
  /** What had been signed last. */
  after: { origin: string; size: number } | null
}

/** What was signed of the logs of a team, in the key database, and what restores say of it. */
export class Evidence {
  readonly #context: WalkContext
  readonly #teamId: string
  readonly #fault: Fault
  readonly restores: Restore[] = []
  #told: LogPoint[] = []

  constructor(context: WalkContext, teamId: string, fault: Fault) {
    this.#context = context
    this.#teamId = teamId
    this.#fault = fault
  }

  /** Reads what each restore says that it began after. @throws LogFault when a log that was signed is not there */
  async load(origins: readonly LogOrigin[]): Promise<void> {
    const { store } = this.#context
    this.#told = []
    this.restores.length = 0
    for (const { origin } of origins.slice(1).concat(origins[0] && origins[0].origin > 1 ? [origins[0]] : [])) {
      const first = await firstEntryOf(store, this.#teamId, origin)
      const previous = first && previousOf(first)
      if (previous) this.#told.push(previous)
      const after = previous ? { origin: originName(this.#teamId, previous.origin), size: previous.size } : null
      this.restores.push({ origin: originName(this.#teamId, origin), after })
    }
    const there = new Set(origins.map(({ origin }) => origin))
    for (const origin of await store.checkpoints.distinct('origin', { teamId: this.#teamId })) {
      if (there.has(origin)) continue
      const newest = await this.newest(origin)
      if (newest) this.mustBeTold(newest)
    }
  }

  /** The largest state of a log that was signed. */
  async newest(origin: number): Promise<CheckpointDocument | null> {
    return this.#context.store.checkpoints.findOne({ teamId: this.#teamId, origin }, { sort: { size: -1 } })
  }

  /** A state was signed that the log does not reach. A restore says so; a roll-back does not. */
  mustBeTold({ origin, size }: CheckpointDocument, index: number | null = null): void {
    if (this.#told.some((previous) => !isLater({ origin, size }, previous))) return
    this.#fault(
      index,
      null,
      `entries were deleted at the end: a checkpoint of ${size} was signed for ${originName(this.#teamId, origin)}`,
    )
  }

  /** Compares a log that grows with what was signed of it, from a size on. */
  async of(origin: number, size: number) {
    const { store, checkpoints } = this.#context
    const signed = store.checkpoints.find({ teamId: this.#teamId, origin, size: { $gt: size } }).sort({ size: 1 })
    const verifier = await checkpoints.verifier(this.#teamId, origin)
    let next = await signed.next()
    let agreed = size
    return {
      grownTo: async (frontier: Frontier): Promise<void> => {
        while (next?.size === frontier.size) {
          const body = readCheckpoint(next.note, verifier)
          if (!body || body.size !== next.size)
            this.#fault(null, null, `the checkpoint of ${next.size} is not signed with the key of this log`)
          if (!body?.root.equals(frontier.root()))
            this.#fault(
              null,
              null,
              `it was rewritten after its checkpoint of ${agreed} and before that of ${next.size}`,
            )
          agreed = next.size
          next = await signed.next()
        }
      },
      close: () => signed.close(),
    }
  }
}
