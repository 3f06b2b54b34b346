import type { SupportCase } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty } from '../design/notice.tsx'
import { fullTime, now } from '../design/time.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { Looks } from './looks.tsx'
import { isLetIn, lasting, reachInWords, stateOf } from './words.ts'

/** One case: who asks for what and why, what the team decided, and what was looked at. */
export function CasePage({ id, onLeave }: { id: string; onLeave: () => void }) {
  const { support } = useWorkspace()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [id])
  const one = support.find(id)
  const loaded = support.cases.value
  return (
    <section class="pane" aria-label="Case of support" ref={panel} tabIndex={-1} aria-busy={loaded.state === 'loading'}>
      {one ? (
        <OneCase one={one} onLeave={onLeave} />
      ) : (
        <header class="head pane-head">
          <IconButton class="narrow" icon="back" label="All cases" onClick={onLeave} />
        </header>
      )}
      {!one && loaded.state === 'ready' && (
        <Empty icon="support" title="This case is not there">
          <p>It went with the conversation that it was about, or the address was mistyped.</p>
        </Empty>
      )}
    </section>
  )
}

type Asked = 'approve' | 'refuse' | 'changes' | 'end'

function OneCase({ one, onLeave }: { one: SupportCase; onLeave: () => void }) {
  const { support, bots, members, session, can } = useWorkspace()
  const [asked, setAsked] = useState<Asked | null>(null)
  useTitle(`Support: ${one.reference}`)
  const today = now.value
  const state = stateOf(one, today)
  const letIn = isLetIn(one, today)
  const shelf = bots.bots.value
  const names = new Map(shelf.state === 'ready' ? shelf.value.map(({ id, name }) => [id, name]) : [])
  const nameOf = (id: string | null) =>
    id === session.member.id ? 'you' : ((id && members.value.get(id)?.name) ?? 'somebody who left')
  const said = (work: Promise<void>, words: string) => work.then(() => announce(words))
  const close = () => setAsked(null)
  const { granted, changes, end } = one
  return (
    <>
      <header class="head pane-head">
        <IconButton class="narrow" icon="back" label="All cases" onClick={onLeave} />
        <code class="pane-id">{one.reference}</code>
        <span class="pane-space" />
        {letIn && can('support:write') && (
          <Button kind="bad" onClick={() => setAsked('end')}>
            End now
          </Button>
        )}
      </header>
      <div class="scroller">
        <div class="pane-body">
          <h1 class="pane-title">{one.person.name}</h1>
          <p class={`pane-standing ${state.tone}`} aria-live="polite">
            <Icon name={state.icon} /> <span>{state.text}</span>
          </p>
          <p class="pane-words">{one.reason}</p>
          <dl class="pane-facts">
            <dt>Who</dt>
            <dd>
              {one.person.name}, <a href={`mailto:${one.person.email}`}>{one.person.email}</a>
            </dd>
            <dt>Asked for</dt>
            <dd>
              {reachInWords(one.asked, names)}, for {lasting(one.asked.minutes * 60_000)}
              {one.asked.changes ? '; also to change something' : ', to look only'}
            </dd>
            {granted && (
              <>
                <dt>Approved</dt>
                <dd>
                  {reachInWords(granted, names)}, until {fullTime(granted.until)}
                </dd>
                <dt>Changes</dt>
                <dd>{changes ? `allowed by ${nameOf(changes.by)}` : 'none: they can look, and nothing else'}</dd>
              </>
            )}
          </dl>
          <section aria-labelledby="case-decisions">
            <h2 id="case-decisions">Decisions</h2>
            <ol class="pane-decisions">
              <li>
                Asked by support <time dateTime={one.asked.at}>{fullTime(one.asked.at)}</time>
              </li>
              {granted && (
                <li>
                  Approved by {nameOf(granted.by)} <time dateTime={granted.from}>{fullTime(granted.from)}</time>
                </li>
              )}
              {changes && (
                <li>
                  Changes allowed by {nameOf(changes.by)} <time dateTime={changes.at}>{fullTime(changes.at)}</time>
                </li>
              )}
              {end && (
                <li>
                  {state.text.split(' ')[0]} by {end.by === 'team' ? nameOf(end.memberId) : 'support'}{' '}
                  <time dateTime={end.at}>{fullTime(end.at)}</time>
                </li>
              )}
            </ol>
          </section>
          {granted && <Looks one={one} isLetIn={letIn} />}
        </div>
      </div>
      {one.state === 'asked' && can('support:write') && (
        <footer class="pane-bar">
          <p>
            <strong>Nobody of support sees anything unless you approve it.</strong>
            <span class="quiet">You can let less be seen, for a shorter time, and end it whenever you like.</span>
          </p>
          <Button onClick={() => setAsked('refuse')}>Refuse</Button>
          <Button kind="primary" onClick={() => setAsked('approve')}>
            Approve…
          </Button>
        </footer>
      )}
      {letIn && one.asked.changes && !changes && can('support:changes') && (
        <footer class="pane-bar">
          <p>
            <strong>They also asked to change what they see.</strong>
            <span class="quiet">For now they can look, and nothing else.</span>
          </p>
          <Button onClick={() => setAsked('changes')}>Allow changes…</Button>
        </footer>
      )}
      {asked === 'approve' && <ApproveDialog one={one} onClose={close} />}
      {asked === 'refuse' && (
        <Confirmation
          title="Refuse to let them in?"
          act="Refuse"
          onConfirm={() => said(support.refuse(one.id), 'It is refused.')}
          onClose={close}
        >
          <p>Support sees nothing, and would have to ask again.</p>
        </Confirmation>
      )}
      {asked === 'changes' && (
        <Confirmation
          title="Let them change something?"
          act="Allow changes"
          onConfirm={() => said(support.allowChanges(one.id), 'They may change what they see.')}
          onClose={close}
        >
          <p>Until it ends, {one.person.name} can change what you let them see. Each change is in the log.</p>
        </Confirmation>
      )}
      {asked === 'end' && (
        <Confirmation
          title="End it now?"
          act="End now"
          onConfirm={() => said(support.end(one.id), 'It has ended.')}
          onClose={close}
        >
          <p>{one.person.name} sees nothing from this moment on. What they looked at stays listed here.</p>
        </Confirmation>
      )}
    </>
  )
}
