import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { PrivacyRequest, PrivacyRequestDetail, PrivacyRequestInput, RefusalGround } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'
import { everyRequest, type QueueFilter } from './request-queue.ts'

type Id = PrivacyRequest['id']
type ContactId = NonNullable<PrivacyRequest['contactId']>
type Verification = Parameters<SottoClient['privacyRequests']['verify']>[1]

export type PlacesPage = Awaited<ReturnType<ReturnType<SottoClient['privacyRequests']['redactions']>['page']>>

export interface RequestDesk {
  /** The queue as far as it was read. */
  readonly requests: ReadonlySignal<Loaded<readonly PrivacyRequest[]>>
  /** Where more of it begins; `null` when all of it is there. */
  readonly cursor: ReadonlySignal<string | null>
  readonly filter: ReadonlySignal<QueueFilter>
  /** The request that is open, with its plan and export. */
  readonly opened: ReadonlySignal<{ id: string; detail: Loaded<PrivacyRequestDetail> } | null>
  read(): Promise<void>
  more(): Promise<void>
  narrow(change: Partial<QueueFilter>): void
  /** Opens a request; again, to see how it stands now. */
  look(id: string): Promise<void>
  open(input: PrivacyRequestInput): Promise<PrivacyRequest>
  verify(id: Id, shown: Verification): Promise<void>
  plan(id: Id): Promise<void>
  take(id: Id, conversationId: `cnv_${string}`): Promise<void>
  redact(id: Id, numbers: number[] | 'undecided', decision: 'keep' | 'remove'): Promise<void>
  /** More of the places in an export, after a cursor. */
  places(id: Id, cursor: string | null): Promise<PlacesPage>
  extend(id: Id, reason: string): Promise<void>
  refuse(id: Id, ground: RefusalGround, reason: string): Promise<void>
  release(id: Id, answer?: string): Promise<void>
  cancel(id: Id): Promise<void>
  /** Whether the data of somebody is kept and not used, because they asked for that. */
  isRestricted(contactId: ContactId): Promise<boolean>
  /** Ends that; without `informed` the person is written to before. */
  lift(contactId: ContactId, reason: string, informed: boolean): Promise<void>
  close(): void
}

const pageSize = 100

/** What people asked about their data, and what the team does about it. */
export function createRequestDesk({ privacyRequests: calls }: SottoClient): RequestDesk {
  const requests = signal<Loaded<readonly PrivacyRequest[]>>(loading)
  const cursor = signal<string | null>(null)
  const filter = signal<QueueFilter>(everyRequest)
  const opened = signal<{ id: string; detail: Loaded<PrivacyRequestDetail> } | null>(null)
  const leaving = new AbortController()
  const options = { signal: leaving.signal }

  const list = () => (requests.value.state === 'ready' ? requests.value.value : [])
  const put = (request: PrivacyRequest) => {
    const before = list()
    const isKnown = before.some(({ id }) => id === request.id)
    requests.value = {
      state: 'ready',
      value: isKnown ? before.map((one) => (one.id === request.id ? request : one)) : [request, ...before],
    }
  }

  async function look(id: string) {
    if (opened.value?.id !== id) opened.value = { id, detail: loading }
    try {
      const value = await calls.get(id, options)
      if (opened.value?.id !== id) return
      batch(() => {
        opened.value = { id, detail: { state: 'ready', value } }
        if (requests.value.state === 'ready') put(value)
      })
    } catch (error) {
      if (opened.value?.id !== id || leaving.signal.aborted) return
      const missing = error instanceof Object && 'code' in error && error.code === 'not_found'
      opened.value = { id, detail: { state: 'failed', problem: failureInWords(error), missing } }
    }
  }

  /** What was done changes more than the request itself says, so it is read anew. */
  async function done(id: Id, work: Promise<unknown>) {
    await work
    await look(id)
  }

  return {
    requests,
    cursor,
    filter,
    opened,
    async read() {
      try {
        const page = await calls.list({ limit: pageSize }, options).page()
        batch(() => {
          requests.value = { state: 'ready', value: page.data }
          cursor.value = page.nextCursor
        })
      } catch (error) {
        if (!leaving.signal.aborted && requests.value.state !== 'ready')
          requests.value = { state: 'failed', problem: failureInWords(error), missing: false }
      }
    },
    async more() {
      if (cursor.value === null) return
      const page = await calls.list({ limit: pageSize }, options).page(cursor.value)
      const known = new Set(list().map(({ id }) => id))
      batch(() => {
        requests.value = { state: 'ready', value: [...list(), ...page.data.filter(({ id }) => !known.has(id))] }
        cursor.value = page.nextCursor
      })
    },
    narrow(change) {
      filter.value = { ...filter.value, ...change }
    },
    look,
    async open(input) {
      const request = await calls.open(input)
      put(request)
      return request
    },
    verify: (id, shown) => done(id, calls.verify(id, shown)),
    plan: (id) => done(id, calls.plan(id)),
    take: (id, conversationId) => done(id, calls.widen(id, { conversationId })),
    redact: (id, numbers, decision) => done(id, calls.redact(id, { numbers, decision })),
    places: (id, cursor) => calls.redactions(id, { limit: pageSize }, options).page(cursor ?? undefined),
    extend: (id, reason) => done(id, calls.extend(id, { reason })),
    refuse: (id, ground, reason) => done(id, calls.deny(id, { ground, reason })),
    async release(id, answer) {
      try {
        await done(id, calls.release(id, answer === undefined ? {} : { answer }))
      } catch (error) {
        // What was shown may have been replaced, such as by a new plan.
        await look(id)
        throw error
      }
    },
    cancel: (id) => done(id, calls.revoke(id)),
    isRestricted: async (contactId) =>
      (await calls.checkUse(contactId, { use: 'answering' }, options)).reason === 'restricted',
    lift: (contactId, reason, informed) => calls.liftRestriction(contactId, { reason, informed }),
    close: () => leaving.abort(),
  }
}
