import type { SottoClient } from '@sotto/client-sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { type Loaded, loading } from '../app/loaded.ts'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { IconButton } from '../design/button.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now, shortTime } from '../design/time.ts'
import { Documents } from './documents.tsx'
import { Messages } from './messages.tsx'
import type { Shelf } from './shelves.ts'
import type { Shown } from './shown.ts'
import { notSeenInWords } from './visit.ts'
import '../design/panes.css'

interface Seen {
  rows: readonly Shown[]
  cursor: string | null
}

/** One kind of data, and beside it whatever is open. Nothing is read before somebody goes there. */
export function ShelfPage({ shelf, id, sotto }: { shelf: Shelf; id: string | null; sotto: SottoClient }) {
  const [seen, setSeen] = useState<Loaded<Seen>>(loading)
  const page = useRef<HTMLDivElement>(null)
  useTitle(shelf.title)
  const read = async (from: string | null = null) => {
    try {
      const { rows, nextCursor } = await shelf.read(from)
      const before = from !== null && seen.state === 'ready' ? seen.value.rows : []
      setSeen({ state: 'ready', value: { rows: [...before, ...rows], cursor: nextCursor } })
    } catch (error) {
      setSeen({ state: 'failed', missing: false, problem: notSeenInWords(error) })
    }
  }
  useEffect(() => void read(), [shelf])
  const leave = () => {
    go({ name: 'let-in', shelf: shelf.path, id: null })
    requestAnimationFrame(() =>
      page.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id ?? '')}"]`)?.focus(),
    )
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && id) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-row]')]
      const at = Math.max(rows.indexOf(document.activeElement as HTMLElement), -1)
      rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [id])
  const rows = seen.state === 'ready' ? seen.value.rows : []
  return (
    <div class={id ? 'panes has-open' : 'panes'} ref={page}>
      <section class="pane-list" aria-labelledby="shelf-heading">
        <header class="head pane-list-head">
          <h1 id="shelf-heading" class="head-title">
            {shelf.title}
          </h1>
        </header>
        {shelf.open && <ById shelf={shelf} />}
        <div class="scroller" aria-busy={seen.state === 'loading'}>
          {seen.state === 'failed' && <Failed text={seen.problem} onRetry={() => void read()} />}
          {seen.state === 'ready' && rows.length === 0 && (
            <Empty icon={shelf.icon} title="Nothing is listed here">
              <p>
                {shelf.path === 'knowledge'
                  ? 'Documents are listed by bot, and you may not look at bots: open one by its id.'
                  : 'The team has nothing of this kind.'}
              </p>
            </Empty>
          )}
          <ul>
            {rows.map((row) => (
              <Row key={row.id} shelf={shelf} row={row} isOpen={row.id === id} />
            ))}
          </ul>
          {seen.state === 'ready' && seen.value.cursor !== null && (
            <button type="button" class="pane-more" onClick={() => void read(seen.value.cursor)}>
              Show more
            </button>
          )}
        </div>
      </section>
      {id ? (
        <Opened
          key={id}
          id={id}
          shelf={shelf}
          known={rows.find((row) => row.id === id) ?? null}
          isListed={seen.state !== 'loading'}
          sotto={sotto}
          onLeave={leave}
        />
      ) : (
        <div class="pane-unopened">
          {rows.length > 0 && (
            <Empty icon={shelf.icon} title="Choose what to look at">
              <p>What you open is written into the log of the team.</p>
            </Empty>
          )}
        </div>
      )}
    </div>
  )
}

/** Tickets name things by their ids: one can be opened without looking through the list. */
function ById({ shelf }: { shelf: Shelf }) {
  const submit = (event: Event) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget as HTMLFormElement).get('id') ?? '').trim()
    if (given) go({ name: 'let-in', shelf: shelf.path, id: given })
  }
  return (
    <form class="visit-find" onSubmit={submit}>
      <input
        class="input"
        name="id"
        placeholder="Open by id"
        aria-label="Open by id"
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
      />
    </form>
  )
}

const Row = ({ shelf, row, isOpen }: { shelf: Shelf; row: Shown; isOpen: boolean }) => (
  <li>
    <a
      class="pane-row visit-row"
      href={linkTo({ name: 'let-in', shelf: shelf.path, id: row.id })}
      data-row={row.id}
      aria-current={isOpen ? 'true' : undefined}
    >
      <strong class="pane-first" dir="auto">
        {row.title}
      </strong>
      {row.at && (
        <time class="visit-at quiet" dateTime={row.at}>
          {shortTime(row.at, now.value)}
        </time>
      )}
      <span class="pane-second quiet" dir="auto">
        {row.note}
      </span>
    </a>
  </li>
)

interface OpenedProps {
  id: string
  shelf: Shelf
  /** As the list has it. */
  known: Shown | null
  /** Whether the list has been read, as far as it was. */
  isListed: boolean
  sotto: SottoClient
  onLeave: () => void
}

function Opened({ id, shelf, known, isListed, sotto, onLeave }: OpenedProps) {
  const [shown, setShown] = useState<Loaded<Shown>>(loading)
  const panel = useRef<HTMLElement>(null)
  const read = async () => {
    try {
      if (shelf.open) setShown({ state: 'ready', value: await shelf.open(id) })
    } catch (error) {
      const missing = ['not_found', 'invalid_request'].includes((error as { code?: string }).code ?? '')
      setShown({ state: 'failed', missing, problem: notSeenInWords(error) })
    }
  }
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
    void read()
  }, [id])
  const one = shown.state === 'ready' ? shown.value : shelf.open ? null : known
  const isMissing = shelf.open ? shown.state === 'failed' && shown.missing : isListed && !known
  return (
    <section
      class="pane"
      aria-label={one?.title ?? shelf.title}
      ref={panel}
      tabIndex={-1}
      aria-busy={!one && !isMissing}
    >
      <header class="head pane-head">
        <IconButton class="narrow" icon="back" label={`All ${shelf.title.toLowerCase()}`} onClick={onLeave} />
        <code class="pane-id">{id}</code>
      </header>
      {isMissing && (
        <Empty icon={shelf.icon} title="This is not there">
          <p>
            {shelf.open
              ? 'It was deleted, or lies outside of what the team lets you see.'
              : 'It is not among those that are listed so far.'}
          </p>
        </Empty>
      )}
      {shown.state === 'failed' && !shown.missing && <Failed text={shown.problem} onRetry={() => void read()} />}
      {one && <Facts one={one} sotto={sotto} />}
    </section>
  )
}

const Facts = ({ one, sotto }: { one: Shown; sotto: SottoClient }) => (
  <div class="scroller">
    <div class="pane-body">
      <h1 class="pane-title" dir="auto">
        {one.title}
      </h1>
      {one.facts.some(([, value]) => value !== null) && (
        <dl class="pane-facts">
          {one.facts.map(([name, value]) =>
            value === null ? null : (
              <>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </>
            ),
          )}
        </dl>
      )}
      {one.text && (
        <p class="pane-words" dir="auto">
          {one.text}
        </p>
      )}
      {one.inside === 'messages' && <Messages conversation={one} sotto={sotto} />}
      {one.inside === 'documents' && <Documents botId={one.id} sotto={sotto} />}
    </div>
  </div>
)
