import { randomBytes } from 'node:crypto'
import type { AuditStore, SequencerDocument } from './store.ts'

/** Another instance sequences by now. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
  constructor() {
    super('another instance sequences the log')
  }
}

/** How long an owner may be silent before another instance takes its place, in milliseconds. */
const leaseLength = 5000

/**
 * Who sequences. No time stands in the database, so no clock can be wrong: an owner shows that it lives by counting, and
 * whoever has seen the same count for the length of a lease, by its own steady clock, takes over. Two that both believe
 * to own it do no harm: every write names the fence, which grows with each owner.
 */
export class SequencerLease {
  readonly #state: AuditStore['state']
  readonly #elapsed: () => number
  readonly #owner = randomBytes(9).toString('base64url')
  #fence = 0
  #beaten = 0
  #seen: { fence: number; beat: number; since: number } | undefined

  /** @param elapsed milliseconds that only ever grow */
  constructor(state: AuditStore['state'], elapsed: () => number) {
    this.#state = state
    this.#elapsed = elapsed
  }

  get fence(): number {
    return this.#fence
  }

  /** What every write of the owner is conditional on. */
  get condition() {
    return { _id: 'sequencer', owner: this.#owner, fence: this.#fence } as const
  }

  /** Whether it is time to show that the owner lives. */
  get due(): boolean {
    return this.#elapsed() - this.#beaten > leaseLength / 3
  }

  /** The owner has written, and so shown that it lives. */
  shown(): void {
    this.#beaten = this.#elapsed()
  }

  /** Takes or keeps the lease. */
  async hold(also: Partial<SequencerDocument> = {}): Promise<boolean> {
    if (this.#fence > 0) {
      const kept = await this.#state.updateOne(this.condition, {
        $set: { owner: this.#owner, ...also },
        $inc: { beat: 1 },
      })
      if (kept.matchedCount === 1) {
        this.shown()
        return true
      }
      this.#fence = 0
    }
    return this.#take()
  }

  /** Keeps the lease when that is due. @throws FencedError when it is lost */
  async keep(also: Partial<SequencerDocument> = {}): Promise<void> {
    if (this.due && !(await this.hold(also))) throw new FencedError()
  }

  async release(): Promise<void> {
    if (this.#fence > 0) await this.#state.updateOne(this.condition, { $set: { owner: '' } })
    this.#fence = 0
  }

  async #take(): Promise<boolean> {
    await this.#state
      .insertOne({ _id: 'sequencer', owner: '', fence: 0, beat: 0, token: null })
      .catch((error: { code?: number }) => {
        if (error.code !== 11000) throw error
      })
    const state = await this.#state.findOne({ _id: 'sequencer' })
    if (!state) return false
    const { fence, beat, owner } = state
    if (owner !== '' && !this.#silent(fence, beat)) return false
    const taken = await this.#state.findOneAndUpdate(
      { _id: 'sequencer', owner, fence, beat },
      { $set: { owner: this.#owner }, $inc: { fence: 1, beat: 1 } },
      { returnDocument: 'after' },
    )
    this.#seen = undefined
    if (!taken) return false
    this.#fence = taken.fence
    this.shown()
    return true
  }

  #silent(fence: number, beat: number): boolean {
    if (this.#seen?.fence !== fence || this.#seen.beat !== beat) {
      this.#seen = { fence, beat, since: this.#elapsed() }
      return false
    }
    return this.#elapsed() - this.#seen.since >= leaseLength
  }
}
