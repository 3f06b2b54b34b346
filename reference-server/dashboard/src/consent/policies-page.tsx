import type { ConsentPolicySummary } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { now, shortTime } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import { ConsentTabs } from './consent-tabs.tsx'
import { startingPolicy } from './starting-policy.ts'
import './consent.css'

/** What visitors are asked: every policy, and which version of it is live. */
export function PoliciesPage() {
  const { consent, can } = useWorkspace()
  const [making, setMaking] = useState(false)
  useTitle('Consent policies')
  useEffect(() => void consent.read(), [consent])
  const list = consent.policies.value
  const add = can('consent:write') && (
    <Button icon="add" onClick={() => setMaking(true)}>
      New policy
    </Button>
  )
  return (
    <section class="consent-page" aria-labelledby="policies-heading">
      <header class="head">
        <h1 id="policies-heading" class="head-title">
          Consent
        </h1>
        {list.state === 'ready' && list.value.length > 0 && add}
      </header>
      <ConsentTabs here="consent" />
      <div class="scroller">
        {list.state === 'failed' && <Failed text={list.problem} onRetry={consent.read} />}
        {list.state === 'ready' && list.value.length === 0 && (
          <Empty icon="consent" title="No policy yet">
            <p>
              A policy says what visitors are asked, of whom, and what may run. It is a draft until you publish it, and
              every version that was published stays.
            </p>
            {add}
          </Empty>
        )}
        <ul class="consent-policies" aria-busy={list.state === 'loading'}>
          {list.state === 'ready' && list.value.map((policy) => <PolicyRow key={policy.id} policy={policy} />)}
        </ul>
      </div>
      {making && <NameDialog onClose={() => setMaking(false)} />}
    </section>
  )
}

const PolicyRow = ({ policy: { id, name, published, isChanged, changedAt } }: { policy: ConsentPolicySummary }) => (
  <li>
    <a class="consent-policy-row" href={linkTo({ name: 'consent-policy', policyId: id, tab: 'edit' })}>
      <Icon name="consent" size={20} />
      <span class="consent-policy-text">
        <strong>{name}</strong>
        <span class="quiet">
          Changed <time dateTime={changedAt}>{shortTime(changedAt, now.value)}</time>
        </span>
      </span>
      <Standing published={published} isChanged={isChanged} />
    </a>
  </li>
)

/** Which version is live, and whether the draft says something else. */
export const Standing = ({ published, isChanged }: Pick<ConsentPolicySummary, 'published' | 'isChanged'>) => (
  <span class="consent-standing">
    {published === null ? (
      <span class="badge">Draft</span>
    ) : (
      <span class="badge consent-live">
        <Icon name="public" size={14} /> Version {published} live
      </span>
    )}
    {published !== null && isChanged && <span class="badge">Unpublished changes</span>}
  </span>
)

/** Names a policy: a new one, or one that is there. */
export function NameDialog({
  name = '',
  onRename,
  onClose,
}: {
  name?: string
  onRename?: (name: string) => Promise<void>
  onClose: () => void
}) {
  const { bots, consent, session } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const save = async (event: Event) => {
    event.preventDefault()
    const given = field.current?.value.trim() ?? ''
    if (!given) {
      setProblem('Give it a name.')
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      if (onRename) await onRename(given)
      else {
        const shelf = bots.bots.value
        const bot = shelf.state === 'ready' ? shelf.value.find(({ visibility }) => visibility === 'public') : undefined
        const delivery = bot && { server: location.origin, key: bot.publishableKey }
        const policyId = await consent.create(given, startingPolicy(session.team.name, delivery))
        go({ name: 'consent-policy', policyId, tab: 'edit' })
      }
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={onRename ? 'Rename the policy' : 'New policy'} onClose={onClose}>
      <form class="dialog-form" onSubmit={save} noValidate>
        <label class="field">
          <span>Name</span>
          <input
            ref={field}
            maxLength={100}
            autocomplete="off"
            defaultValue={name}
            placeholder="Website"
            aria-invalid={problem !== null}
            aria-describedby="policy-name-note"
          />
        </label>
        <p id="policy-name-note" class={problem ? 'field-problem' : 'quiet'} role={problem ? 'alert' : undefined}>
          {problem ?? 'For your team. Visitors do not see it.'}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {onRename ? 'Rename' : 'Make it'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
