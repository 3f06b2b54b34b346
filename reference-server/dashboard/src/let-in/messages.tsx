import type { Message, SottoClient } from '@sotto/client-sdk'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { Answer } from '../conversation/answer.tsx'
import { MemberMessage, VisitorMessage } from '../conversation/message.tsx'
import { daysOf, type Entry, fromHistory } from '../conversation/transcript.ts'
import { Failed } from '../design/notice.tsx'
import { longDay, now } from '../design/time.ts'
import type { Shown } from './shown.ts'
import { notSeenInWords } from './visit.ts'
import '../conversation/conversation.css'

/** What was said in a conversation, as it stands. It is not followed: each look is one that somebody makes. */
export function Messages({ conversation, sotto }: { conversation: Shown; sotto: SottoClient }) {
  const [said, setSaid] = useState<Loaded<{ messages: readonly Message[]; cursor: string | null }>>(loading)
  const read = async (from: string | null = null) => {
    try {
      const { data, nextCursor } = await sotto.conversations.messages(conversation.id, { limit: 100 }).page(from)
      const before = from !== null && said.state === 'ready' ? said.value.messages : []
      setSaid({ state: 'ready', value: { messages: [...before, ...data], cursor: nextCursor } })
    } catch (error) {
      setSaid({ state: 'failed', missing: false, problem: notSeenInWords(error) })
    }
  }
  useEffect(() => void read(), [conversation.id])
  if (said.state === 'failed') return <Failed text={said.problem} onRetry={() => void read()} />
  if (said.state === 'loading') return <div aria-busy="true" />
  return (
    <section aria-label="What was said">
      {said.value.messages.length === 0 && <p class="quiet">Nothing was said yet.</p>}
      {daysOf(fromHistory(said.value.messages)).map(({ begins, entries }) => (
        <div class="day" key={begins}>
          <p class="day-line">
            <span>{longDay(begins, now.value)}</span>
          </p>
          {entries.map((entry) => (
            <Said key={entry.id} entry={entry} />
          ))}
        </div>
      ))}
      {said.value.cursor !== null && (
        <button type="button" class="pane-more" onClick={() => void read(said.value.cursor)}>
          Show more
        </button>
      )}
    </section>
  )
}

function Said({ entry }: { entry: Entry }) {
  const { id, kind, name } = entry.author
  if (kind === 'bot') return <Answer entry={entry} botName={name ?? 'Bot'} />
  if (kind === 'member') return <MemberMessage entry={entry} id={id ?? ''} name={name} />
  return <VisitorMessage entry={entry} id={id ?? entry.conversationId} name={name} shown={name ?? 'Visitor'} />
}
