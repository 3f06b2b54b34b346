import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiKey, AuditEntry, Checkpoint, SottoClient } from '@sotto/client-sdk'
import { failureInWords } from '../design/words.ts'
import { anything, type LogFilter, listQuery } from './filter.ts'

export interface EntryFeed {
  state: 'unread' | 'reading' | 'ready' | 'failed'
  /** Where the next page begins; `null` when all are there. */
  cursor: string | null
  problem: string | null
}

export interface LogBook {
  readonly filter: ReadonlySignal<LogFilter>
  readonly entries: ReadonlySignal<readonly AuditEntry[]>
  readonly feed: ReadonlySignal<EntryFeed>
  /** The newest one that is signed; `null` until it is known. */
  readonly checkpoint: ReadonlySignal<Checkpoint | null>
  readonly apiKeys: ReadonlySignal<ReadonlyMap<string, ApiKey>>
  /** Reads the first page anew, and what is signed by now. Each look at the log is itself logged. */
  read(): Promise<void>
  more(): Promise<void>
  narrow(change: Partial<LogFilter>): void
  close(): void
}

const pageSize = 50

/** The log of the team as far as it has been read, the newest first. */
export function createLogBook(sotto: SottoClient, now: () => Date = () => new Date()): LogBook {
  const filter = signal<LogFilter>(anything)
  const entries = signal<readonly AuditEntry[]>([])
  const feed = signal<EntryFeed>({ state: 'unread', cursor: null, problem: null })
  const checkpoint = signal<Checkpoint | null>(null)
  const apiKeys = signal<ReadonlyMap<string, ApiKey>>(new Map())
  const leaving = new AbortController()
  const options = { signal: leaving.signal }
  let keysAsked = false
  /** Grows with each question, so that an answer to one that is not asked any more is told. */
  let turn = 0
  /** The question that the pages belong to: its instants stay, or the pages would not fit each other. */
  let query: ReturnType<typeof listQuery> = {}

  async function readPage(cursor: string | null) {
    turn += 1
    const mine = turn
    if (cursor === null) query = listQuery(filter.value, now())
    feed.value = { ...feed.value, state: 'reading', problem: null }
    try {
      const page = await sotto.audit.entries({ ...query, limit: pageSize }, options).page(cursor)
      if (mine !== turn) return
      batch(() => {
        entries.value = cursor === null ? page.data : [...entries.value, ...page.data]
        feed.value = { state: 'ready', cursor: page.nextCursor, problem: null }
      })
    } catch (error) {
      if (mine !== turn || leaving.signal.aborted) return
      feed.value = { state: 'failed', cursor, problem: failureInWords(error) }
    }
  }

  async function readCheckpoint() {
    checkpoint.value = await sotto.audit.checkpoint(options)
  }

  async function readKeys() {
    if (keysAsked) return
    keysAsked = true
    const all = new Map<string, ApiKey>()
    for await (const key of sotto.apiKeys.list({ limit: 100 }, options)) all.set(key.id, key)
    apiKeys.value = all
  }

  return {
    filter,
    entries,
    feed,
    checkpoint,
    apiKeys,
    async read() {
      // Keys without their names are shown as keys, and what is signed as not known.
      void readKeys().catch(() => {})
      await readPage(null)
      await readCheckpoint().catch(() => {})
    },
    async more() {
      const { state, cursor } = feed.value
      if (cursor !== null && (state === 'ready' || state === 'failed')) await readPage(cursor)
    },
    narrow(change) {
      batch(() => {
        filter.value = { ...filter.value, ...change }
        entries.value = []
        feed.value = { state: 'unread', cursor: null, problem: null }
      })
      void readPage(null)
    },
    close: () => leaving.abort(),
  }
}
