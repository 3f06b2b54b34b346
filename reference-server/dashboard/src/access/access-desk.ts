import { type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type {
  AccessException,
  AccessGrant,
  AccessReview,
  AccessReviewLine,
  AccessReviewSettings,
  ApiKey,
  KeyExceptionInput,
  MemberExceptionInput,
  Permission,
} from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

/** What only managers see. */
export interface Managed {
  grants: readonly AccessGrant[]
  /** The newest first. */
  reviews: readonly AccessReview[]
  /** Of the review that is not over. */
  lines: readonly AccessReviewLine[]
  settings: AccessReviewSettings
  keys: readonly ApiKey[]
}

export interface AccessState {
  exceptions: readonly AccessException[]
  managed: Managed | null
}

type ExceptionId = AccessException['id']

export interface AccessDesk {
  readonly state: ReadonlySignal<Loaded<AccessState>>
  /** How much waits for a manager: exceptions that were asked for, and open lines of the review. */
  readonly waiting: ReadonlySignal<number>
  /** Looks how much waits, without reading all of it. */
  look(): Promise<void>
  read(): Promise<void>
  askForMember(memberId: `mem_${string}`, input: MemberExceptionInput): Promise<void>
  askForKey(apiKeyId: `key_${string}`, input: KeyExceptionInput): Promise<void>
  approve(id: ExceptionId): Promise<void>
  refuse(id: ExceptionId): Promise<void>
  withdraw(id: ExceptionId): Promise<void>
  /** Begins a review; resolves when it is written down who has what. */
  startReview(): Promise<void>
  decide(line: AccessReviewLine, decision: 'keep' | 'remove'): Promise<void>
  changeSettings(patch: { everyMonths: number; days: number }): Promise<void>
  close(): void
}

const pause = 500
/** More than these nobody looks through on a page. */
const mostRows = 1000

async function some<Item>(listing: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of listing) {
    all.push(item)
    if (all.length >= mostRows) break
  }
  return all
}

/** Who has what, what was asked for beyond it, and the reviews in which it is confirmed. */
export function createAccessDesk(
  { access, exceptions, apiKeys }: SottoClient,
  can: (permission: Permission) => boolean,
): AccessDesk {
  const state = signal<Loaded<AccessState>>(loading)
  const waiting = signal(0)
  const leaving = new AbortController()
  const options = { signal: leaving.signal }

  async function managed(): Promise<Managed | null> {
    if (!can('access:read')) return null
    const [grants, reviews, settings, keys] = await Promise.all([
      some(access.list({ limit: 100 }, options)),
      access.reviews({ limit: 10 }, options).page(),
      access.settings(options),
      can('api-keys:read') ? some(apiKeys.list({ limit: 100 }, options)) : [],
    ])
    const [newest] = reviews.data
    const lines =
      newest && newest.state !== 'completed' ? await some(access.lines(newest.id, { limit: 100 }, options)) : []
    return { grants, reviews: reviews.data, lines, settings, keys }
  }

  async function read() {
    try {
      const [asked, managing] = await Promise.all([exceptions.list({ limit: 100 }, options).page(), managed()])
      state.value = { state: 'ready', value: { exceptions: asked.data, managed: managing } }
      const toDecide = asked.data.filter((exception) => exception.state === 'asked').length
      waiting.value = managing ? toDecide + managing.lines.filter(({ outcome }) => outcome === 'open').length : 0
    } catch (error) {
      if (!leaving.signal.aborted && state.value.state !== 'ready')
        state.value = { state: 'failed', problem: failureInWords(error), missing: false }
    }
  }

  /** Also what was refused may have shown that something is not as it was. */
  const changed = (work: Promise<unknown>) => work.then(() => undefined).finally(read)

  async function look() {
    if (!can('access:read')) return
    const [asked, reviews] = await Promise.all([
      exceptions.list({ limit: 100, state: 'asked' }, options).page(),
      access.reviews({ limit: 1 }, options).page(),
    ])
    const [newest] = reviews.data
    waiting.value = asked.data.length + (newest?.state === 'running' ? newest.counts.open : 0)
  }

  return {
    state,
    waiting,
    // Without an answer nothing is said to wait; the page itself says what went wrong.
    look: () => look().catch(() => {}),
    read,
    askForMember: (memberId, input) => changed(exceptions.askForMember(memberId, input)),
    askForKey: (apiKeyId, input) => changed(exceptions.askForKey(apiKeyId, input)),
    approve: (id) => changed(exceptions.approve(id)),
    refuse: (id) => changed(exceptions.refuse(id)),
    withdraw: (id) => changed(exceptions.withdraw(id)),
    async startReview() {
      let review = await access.startReview({})
      while (review.state === 'preparing' && !leaving.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        review = await access.review(review.id, options)
      }
      await read()
    },
    async decide(line, decision) {
      const loaded = state.value
      const review = loaded.state === 'ready' ? loaded.value.managed?.reviews[0] : undefined
      if (review) await changed(access.decide(review.id, line.id, { decision }))
    },
    changeSettings: (patch) => changed(access.changeSettings(patch)),
    close: () => leaving.abort(),
  }
}
