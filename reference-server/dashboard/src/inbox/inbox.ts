import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Conversation, SottoClient } from '@sotto/client-sdk'
import { failureInWords } from '../design/words.ts'
import type { Rows } from './groups.ts'

type Status = Conversation['status']

/** How far the conversations of one status have been read, the most recently active first. */
export interface Feed {
  state: 'unread' | 'reading' | 'ready' | 'failed'
  /** Where the next page begins; `null` when all are there. */
  cursor: string | null
  problem: string | null
}

export interface Inbox {
  readonly rows: ReadonlySignal<Rows>
  readonly feeds: Readonly<Record<Status, ReadonlySignal<Feed>>>
  /** Conversations in which something happened since they were last looked at here. */
  readonly unseen: ReadonlySignal<ReadonlySet<string>>
  /** Reads the first page of a feed unless it is there, or is being read. */
  begin(status: Status): Promise<void>
  /** Reads the next page of a feed. */
  more(status: Status): Promise<void>
  /** Reads what has happened since the last look: as far as what is known already. */
  catchUp(): Promise<void>
  /** Somebody looks at a conversation from now on; `null`: at none. */
  lookAt(conversationId: string | null): void
  /** A conversation as it is now, from whoever knows better than the list. */
  put(conversation: Conversation): void
  remove(conversationId: string): void
  close(): void
}

const pageSize = 50
/** Of the pages that are read once the first row has told that there is news. */
const newsSize = 10
const mostNewsPages = 20

/** Whether something happened in a conversation after the other one was read, or in the same millisecond elsewhere. */
const isAfter = (conversation: Conversation, other: Conversation) =>
  Date.parse(conversation.lastActivityAt) > Date.parse(other.lastActivityAt) ||
  (conversation.lastActivityAt === other.lastActivityAt && conversation.id !== other.id)

/**
 * The conversations of the team. The list is ordered by activity, so that its first row tells whether anything has
 * happened at all: looking for news reads one row, and logs one look, as long as nothing has.
 */
export function createInbox(sotto: SottoClient): Inbox {
  const rows: Signal<Rows> = signal(new Map())
  const unseen: Signal<ReadonlySet<string>> = signal(new Set())
  const unread = (): Signal<Feed> => signal({ state: 'unread', cursor: null, problem: null })
  const feeds = { open: unread(), waiting: unread(), closed: unread() }
  const leaving = new AbortController()
  const { signal: gone } = leaving
  let looked: string | null = null
  let newest: Conversation | null = null
  let catching: Promise<void> | null = null

  function keep(conversations: readonly Conversation[]) {
    const next = new Map(rows.value)
    for (const conversation of conversations) {
      const known = next.get(conversation.id)
      // Two answers may overtake each other on their way; the later state wins.
      if (!known || Date.parse(known.lastActivityAt) <= Date.parse(conversation.lastActivityAt))
        next.set(conversation.id, conversation)
    }
    rows.value = next
  }

  async function read(status: Status, cursor: string | null) {
    const feed = feeds[status]
    feed.value = { ...feed.value, state: 'reading', problem: null }
    try {
      const page = await sotto.conversations.list({ status, limit: pageSize }, { signal: gone }).page(cursor)
      batch(() => {
        keep(page.data)
        feed.value = { state: 'ready', cursor: page.nextCursor, problem: null }
      })
    } catch (error) {
      if (gone.aborted) return
      feed.value = { ...feed.value, state: 'failed', problem: failureInWords(error) }
    }
  }

  function markUnseen(conversations: readonly Conversation[]) {
    const ids = conversations.map(({ id }) => id).filter((id) => id !== looked)
    if (ids.length > 0) unseen.value = new Set([...unseen.value, ...ids])
  }

  /** What has been active since the last look, the latest first. */
  async function readNews(): Promise<Conversation[]> {
    const fresh: Conversation[] = []
    let cursor: string | null = null
    for (let turn = 0; turn < mostNewsPages; turn++) {
      const limit = turn === 0 && newest ? 1 : newsSize
      const page = await sotto.conversations.list({ limit }, { signal: gone }).page(cursor)
      const known = page.data.findIndex((conversation) => newest && !isAfter(conversation, newest))
      fresh.push(...(known === -1 ? page.data : page.data.slice(0, known)))
      cursor = page.nextCursor
      if (known !== -1 || cursor === null || !newest) break
    }
    return fresh
  }

  async function catchUp() {
    const first = newest === null
    const fresh = await readNews()
    newest = fresh[0] ?? newest
    const news = fresh.filter((conversation) => {
      const changed = rows.value.get(conversation.id)?.lastActivityAt !== conversation.lastActivityAt
      return changed && conversation.lastMessage?.author === 'visitor'
    })
    batch(() => {
      keep(fresh)
      if (!first) markUnseen(news)
    })
  }

  const inbox: Inbox = {
    rows,
    feeds,
    unseen,
    begin: async (status) => {
      if (feeds[status].value.state === 'unread' || feeds[status].value.state === 'failed') await read(status, null)
    },
    more: async (status) => {
      const { state, cursor } = feeds[status].value
      if (cursor !== null && (state === 'ready' || state === 'failed')) await read(status, cursor)
    },
    catchUp() {
      catching ??= catchUp()
        // The next look tells whether it was a passing trouble; what is shown stays true as far as it goes.
        .catch(() => {})
        .finally(() => {
          catching = null
        })
      return catching
    },
    lookAt(conversationId) {
      looked = conversationId
      if (conversationId === null || !unseen.value.has(conversationId)) return
      unseen.value = new Set([...unseen.value].filter((id) => id !== conversationId))
    },
    put: (conversation) => keep([conversation]),
    remove(conversationId) {
      const next = new Map(rows.value)
      if (next.delete(conversationId)) rows.value = next
    },
    close: () => leaving.abort(),
  }
  return inbox
}
