import { type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { Hold, HoldInput, HoldReason } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

type Id = Hold['id']

export interface HoldDesk {
  /** Legal holds as far as they were read, the newest first. */
  readonly holds: ReadonlySignal<Loaded<readonly Hold[]>>
  /** Where more begin; `null` when all are there. */
  readonly cursor: ReadonlySignal<string | null>
  readonly reasons: ReadonlySignal<readonly HoldReason[]>
  find(id: string): Hold | null
  read(): Promise<void>
  more(): Promise<void>
  propose(input: HoldInput): Promise<Hold>
  approve(id: Id): Promise<void>
  refuse(id: Id): Promise<void>
  release(id: Id, because: string): Promise<void>
  review(id: Id, review: { reviewAt: string; ownerId?: `mem_${string}` }): Promise<void>
  invite(id: Id, outside: { name: string; email: string }): Promise<void>
  changeReasons(reasons: readonly HoldReason[]): Promise<void>
}

const pageSize = 100

/** What may not be deleted, and who decided that. */
export function createHoldDesk({ holds: calls }: SottoClient): HoldDesk {
  const holds = signal<Loaded<readonly Hold[]>>(loading)
  const cursor = signal<string | null>(null)
  const reasons = signal<readonly HoldReason[]>([])
  const list = () => (holds.value.state === 'ready' ? holds.value.value : [])
  const keep = (value: readonly Hold[]) => {
    holds.value = { state: 'ready', value }
  }
  const put = (hold: Hold) =>
    keep(
      list().some(({ id }) => id === hold.id)
        ? list().map((one) => (one.id === hold.id ? hold : one))
        : [hold, ...list()],
    )

  async function read() {
    try {
      const [page, known] = await Promise.all([calls.list({ limit: pageSize }).page(), calls.reasons()])
      reasons.value = known.reasons
      cursor.value = page.nextCursor
      keep(page.data)
    } catch (error) {
      if (holds.value.state !== 'ready')
        holds.value = { state: 'failed', missing: false, problem: failureInWords(error) }
    }
  }

  return {
    holds,
    cursor,
    reasons,
    find: (id) => list().find((hold) => hold.id === id) ?? null,
    read,
    async more() {
      if (cursor.value === null) return
      const page = await calls.list({ limit: pageSize }).page(cursor.value)
      const known = new Set(list().map(({ id }) => id))
      cursor.value = page.nextCursor
      keep([...list(), ...page.data.filter(({ id }) => !known.has(id))])
    },
    async propose(input) {
      const hold = await calls.propose(input)
      put(hold)
      return hold
    },
    async approve(id) {
      // What was too late is shown as that.
      await calls.approve(id).then(put, async (error: unknown) => {
        await read()
        throw error
      })
    },
    refuse: async (id) => put(await calls.refuse(id)),
    release: async (id, because) => put(await calls.release(id, { because })),
    review: async (id, review) => put(await calls.review(id, review)),
    invite: async (id, outside) => put(await calls.inviteApprover(id, outside)),
    async changeReasons(next) {
      reasons.value = (await calls.changeReasons({ reasons: [...next] })).reasons
    },
  }
}
