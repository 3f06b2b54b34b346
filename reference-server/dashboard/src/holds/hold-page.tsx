import type { Hold } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty } from '../design/notice.tsx'
import { fullTime, now, shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'
import { type Asked, HoldDecision } from './hold-decision.tsx'
import { useNames } from './use-names.ts'
import { groundNames, scopeInWords, stateOf, waitingFor } from './words.ts'

/** One hold: what it covers, who decided it, and what to do about it. */
export function HoldPage({ id, onLeave }: { id: string; onLeave: () => void }) {
  const { holds } = useWorkspace()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [id])
  const hold = holds.find(id)
  const loaded = holds.holds.value
  return (
    <section class="pane" aria-label="Legal hold" ref={panel} tabIndex={-1} aria-busy={loaded.state === 'loading'}>
      {hold ? (
        <OneHold hold={hold} onLeave={onLeave} />
      ) : (
        <header class="head pane-head">
          <IconButton class="narrow" icon="back" label="All holds" onClick={onLeave} />
        </header>
      )}
      {!hold && loaded.state === 'ready' && (
        <Empty icon="held" title="This hold is not there">
          <p>It went with the person whom it named, or the address was mistyped.</p>
        </Empty>
      )}
    </section>
  )
}

function OneHold({ hold, onLeave }: { hold: Hold; onLeave: () => void }) {
  const { holds, members, session, can } = useWorkspace()
  const [asked, setAsked] = useState<Asked | null>(null)
  const names = useNames([hold])
  const reason = holds.reasons.value.find(({ code }) => code === hold.reason)?.label ?? hold.reason
  useTitle(`Hold: ${reason}`)
  const state = stateOf(hold, now.value)
  const waits = waitingFor(hold)
  const writable = can('holds:write')
  const proposedBy = waits === 'release' ? hold.release?.proposed.memberId : hold.proposed.memberId
  const isOwn = proposedBy === session.member.id
  const nameOf = (memberId: string | null) =>
    memberId === session.member.id ? 'you' : ((memberId && members.value.get(memberId)?.name) ?? 'somebody who left')
  const who = (one: { memberId: string | null; outside: { name: string; email: string } | null }) =>
    one.outside ? `${one.outside.name} (${one.outside.email}), from outside` : nameOf(one.memberId)
  return (
    <>
      <header class="head pane-head">
        <IconButton class="narrow" icon="back" label="All holds" onClick={onLeave} />
        <code class="pane-id wide">{hold.id.slice(-8)}</code>
        <span class="pane-space" />
        {writable && hold.state === 'active' && (
          <Button kind="quiet" onClick={() => setAsked('review')}>
            Review
          </Button>
        )}
        {writable && hold.state === 'active' && !waits && (
          <Button kind="quiet" onClick={() => setAsked('release')}>
            Release…
          </Button>
        )}
      </header>
      <div class="scroller">
        <div class="pane-body">
          <h1 class="pane-title">{reason}</h1>
          <p class={`pane-standing ${state.tone}`}>
            <Icon name={state.icon} /> <span>{state.text}</span>
          </p>
          <p class="pane-words">{hold.matter}</p>
          <dl class="pane-facts">
            <dt>Covers</dt>
            <dd>{scopeInWords(hold, now.value, names)}</dd>
            <dt>Ground</dt>
            <dd>{groundNames[hold.ground]}</dd>
            <dt>Owner</dt>
            <dd class={hold.ownerGone ? 'bad' : undefined}>
              {hold.ownerGone ? 'Has left the team: somebody else has to take it' : nameOf(hold.ownerId)}
            </dd>
            <dt>Review</dt>
            <dd class={hold.reviewOverdue ? 'bad' : undefined}>
              {hold.reviewOverdue ? 'was due ' : 'by '}
              {shortDay(hold.reviewAt, now.value)}
            </dd>
            <dt>Ends by itself</dt>
            <dd>{hold.expiresAt ? shortDay(hold.expiresAt, now.value) : 'never'}</dd>
            {hold.state === 'active' && hold.stopped > 0 && (
              <>
                <dt>Waiting</dt>
                <dd>{count(hold.stopped, 'erasure')} in the team: they go on when nothing holds them any more</dd>
              </>
            )}
          </dl>
          <section aria-labelledby="hold-decisions">
            <h2 id="hold-decisions">Decisions</h2>
            <ol class="pane-decisions">
              <li>
                Proposed by {who(hold.proposed)} <time dateTime={hold.proposed.at}>{fullTime(hold.proposed.at)}</time>
              </li>
              {hold.approved && (
                <li>
                  Approved by {who(hold.approved)} <time dateTime={hold.approved.at}>{fullTime(hold.approved.at)}</time>
                </li>
              )}
              {hold.release && (
                <li>
                  Release proposed by {who(hold.release.proposed)}: “{hold.release.because}”{' '}
                  <time dateTime={hold.release.proposed.at}>{fullTime(hold.release.proposed.at)}</time>
                </li>
              )}
              {hold.release?.approved && (
                <li>
                  Release approved by {who(hold.release.approved)}{' '}
                  <time dateTime={hold.release.approved.at}>{fullTime(hold.release.approved.at)}</time>
                </li>
              )}
              {hold.outsideApprover && (
                <li>
                  {hold.outsideApprover.name} ({hold.outsideApprover.email}) was asked to decide{' '}
                  <time dateTime={hold.outsideApprover.invitedAt}>{fullTime(hold.outsideApprover.invitedAt)}</time>
                </li>
              )}
            </ol>
          </section>
        </div>
      </div>
      {waits && writable && (
        <footer class="pane-bar">
          <p>
            <strong>
              {waits === 'release'
                ? 'Released, what it kept can be deleted, and erasures that wait go on.'
                : 'Approved, nothing that it covers can be deleted.'}
            </strong>
            <span class="quiet">
              {isOwn ? 'Somebody other than you has to approve it.' : `Proposed by ${nameOf(proposedBy ?? null)}.`}
            </span>
          </p>
          {isOwn ? (
            <>
              <Button onClick={() => setAsked('invite')}>Ask somebody outside…</Button>
              <Button onClick={() => setAsked('refuse')}>Take back</Button>
            </>
          ) : (
            <>
              <Button onClick={() => setAsked('refuse')}>Refuse</Button>
              <Button kind="primary" onClick={() => setAsked('approve')}>
                {waits === 'release' ? 'Approve release…' : 'Approve…'}
              </Button>
            </>
          )}
        </footer>
      )}
      {asked && <HoldDecision asked={asked} hold={hold} isOwn={isOwn} onClose={() => setAsked(null)} />}
    </>
  )
}
