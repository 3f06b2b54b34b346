import type { SupportCase } from '@sotto/contracts'
import { useEffect, useRef } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { CasePage } from './case-page.tsx'
import { groupsOf, stateOf } from './words.ts'
import '../design/panes.css'
import './support.css'

/** Whom of support the team lets in, and beside it the case that is open. */
export function SupportPage({ caseId }: { caseId: string | null }) {
  const { support } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => void support.read(), [support])
  const leave = () => {
    go({ name: 'support', caseId: null })
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(`[data-case="${caseId}"]`)?.focus())
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && caseId) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-case]')]
      const at = Math.max(rows.indexOf(document.activeElement as HTMLElement), -1)
      rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [caseId])
  return (
    <div class={caseId ? 'panes has-open' : 'panes'} ref={page}>
      <CaseList caseId={caseId} />
      {caseId ? <CasePage key={caseId} id={caseId} onLeave={leave} /> : <Unopened />}
    </div>
  )
}

function Unopened() {
  const { support } = useWorkspace()
  useTitle('Support access')
  const loaded = support.cases.value
  if (loaded.state !== 'ready' || loaded.value.length === 0) return <div class="pane-unopened" />
  return (
    <div class="pane-unopened">
      <Empty icon="support" title="Choose a case">
        <p>Each shows who asked for what and why, what your team decided, and all that they looked at.</p>
      </Empty>
    </div>
  )
}

function CaseList({ caseId }: { caseId: string | null }) {
  const { support } = useWorkspace()
  const loaded = support.cases.value
  const all = loaded.state === 'ready' ? loaded.value : []
  return (
    <section class="pane-list" aria-labelledby="support-heading">
      <header class="head pane-list-head">
        <h1 id="support-heading" class="head-title">
          Support access
        </h1>
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void support.read()} />}
        {loaded.state === 'ready' && all.length === 0 && (
          <Empty icon="support" title="Nobody of support was ever let in">
            <p>
              Whoever runs this server sees nothing that your team has. When they need to, they ask here: who, what, why
              and for how long. You decide, and see all that they look at.
            </p>
          </Empty>
        )}
        {groupsOf(all, now.value).map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h2 class="group-head">
              <span>{group.title}</span> <span>{group.cases.length}</span>
            </h2>
            <ul>
              {group.cases.map((one) => (
                <CaseRow key={one.id} one={one} isOpen={one.id === caseId} />
              ))}
            </ul>
          </section>
        ))}
        {support.cursor.value !== null && (
          <button type="button" class="pane-more" onClick={() => void support.more()}>
            Show more
          </button>
        )}
      </div>
    </section>
  )
}

function CaseRow({ one, isOpen }: { one: SupportCase; isOpen: boolean }) {
  const state = stateOf(one, now.value)
  return (
    <li>
      <a
        class="pane-row"
        href={linkTo({ name: 'support', caseId: one.id })}
        data-case={one.id}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span class={`pane-mark ${state.tone}`}>
          <Icon name={state.icon} />
        </span>
        <strong class="pane-first">{one.person.name}</strong>
        <span class="pane-second quiet">
          {one.reference}: {one.reason}
        </span>
        <span class={`pane-state ${state.tone}`}>{state.text}</span>
      </a>
    </li>
  )
}
