import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { ConsentRecord } from '@sotto/contracts'
import { failureInWords } from '../../design/words.ts'
import type { EntryFeed } from '../../log/entries.ts'
import { everything, type RecordFilter, recordQuery } from './record-filter.ts'

/** The ledger as far as it has been read, the newest first. */
export interface RecordBook {
  readonly filter: ReadonlySignal<RecordFilter>
  readonly records: ReadonlySignal<readonly ConsentRecord[]>
  readonly feed: ReadonlySignal<EntryFeed>
  /** Reads the first page anew. Each look at the ledger is logged. */
  read(): Promise<void>
  more(): Promise<void>
  narrow(change: Partial<RecordFilter>): void
  close(): void
}

const pageSize = 50

export function createRecordBook(sotto: SottoClient, now: () => Date = () => new Date()): RecordBook {
  const filter = signal<RecordFilter>(everything)
  const records = signal<readonly ConsentRecord[]>([])
  const feed = signal<EntryFeed>({ state: 'unread', cursor: null, problem: null })
  const leaving = new AbortController()
  /** Grows with each question, so that an answer to one that is not asked any more is told. */
  let turn = 0
  /** The question that the pages belong to: its instants stay, or the pages would not fit each other. */
  let query: ReturnType<typeof recordQuery> = {}

  async function readPage(cursor: string | null) {
    turn += 1
    const mine = turn
    if (cursor === null) query = recordQuery(filter.value, now())
    feed.value = { ...feed.value, state: 'reading', problem: null }
    try {
      const page = await sotto.consent.records({ ...query, limit: pageSize }, { signal: leaving.signal }).page(cursor)
      if (mine !== turn) return
      batch(() => {
        records.value = cursor === null ? page.data : [...records.value, ...page.data]
        feed.value = { state: 'ready', cursor: page.nextCursor, problem: null }
      })
    } catch (error) {
      if (mine !== turn || leaving.signal.aborted) return
      feed.value = { state: 'failed', cursor, problem: failureInWords(error) }
    }
  }

  return {
    filter,
    records,
    feed,
    read: () => readPage(null),
    async more() {
      const { state, cursor } = feed.value
      if (cursor !== null && (state === 'ready' || state === 'failed')) await readPage(cursor)
    },
    narrow(change) {
      batch(() => {
        filter.value = { ...filter.value, ...change }
        records.value = []
        feed.value = { state: 'unread', cursor: null, problem: null }
      })
      void readPage(null)
    },
    close: () => leaving.abort(),
  }
}
