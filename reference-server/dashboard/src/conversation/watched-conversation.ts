import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Conversation, type ConversationEvent, type SottoClient, SottoError } from '@sotto/client-sdk'
import { type Loaded, loading } from '../app/loaded.ts'
import { announce } from '../design/announcer.tsx'
import { failureInWords } from '../design/words.ts'
import { afterEvents, type Entry, fromHistory } from './transcript.ts'

export interface WatchedConversation {
  readonly id: string
  readonly conversation: ReadonlySignal<Loaded<Conversation>>
  readonly entries: ReadonlySignal<readonly Entry[]>
  /** Whether the live connection is broken at the moment. */
  readonly lost: ReadonlySignal<boolean>
  /** Assigns, hands over, closes or opens again. */
  change(patch: Partial<Pick<Conversation, 'status' | 'assigneeId'>>): Promise<void>
  /** Writes to the visitor as a person. The bot is silent from then on. */
  reply(text: string, memberId: string): Promise<void>
  retry(): void
  close(): void
}

/** What of the inbox a conversation tells when it changes. */
export interface Listener {
  put(conversation: Conversation): void
  remove(conversationId: string): void
}

/**
 * One conversation, read and then followed. Its events come from the first one on: what the list of messages told
 * already they change nothing of, and what is being written they tell from its beginning.
 */
export function watchConversation(sotto: SottoClient, id: string, listener: Listener): WatchedConversation {
  const conversation: Signal<Loaded<Conversation>> = signal(loading)
  const entries: Signal<readonly Entry[]> = signal([])
  const lost = signal(false)
  let leaving = new AbortController()
  let waiting: ConversationEvent[] = []
  let planned = false

  function known(value: Conversation) {
    conversation.value = { state: 'ready', value }
    listener.put(value)
  }

  function failed(error: unknown) {
    if (leaving.signal.aborted) return
    const missing = error instanceof SottoError && (error.status === 404 || error.code === 'invalid_request')
    if (missing) listener.remove(id)
    conversation.value = { state: 'failed', missing, problem: failureInWords(error) }
  }

  /** Asks for the row itself, where an event says that something about it is new. */
  let asking: ReturnType<typeof setTimeout> | undefined
  function askAgain() {
    clearTimeout(asking)
    asking = setTimeout(async () => {
      try {
        known(await sotto.conversations.get(id, { signal: leaving.signal }))
      } catch (error) {
        if (error instanceof SottoError) failed(error)
      }
    }, 300)
  }

  /** Many events at once, such as those of a long answer, change what is shown once. */
  function take(event: ConversationEvent) {
    waiting.push(event)
    if (planned) return
    planned = true
    setTimeout(() => {
      planned = false
      const events = waiting
      waiting = []
      const before = entries.value
      entries.value = afterEvents(before, events)
      if (events.some(({ type }) => type === 'conversation.updated') || news(before, entries.value)) askAgain()
      tell(before, entries.value)
    }, 16)
  }

  async function follow(signal: AbortSignal) {
    try {
      const [row, messages] = await Promise.all([sotto.conversations.get(id, { signal }), readAll(signal)])
      entries.value = fromHistory(messages)
      known(row)
      const events = sotto.conversations.events(id, {
        signal,
        onConnection: (state) => {
          lost.value = state === 'lost'
        },
      })
      for await (const event of events) take(event)
    } catch (error) {
      failed(error)
    }
  }

  async function readAll(signal: AbortSignal) {
    const messages = []
    for await (const message of sotto.conversations.messages(id, { limit: 100 }, { signal })) messages.push(message)
    return messages
  }

  void follow(leaving.signal)

  const watched: WatchedConversation = {
    id,
    conversation,
    entries,
    lost,
    async change(patch) {
      known(await sotto.conversations.update(id, patch))
    },
    async reply(text, memberId) {
      const row = conversation.value
      if (row.state === 'ready' && (row.value.status === 'open' || row.value.assigneeId === null))
        await watched.change({ status: 'waiting', assigneeId: row.value.assigneeId ?? (memberId as `mem_${string}`) })
      await sotto.conversations.send(id, { text, author: 'member' }).result()
    },
    retry() {
      leaving.abort()
      leaving = new AbortController()
      conversation.value = loading
      void follow(leaving.signal)
    },
    close() {
      clearTimeout(asking)
      leaving.abort()
    },
  }
  return watched
}

const isDone = ({ state }: Entry) => state !== 'writing'

/** Whether the list has to be told: a message came, or an answer was finished. */
const news = (before: readonly Entry[], after: readonly Entry[]) =>
  after.length !== before.length || after.filter(isDone).length !== before.filter(isDone).length

/** Says what came, once it is complete: an answer that is read out piece by piece cannot be followed. */
function tell(before: readonly Entry[], after: readonly Entry[]) {
  const heard = new Set(before.filter(isDone).map(({ id }) => id))
  const fresh = after.filter((entry) => isDone(entry) && !heard.has(entry.id)).at(-1)
  if (fresh?.author.kind === 'visitor') announce(`New message: ${fresh.text}`)
  else if (fresh?.author.kind === 'bot')
    announce(fresh.state === 'failed' ? 'The bot could not answer.' : 'The bot has answered.')
}
