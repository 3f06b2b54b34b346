import type { Conversation } from '@sotto/client-sdk'
import { useEffect, useRef } from 'preact/hooks'
import { type InboxView, inboxViews } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu } from '../design/menu.tsx'
import { Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { ConversationRow } from './conversation-row.tsx'
import { EmptyInbox } from './empty-inbox.tsx'
import { type GroupName, groupLabel, groupsOf, statusOf } from './groups.ts'
import { shownCount } from './rail-counts.ts'
import { viewNames } from './view-names.ts'

interface InboxListProps {
  view: InboxView
  conversationId: string | null
  onSearch: () => void
}

/** The feeds that a view is made of, in the order in which they go on at its end. */
const feedsOf = (view: InboxView): Conversation['status'][] => (view === 'closed' ? ['closed'] : ['waiting', 'open'])

/** Conversations by whose turn it is. */
export function InboxList({ view, conversationId, onSearch }: InboxListProps) {
  const { inbox, bots, session } = useWorkspace()
  const needed = feedsOf(view)
  useEffect(() => {
    for (const status of needed) void inbox.begin(status)
  }, [inbox, view])

  const feeds = needed.map((status) => ({ status, ...inbox.feeds[status].value }))
  const groups = groupsOf(inbox.rows.value, view, session.member.id, now.value)
  const failed = feeds.find(({ state }) => state === 'failed')
  const first = feeds.some(({ state, cursor }) => state === 'unread' || (state === 'reading' && cursor === null))
  const next = feeds.find(({ cursor }) => cursor !== null)
  // What goes on at the moment is at the beginning of its feed, and so all there.
  const mayHaveMore = (group: GroupName) => group !== 'answering' && inbox.feeds[statusOf[group]].value.cursor !== null
  const nameOfBot = (botId: string) => bots.find(botId)?.name ?? null

  return (
    <section class="inbox-list" aria-labelledby="inbox-heading">
      <header class="head">
        <h1 id="inbox-heading" class="head-title wide">
          {viewNames[view]}
        </h1>
        <h1 class="unseen narrow">{viewNames[view]}</h1>
        <div class="narrow inbox-view">
          <Menu
            class="view-button"
            side="start"
            label="Views"
            items={inboxViews.map((each) => ({
              label: viewNames[each],
              checked: each === view,
              onSelect: () => go({ name: 'inbox', view: each, conversationId: null }),
            }))}
          >
            <span>{viewNames[view]}</span>
            <span class="unseen">, choose a view</span>
            <Icon name="choose" />
          </Menu>
        </div>
        <IconButton class="narrow" icon="search" label="Search or jump" onClick={onSearch} />
      </header>
      <div class="scroller" aria-busy={first}>
        {groups.map(({ name, rows }) => (
          <section key={name} class="group" aria-labelledby={`group-${name}`}>
            <h2 id={`group-${name}`} class="group-head">
              <span>{groupLabel(name, rows, nameOfBot)}</span>
              <span class="figure">{shownCount({ number: rows.length, more: mayHaveMore(name) })}</span>
            </h2>
            <ul>
              {rows.map((conversation) => (
                <li key={conversation.id}>
                  <ConversationRow
                    conversation={conversation}
                    group={name}
                    view={view}
                    current={conversation.id === conversationId}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {first && groups.length === 0 && !failed && <Skeleton />}
        {failed && (
          <Failed
            text={failed.problem ?? 'The list could not be read.'}
            onRetry={() => void (failed.cursor ? inbox.more(failed.status) : inbox.begin(failed.status))}
          />
        )}
        {!first && !failed && groups.length === 0 && !next && <EmptyInbox view={view} />}
        {next && next.state === 'ready' && <More key={next.cursor} onSeen={() => void inbox.more(next.status)} />}
      </div>
    </section>
  )
}

/** Reads on as soon as the end of the list comes near. */
function More({ onSeen }: { onSeen: () => void }) {
  const end = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!end.current) return
    const seen = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && onSeen(),
      {
        root: end.current.closest('.scroller'),
        rootMargin: '400px',
      },
    )
    seen.observe(end.current)
    return () => seen.disconnect()
  }, [])
  return (
    <button ref={end} type="button" class="more-rows" onClick={onSeen}>
      Show more
    </button>
  )
}

/** As high as the rows that come, so that nothing jumps. */
const Skeleton = () => (
  <div class="skeleton" aria-hidden="true">
    <div class="group-head" />
    {[70, 45, 60, 52, 66, 48].map((width) => (
      <div key={width} class="skeleton-row">
        <span class="skeleton-avatar" />
        <span class="skeleton-lines">
          <span class="skeleton-line" data-width="name" />
          <span class="skeleton-line" data-width={width > 55 ? 'long' : 'short'} />
        </span>
      </div>
    ))}
  </div>
)
