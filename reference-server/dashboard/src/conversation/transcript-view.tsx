import type { Conversation } from '@sotto/client-sdk'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { clock, longDay, now } from '../design/time.ts'
import { nameOf, shownName } from '../inbox/groups.ts'
import { Answer } from './answer.tsx'
import { MemberMessage, VisitorMessage } from './message.tsx'
import { daysOf, type Entry } from './transcript.ts'
import type { WatchedConversation } from './watched-conversation.ts'

interface TranscriptProps {
  watched: WatchedConversation
  /** `null` until it has been read. */
  conversation: Conversation | null
  botName: string
}

/** Pixels from the end within which the reader counts as being at the end. */
const near = 80

/** What was said, day by day. A log that is not live: what came is announced once, when it is complete. */
export function Transcript({ watched, conversation, botName }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const entries = watched.entries.value

  useLayoutEffect(() => {
    const log = scroller.current
    if (log && atEnd.current) log.scrollTop = log.scrollHeight
  }, [entries, conversation === null])

  const onScroll = () => {
    const log = scroller.current
    if (log) atEnd.current = log.scrollHeight - log.clientHeight - log.scrollTop < near
  }

  if (!conversation) return <TranscriptSkeleton />
  const days = daysOf(entries)
  return (
    <div
      class="scroller transcript"
      role="log"
      aria-live="off"
      aria-label="What was said"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard, too
      tabIndex={0}
      ref={scroller}
      onScroll={onScroll}
    >
      <div class="log">
        <DayLine instant={days[0]?.begins ?? conversation.createdAt} />
        <Beginning conversation={conversation} />
        {days.map(({ begins, entries }, index) => (
          <div class="day" key={begins}>
            {index > 0 && <DayLine instant={begins} />}
            {entries.map((entry) => (
              <Said key={entry.id} entry={entry} conversation={conversation} botName={botName} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

const DayLine = ({ instant }: { instant: string }) => (
  <p class="day-line">
    <span>{longDay(instant, now.value)}</span>
  </p>
)

const Beginning = ({ conversation: { page, createdAt } }: { conversation: Conversation }) => (
  <p class="happening">
    <span class="gutter">
      <Icon name={page ? 'page' : 'inbox'} />
    </span>
    <span>
      {page ? (
        <>
          Started on <b>{page}</b>
        </>
      ) : (
        'Started'
      )}{' '}
      <time dateTime={createdAt}>{clock(createdAt)}</time>
    </span>
  </p>
)

function Said({ entry, conversation, botName }: { entry: Entry; conversation: Conversation; botName: string }) {
  const { members, session } = useWorkspace()
  const { author } = entry
  if (author.kind === 'visitor')
    return (
      <VisitorMessage
        entry={entry}
        id={conversation.contact?.id ?? conversation.id}
        name={nameOf(conversation)}
        shown={shownName(conversation)}
      />
    )
  if (author.kind === 'bot') return <Answer entry={entry} botName={author.name ?? botName} />
  const member = author.id ? members.value.get(author.id) : undefined
  const name = author.name ?? member?.name ?? null
  return (
    <MemberMessage entry={entry} id={author.id ?? ''} name={author.id === session.member.id ? (name ?? 'You') : name} />
  )
}

const TranscriptSkeleton = () => (
  <div class="scroller transcript" aria-busy="true">
    <div class="log" aria-hidden="true">
      {['short', 'long', 'short', 'long'].map((width, index) => (
        <div class="skeleton-row" key={`${index}`}>
          <span class="skeleton-avatar" />
          <span class="skeleton-lines">
            <span class="skeleton-line" data-width="name" />
            <span class="skeleton-line" data-width={width} />
          </span>
        </div>
      ))}
    </div>
  </div>
)
