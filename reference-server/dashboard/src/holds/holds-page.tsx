import type { Hold } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu } from '../design/menu.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { HoldPage } from './hold-page.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import { ReasonsDialog } from './reasons-dialog.tsx'
import { useNames } from './use-names.ts'
import { groupsOf, scopeInWords, stateOf } from './words.ts'
import '../design/panes.css'
import './holds.css'

/** What may not be deleted, by what it waits for, and beside it the hold that is open. */
export function HoldsPage({ holdId }: { holdId: string | null }) {
  const { holds } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => void holds.read(), [holds])
  const leave = () => {
    go({ name: 'holds', holdId: null })
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(`[data-hold="${holdId}"]`)?.focus())
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && holdId) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-hold]')]
      const at = Math.max(rows.indexOf(document.activeElement as HTMLElement), -1)
      rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [holdId])
  return (
    <div class={holdId ? 'panes has-open' : 'panes'} ref={page}>
      <HoldList holdId={holdId} />
      {holdId ? <HoldPage key={holdId} id={holdId} onLeave={leave} /> : <Unopened />}
    </div>
  )
}

function Unopened() {
  const { holds } = useWorkspace()
  useTitle('Legal holds')
  const loaded = holds.holds.value
  if (loaded.state !== 'ready' || loaded.value.length === 0) return <div class="pane-unopened" />
  return (
    <div class="pane-unopened">
      <Empty icon="held" title="Choose a hold">
        <p>Each shows what it covers, who decided it, and when it has to be looked at again.</p>
      </Empty>
    </div>
  )
}

function HoldList({ holdId }: { holdId: string | null }) {
  const { holds, can } = useWorkspace()
  const [asked, setAsked] = useState<'propose' | 'reasons' | null>(null)
  const loaded = holds.holds.value
  const all = loaded.state === 'ready' ? loaded.value : []
  const names = useNames(all)
  const writable = can('holds:write')
  const propose = () => setAsked('propose')
  return (
    <section class="pane-list" aria-labelledby="holds-heading">
      <header class="head pane-list-head">
        <h1 id="holds-heading" class="head-title">
          Legal holds
        </h1>
        {writable && (
          <>
            <Menu
              class="icon-button"
              label="More"
              items={[{ label: 'Reasons', icon: 'rename', onSelect: () => setAsked('reasons') }]}
            >
              <Icon name="more" />
              <span class="unseen">More for legal holds</span>
            </Menu>
            {all.length > 0 && <IconButton icon="add" label="Propose a hold" onClick={propose} />}
          </>
        )}
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void holds.read()} />}
        {loaded.state === 'ready' && all.length === 0 && (
          <Empty icon="held" title="Nothing is held">
            <p>
              A legal hold keeps data that a claim or an inquiry needs, whoever wants it deleted. One person proposes
              it, another approves it.
            </p>
            {writable && (
              <Button icon="add" onClick={propose}>
                Propose a hold
              </Button>
            )}
          </Empty>
        )}
        {groupsOf(all).map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h2 class="group-head">
              <span>{group.title}</span> <span>{group.holds.length}</span>
            </h2>
            <ul>
              {group.holds.map((hold) => (
                <HoldRow key={hold.id} hold={hold} isOpen={hold.id === holdId} names={names} />
              ))}
            </ul>
          </section>
        ))}
        {holds.cursor.value !== null && (
          <button type="button" class="pane-more" onClick={() => void holds.more()}>
            Show more
          </button>
        )}
      </div>
      {asked === 'propose' && <ProposeDialog onClose={() => setAsked(null)} />}
      {asked === 'reasons' && <ReasonsDialog onClose={() => setAsked(null)} />}
    </section>
  )
}

function HoldRow({ hold, isOpen, names }: { hold: Hold; isOpen: boolean; names: ReadonlyMap<string, string> }) {
  const { holds } = useWorkspace()
  const state = stateOf(hold, now.value)
  const label = holds.reasons.value.find(({ code }) => code === hold.reason)?.label ?? hold.reason
  return (
    <li>
      <a
        class="pane-row"
        href={linkTo({ name: 'holds', holdId: hold.id })}
        data-hold={hold.id}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span class={`pane-mark ${state.tone}`}>
          <Icon name={state.icon} />
        </span>
        <strong class="pane-first">{label}</strong>
        <span class="pane-second quiet">{scopeInWords(hold, now.value, names)}</span>
        <span class={`pane-state ${state.tone}`}>{state.text}</span>
      </a>
    </li>
  )
}
