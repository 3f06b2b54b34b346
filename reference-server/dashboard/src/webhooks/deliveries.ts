import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient, WebhookDelivery } from '@sotto/client-sdk'
import { failureInWords } from '../design/words.ts'

export type DeliveryFilter = WebhookDelivery['state'] | 'all'

export interface DeliveryFeed {
  state: 'unread' | 'reading' | 'ready' | 'failed'
  /** Where the next page begins; `null` when all are there. */
  cursor: string | null
  problem: string | null
}

export interface Deliveries {
  readonly rows: ReadonlySignal<readonly WebhookDelivery[]>
  readonly feed: ReadonlySignal<DeliveryFeed>
  readonly filter: ReadonlySignal<DeliveryFilter>
  read(): Promise<void>
  more(): Promise<void>
  narrow(filter: DeliveryFilter): void
  /** Sends the test event. @throws as the client */
  test(): Promise<void>
  /** Sends one again. @throws as the client */
  replay(deliveryId: string): Promise<void>
  close(): void
}

const pageSize = 50
/** How often is looked while something is on its way, in milliseconds, and how near its time has to be. */
const look = 1500
const near = 60_000

/** What was sent to one webhook and what waits, the newest first; while something is on its way it looks again by itself. */
export function createDeliveries(
  sotto: SottoClient,
  webhookId: string,
  onSettled: () => void,
  now: () => number = Date.now,
): Deliveries {
  const rows = signal<readonly WebhookDelivery[]>([])
  const feed = signal<DeliveryFeed>({ state: 'unread', cursor: null, problem: null })
  const filter = signal<DeliveryFilter>('all')
  const leaving = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  const isMoving = ({ state, nextAttemptAt }: WebhookDelivery) =>
    state === 'waiting' && nextAttemptAt !== null && Date.parse(nextAttemptAt) < now() + near

  async function readPage(cursor: string | null): Promise<void> {
    turn += 1
    const mine = turn
    clearTimeout(timer)
    feed.value = { ...feed.value, state: 'reading', problem: null }
    const only = filter.value === 'all' ? {} : { state: filter.value }
    try {
      const listing = sotto.webhooks.deliveries(webhookId, { ...only, limit: pageSize }, { signal: leaving.signal })
      const page = await listing.page(cursor)
      if (mine !== turn || leaving.signal.aborted) return
      const moved = rows.value.some(isMoving)
      batch(() => {
        rows.value = cursor === null ? page.data : [...rows.value, ...page.data]
        feed.value = { state: 'ready', cursor: page.nextCursor, problem: null }
      })
      if (rows.value.some(isMoving)) timer = setTimeout(() => void readPage(null), look)
      else if (moved) onSettled()
    } catch (error) {
      if (mine !== turn || leaving.signal.aborted) return
      feed.value = { state: 'failed', cursor, problem: failureInWords(error) }
    }
  }

  return {
    rows,
    feed,
    filter,
    read: () => readPage(null),
    async more() {
      const { state, cursor } = feed.value
      if (cursor !== null && (state === 'ready' || state === 'failed')) await readPage(cursor)
    },
    narrow(next) {
      batch(() => {
        filter.value = next
        rows.value = []
      })
      void readPage(null)
    },
    async test() {
      await sotto.webhooks.test(webhookId)
      filter.value = 'all'
      await readPage(null)
    },
    async replay(deliveryId) {
      await sotto.webhooks.replay(webhookId, deliveryId)
      await readPage(null)
    },
    close() {
      clearTimeout(timer)
      leaving.abort()
    },
  }
}
