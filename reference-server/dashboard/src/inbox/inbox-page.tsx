import { useEffect, useRef } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { type InboxView, linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { ConversationPage } from '../conversation/conversation-page.tsx'
import { Empty } from '../design/notice.tsx'
import { InboxList } from './inbox-list.tsx'
import { viewNames } from './view-names.ts'
import './inbox.css'

interface InboxPageProps {
  view: InboxView
  conversationId: string | null
  onSearch: () => void
}

/** The list, and beside it the conversation that is open. */
export function InboxPage({ view, conversationId, onSearch }: InboxPageProps) {
  const { inbox } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)

  useEffect(() => {
    inbox.lookAt(conversationId)
    return () => inbox.lookAt(null)
  }, [inbox, conversationId])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault()
        step(page.current, event.key === 'j' ? 1 : -1)
      } else if (event.key === 'r') {
        const field = page.current.querySelector<HTMLTextAreaElement>('.reply textarea')
        if (!field) return
        event.preventDefault()
        field.focus()
      } else if (event.key === 'Escape' && conversationId) {
        go({ name: 'inbox', view, conversationId: null })
        page.current.querySelector<HTMLElement>(`[data-conversation="${conversationId}"]`)?.focus()
      }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [view, conversationId])

  return (
    <div class={conversationId ? 'inbox-page has-detail' : 'inbox-page'} ref={page}>
      <InboxList view={view} conversationId={conversationId} onSearch={onSearch} />
      {conversationId ? (
        <ConversationPage
          key={conversationId}
          id={conversationId}
          back={linkTo({ name: 'inbox', view, conversationId: null })}
        />
      ) : (
        <Unopened view={view} />
      )}
    </div>
  )
}

function Unopened({ view }: { view: InboxView }) {
  const { inbox } = useWorkspace()
  useTitle(viewNames[view])
  if (inbox.rows.value.size === 0) return <section class="detail unopened" aria-label="Conversation" />
  return (
    <section class="detail unopened" aria-label="Conversation">
      <Empty icon="inbox" title="Choose a conversation">
        <p>
          <kbd>j</kbd> and <kbd>k</kbd> move through the list, <kbd>Enter</kbd> opens, <kbd>r</kbd> replies,{' '}
          <kbd>Esc</kbd> leads back.
        </p>
      </Empty>
    </section>
  )
}

/** Moves the focus to the next or the previous row, from the focused one or else from the one that is open. */
function step(page: HTMLElement, by: 1 | -1) {
  const rows = [...page.querySelectorAll<HTMLElement>('[data-conversation]')]
  const focused = rows.indexOf(document.activeElement as HTMLElement)
  const at = focused === -1 ? rows.findIndex((row) => row.hasAttribute('aria-current')) : focused
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? rows[0]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
