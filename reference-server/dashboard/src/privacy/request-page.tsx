import type { PrivacyRequestDetail } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu } from '../design/menu.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { fullTime, now, shortDay } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { Certificate } from './certificate.tsx'
import { Decision, type DecisionName } from './decision.tsx'
import { ErasurePlan } from './erasure-plan.tsx'
import { ExportReview } from './export-review.tsx'
import { RequestFacts } from './request-facts.tsx'
import { Restriction } from './restriction.tsx'
import { Timeline } from './timeline.tsx'
import { UnverifiedConversations } from './unverified-conversations.tsx'
import { channelNames, kindNames, lawOf, personOf, taskNames, verificationNames } from './words.ts'

/** One request: who asked, by when, what would happen, and what to do about it. */
export function RequestPage({ id, onLeave }: { id: string; onLeave: () => void }) {
  const { privacy } = useWorkspace()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    void privacy.look(id)
    panel.current?.focus({ preventScroll: true })
  }, [privacy, id])
  const detail = privacy.opened.value?.id === id ? privacy.opened.value.detail : null
  const request = detail?.state === 'ready' ? detail.value : null
  return (
    <section
      class="request"
      aria-label="Request"
      ref={panel}
      tabIndex={-1}
      aria-busy={!detail || detail.state === 'loading'}
    >
      {request ? (
        <OneRequest request={request} onLeave={onLeave} />
      ) : (
        <header class="head request-head">
          <IconButton class="narrow" icon="back" label="All requests" onClick={onLeave} />
        </header>
      )}
      {detail?.state === 'failed' &&
        (detail.missing ? (
          <Empty icon="unverified" title="This request is not there">
            <p>It was kept as long as it may be, or the address was mistyped.</p>
          </Empty>
        ) : (
          <Failed text={detail.problem} onRetry={() => void privacy.look(id)} />
        ))}
    </section>
  )
}

/** What is being made or run moves by itself: it is looked at again while it does. */
const isMoving = ({ step, export: file }: PrivacyRequestDetail) =>
  step === 'preparing' || step === 'running' || file?.state === 'collecting' || file?.state === 'packing'

function OneRequest({ request, onLeave }: { request: PrivacyRequestDetail; onLeave: () => void }) {
  const { privacy, can } = useWorkspace()
  const [asked, setAsked] = useState<DecisionName | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const name = personOf(request)
  const title = request.step === 'ended' ? `${kindNames[request.kind]}: ${name}` : `${taskNames[request.kind]} ${name}`
  useTitle(title)
  useEffect(() => {
    if (!isMoving(request)) return
    const timer = setTimeout(() => void privacy.look(request.id), 2000)
    return () => clearTimeout(timer)
  }, [privacy, request])

  const doing = async (work: () => Promise<unknown>, said: string) => {
    setProblem(null)
    try {
      await work()
      announce(said)
    } catch (error) {
      setProblem(failureInWords(error))
    }
  }
  const isOpen = request.step !== 'ended'
  const isHeld = request.step === 'running'
  const mayWrite = can('privacy:write') && isOpen && !isHeld
  const mayRelease = can('privacy:release') && isOpen && !isHeld
  const more = [
    ...(mayWrite && request.kind === 'erasure' && request.step !== 'unverified'
      ? [
          {
            label: 'Plan anew',
            icon: 'retry' as const,
            onSelect: () => void doing(() => privacy.plan(request.id), 'The plan is new.'),
          },
        ]
      : []),
    ...(mayWrite
      ? [{ label: 'Taken back by the person', icon: 'close' as const, onSelect: () => setAsked('cancel') }]
      : []),
    { label: 'Look again', icon: 'retry' as const, onSelect: () => void privacy.look(request.id) },
  ]
  return (
    <>
      <header class="head request-head">
        <IconButton class="narrow" icon="back" label="All requests" onClick={onLeave} />
        <code class="request-id wide">{request.id.slice(-8)}</code>
        <span class="badge">{lawOf(request)}</span>
        <span class="request-space" />
        {mayWrite && !request.extension && (
          <Button kind="quiet" onClick={() => setAsked('extend')}>
            Extend
          </Button>
        )}
        {mayRelease && (
          <Button kind="quiet" onClick={() => setAsked('refuse')}>
            Refuse
          </Button>
        )}
        <Menu class="icon-button" label="More" items={more}>
          <Icon name="more" />
          <span class="unseen">More for this request</span>
        </Menu>
      </header>
      <div class="scroller">
        <div class="request-body">
          <h2 class="request-title">{title}</h2>
          <p class="quiet">{howItCame(request)}</p>
          {problem && (
            <p class="field-problem" role="alert">
              {problem}
            </p>
          )}
          <Timeline request={request} />
          {request.step === 'unverified' && mayWrite && (
            <p class="request-ask">
              <Icon name="person" />
              <span>Nobody knows yet whether this is the person.</span>
              <Button onClick={() => setAsked('verify')}>I know them</Button>
            </p>
          )}
          {request.kind === 'restriction' && !isOpen && request.contactId && (
            <Restriction contactId={request.contactId} />
          )}
          <RequestFacts request={request} />
          <UnverifiedConversations request={request} mayDecide={mayRelease} onProblem={setProblem} />
          {request.plan && <ErasurePlan plan={request.plan} />}
          {request.export && (
            <ExportReview id={request.id} file={request.export} mayDecide={mayRelease} onProblem={setProblem} />
          )}
          {request.kind === 'erasure' && request.erasureId && request.status === 'fulfilled' && (
            <Certificate request={request} />
          )}
        </div>
      </div>
      {request.step === 'review' && (
        <footer class="release-bar">
          <p>
            <strong>{consequence(request)}</strong>
            {request.runsByItselfAt && (
              <span class="quiet">
                If nobody does anything, it runs by itself on {shortDay(request.runsByItselfAt, now.value)}.
              </span>
            )}
            {!mayRelease && <span class="quiet">An admin of the team releases it.</span>}
          </p>
          {mayRelease && (
            <Button kind="primary" onClick={() => setAsked('release')}>
              Release {kindNames[request.kind].toLowerCase()}…
            </Button>
          )}
        </footer>
      )}
      {asked && <Decision name={asked} request={request} onClose={() => setAsked(null)} />}
    </>
  )
}

function howItCame({ channel, receivedAt, verification, agent, step }: PrivacyRequestDetail): string {
  const who = agent ? `Asked ${channelNames.agent}, ${agent.name}` : `Asked ${channelNames[channel]}`
  const shown = verification
    ? `${verificationNames[verification].replace(/^./, (first) => first.toUpperCase())}.`
    : step === 'unverified'
      ? 'Not verified yet.'
      : ''
  return `${who} on ${fullTime(receivedAt)}. ${shown}`.trim()
}

function consequence({ kind, plan, export: file }: PrivacyRequestDetail): string {
  if (kind === 'erasure') return `Releasing destroys ${plan?.units ?? 'all'} keys and cannot be undone.`
  if (kind === 'access' || kind === 'portability')
    return file && file.counts.undecided > 0
      ? 'Decide first what is left out because it is about somebody else.'
      : 'Releasing sends the person a link to the file.'
  if (kind === 'correction') return 'Releasing changes the data and tells those who got it.'
  if (kind === 'restriction' || kind === 'limit') return 'Releasing keeps the data from being used.'
  return 'Releasing sends the person your answer.'
}
