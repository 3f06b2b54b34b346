import type { PrivacyRequest } from '@sotto/contracts'
import { privacyKinds, privacyRegimes } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { count } from '../design/words.ts'
import { ClockRing } from './clock-ring.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { RequestPage } from './request-page.tsx'
import { everyRequest, groupsOf, isNarrowed, type QueueFilter, stateNames } from './request-queue.ts'
import { clockOf, kindNames, personOf, regimeNames, standing } from './words.ts'
import './asking.css'
import './requests.css'

/** What people asked about their data, by what it waits for, and beside it the request that is open. */
export function RequestsPage({ requestId }: { requestId: string | null }) {
  const { privacy } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => void privacy.read(), [privacy])
  const leave = () => {
    go({ name: 'privacy', requestId: null })
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(`[data-request="${requestId}"]`)?.focus())
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && requestId) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-request]')]
      const focused = rows.indexOf(document.activeElement as HTMLElement)
      const at = focused === -1 ? rows.findIndex((row) => row.hasAttribute('aria-current')) : focused
      rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [requestId])
  return (
    <div class={requestId ? 'requests-page has-request' : 'requests-page'} ref={page}>
      <Queue requestId={requestId} />
      {requestId ? <RequestPage key={requestId} id={requestId} onLeave={leave} /> : <Unopened />}
    </div>
  )
}

function Unopened() {
  const { privacy } = useWorkspace()
  useTitle('Privacy requests')
  const { state } = privacy.requests.value
  if (state !== 'ready') return <div class="requests-unopened" />
  return (
    <div class="requests-unopened">
      <Empty icon="unverified" title="Choose a request">
        <p>Each shows who asked, by when they need an answer, and what will happen when you release it.</p>
      </Empty>
    </div>
  )
}

function Queue({ requestId }: { requestId: string | null }) {
  const { privacy, session, can } = useWorkspace()
  const [adding, setAdding] = useState(false)
  const loaded = privacy.requests.value
  const requests = loaded.state === 'ready' ? loaded.value : []
  const groups = groupsOf(requests, privacy.filter.value, can('privacy:release'))
  const open = requests.filter(({ step }) => step !== 'ended')
  const late = open.filter((request) => clockOf(request, now.value).tone === 'bad').length
  const some = privacy.cursor.value === null ? '' : '+'
  return (
    <section class="requests-list" aria-labelledby="requests-heading">
      <header class="head requests-head">
        <h1 id="requests-heading" class="head-title">
          Requests
        </h1>
        {loaded.state === 'ready' && requests.length > 0 && (
          <span class={late > 0 ? 'requests-sum bad' : 'requests-sum quiet'}>
            {open.length}
            {some} open, {late === 0 ? 'none late' : `${late} late`}
          </span>
        )}
        {can('privacy:write') && (
          <IconButton icon="add" label="Open a request for somebody" onClick={() => setAdding(true)} />
        )}
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void privacy.read()} />}
        {requests.length > 0 && <QueueFilters />}
        {loaded.state === 'ready' && requests.length === 0 && (
          <Empty icon="unverified" title="Nobody has asked yet">
            <p>
              People ask on your <a href={`/privacy/${session.team.slug}`}>privacy page</a>. What reaches you by mail or
              telephone you open here for them.
            </p>
          </Empty>
        )}
        {requests.length > 0 && groups.length === 0 && (
          <Empty icon="search" title="No request fits">
            <Button onClick={() => privacy.narrow(everyRequest)}>Show all</Button>
          </Empty>
        )}
        {groups.map(({ step, title, requests }) => (
          <section key={step} aria-labelledby={`group-${step}`}>
            <h2 class="group-head" id={`group-${step}`}>
              <span>{title}</span> <span>{requests.length}</span>
            </h2>
            <ul>
              {requests.map((request) => (
                <RequestRow key={request.id} request={request} isOpen={request.id === requestId} />
              ))}
            </ul>
          </section>
        ))}
        {privacy.cursor.value !== null && (
          <button type="button" class="requests-more" onClick={() => void privacy.more()}>
            Show more
          </button>
        )}
      </div>
      {adding && <OpenDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function RequestRow({ request, isOpen }: { request: PrivacyRequest; isOpen: boolean }) {
  const clock = clockOf(request, now.value)
  return (
    <li>
      <a
        class="request-row"
        href={linkTo({ name: 'privacy', requestId: request.id })}
        data-request={request.id}
        aria-current={isOpen ? 'true' : undefined}
      >
        <ClockRing clock={clock} />
        <span class="request-who">
          <strong>{kindNames[request.kind]}</strong> <span>{personOf(request)}</span>
        </span>
        <span class={`request-clock ${clock.tone}`}>
          {request.step !== 'ended' && <span class="unseen">due: </span>}
          {clock.text}
        </span>
        <span class="request-standing quiet">
          {standing(request)}
          {request.extension && ', extended'}
          {request.joined > 0 && `, asked again ${count(request.joined, 'time')}`}
        </span>
        <span class="request-law quiet">{regimeNames[request.regime]}</span>
      </a>
    </li>
  )
}

const choices = {
  kind: { name: 'Asked for', options: privacyKinds.map((kind) => [kind, kindNames[kind]] as const) },
  state: { name: 'State', options: Object.entries(stateNames) },
  regime: { name: 'Law', options: privacyRegimes.map((regime) => [regime, regimeNames[regime]] as const) },
} as const

function QueueFilters() {
  const { privacy } = useWorkspace()
  const filter = privacy.filter.value
  return (
    <fieldset class="request-filters">
      <legend class="unseen">Filters</legend>
      {(Object.keys(choices) as (keyof QueueFilter)[]).map((part) => (
        <label key={part} class="request-filter">
          <span class="quiet">{choices[part].name}</span>
          <select
            value={filter[part] ?? ''}
            onChange={(event) => privacy.narrow({ [part]: event.currentTarget.value || null })}
          >
            <option value="">any</option>
            {choices[part].options.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ))}
      {isNarrowed(filter) && (
        <Button kind="quiet" icon="close" onClick={() => privacy.narrow(everyRequest)}>
          Clear
        </Button>
      )}
    </fieldset>
  )
}
