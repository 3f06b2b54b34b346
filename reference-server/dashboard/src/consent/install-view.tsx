import type { ConsentDeliveryHealth, Id } from '@sotto/contracts'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Icon } from '../design/icon.tsx'
import { Failed } from '../design/notice.tsx'
import { fullTime, now, shortTime } from '../design/time.ts'
import { count, failureInWords } from '../design/words.ts'
import { useEditor } from './policy-editor.ts'
import { at } from './policy-fields.ts'

const tags = `<script src="/sotto-gate.js"></script>
…
<sotto-consent></sotto-consent>
<script type="module" src="/sotto-consent.js"></script>`

/** How a website gets this policy, and whether its banners are heard of. */
export function InstallView() {
  const { bots } = useWorkspace()
  const { editor } = useEditor()
  const policy = editor.policy.value
  const shelf = bots.bots.value
  const given = at(editor.working.value, ['delivery', 'key'])
  const key = typeof given === 'string' ? given : shelf.state === 'ready' ? shelf.value[0]?.publishableKey : undefined
  const address = `${location.origin}/v1/consent/published/${editor.policyId}?key=${key ?? 'KEY'}`
  return (
    <div class="scroller sheet-page">
      <section class="settings" aria-labelledby="consent-install-heading">
        <h2 id="consent-install-heading">Put it on your site</h2>
        {policy?.published === null && (
          <p class="note wait">
            <Icon name="trouble" />
            <span>Nothing is published yet, so there is nothing to pull. Publish the first version before.</span>
          </p>
        )}
        {!key && (
          <p class="note wait">
            <Icon name="key" />
            <span>
              A policy is read with the key of a bot, and there is no bot yet.{' '}
              <a href={linkTo({ name: 'bots' })}>Make one</a>, or write your own key in the place of KEY.
            </span>
          </p>
        )}
        <Step number={1} title="Build the gate, again after each publication">
          <Code text={`npx sotto-consent pull "${address}" --with-banner`} />
          <p class="quiet">
            It writes the policy into one file, so that nothing is fetched before a choice. In CI, <code>--check</code>{' '}
            fails where the file is not what is live.
          </p>
        </Step>
        <Step number={2} title="Put the gate first in the head, and the banner anywhere">
          <Code text={tags} />
        </Step>
        <Step number={3} title="Mark what waits">
          <Code text={waiting(editor.working.value)} />
          <p class="quiet">What a service loads from waits by itself, wherever it comes from.</p>
        </Step>
        <Step number={4} title="See whether it holds">
          <Code text={`npx sotto-consent scan https://your.site --policy "${address}" --json scan.json`} />
          <p class="quiet">
            It exits with 1 where something runs that must not. The file can be compared under{' '}
            <a href={linkTo({ name: 'consent-policy', policyId: editor.policyId, tab: 'cookies' })}>Cookies</a>.
          </p>
        </Step>
      </section>
      <Health />
    </div>
  )
}

/** A line for what this policy asks of: its first service or category that waits. */
function waiting(draft: object): string {
  const services = (at(draft, ['services']) ?? []) as { id?: string; category?: string; requests?: string[] }[]
  const categories = (at(draft, ['categories']) ?? []) as { id?: string; necessary?: boolean }[]
  const open = new Set(categories.filter(({ necessary }) => !necessary).map(({ id }) => id))
  const service = services.find(({ category }) => open.has(category))
  const name = service?.id ?? [...open][0] ?? 'analytics'
  const host = service?.requests?.[0] ?? 'counter.example.com'
  return `<script type="text/plain" data-consent="${name}" src="https://${host}/script.js"></script>`
}

const Step = ({ number, title, children }: { number: number; title: string; children: ComponentChildren }) => (
  <div class="consent-step">
    <span class="consent-step-number" aria-hidden="true">
      {number}
    </span>
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  </div>
)

const Code = ({ text }: { text: string }) => (
  <div class="code-box">
    <pre>
      <code>{text}</code>
    </pre>
    <CopyButton text={text} />
  </div>
)

/** Whether choices arrive, and by which version people still choose. */
function Health() {
  const { sotto } = useWorkspace()
  const { editor } = useEditor()
  const [health, setHealth] = useState<Loaded<ConsentDeliveryHealth>>(loading)
  const read = async () => {
    try {
      setHealth({ state: 'ready', value: await sotto.consentPolicies.delivery(editor.policyId as Id<'consentPolicy'>) })
    } catch (error) {
      setHealth({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [editor])
  const live = editor.policy.value?.published ?? null
  if (health.state === 'failed') return <Failed text={health.problem} onRetry={() => void read()} />
  const found = health.state === 'ready' ? health.value : null
  const older = found?.versions.filter(({ version }) => live !== null && version < live) ?? []
  const olderRecords = older.reduce((sum, { records }) => sum + records, 0)
  return (
    <section class="settings" aria-labelledby="health-heading" aria-busy={!found}>
      <div class="consent-sheet-head">
        <h2 id="health-heading">Is it heard of?</h2>
        <span class="quiet" />
        <Button icon="retry" onClick={() => void read()}>
          Look again
        </Button>
      </div>
      {found && (
        <ul class="consent-reasons">
          {found.lastAt ? (
            <li class="good">
              <Icon name="done" size={14} />
              <span>
                Last choice{' '}
                <time dateTime={found.lastAt} title={fullTime(found.lastAt)}>
                  {shortTime(found.lastAt, now.value)}
                </time>
                , by version {found.lastVersion}.
              </span>
            </li>
          ) : (
            <li>
              <Icon name="queued" size={14} />
              <span>
                No choice by this policy is among the newest {count(found.among, 'record')}. They come as soon as
                somebody chooses on your site.
              </span>
            </li>
          )}
          {olderRecords > 0 && (
            <li class="wait">
              <Icon name="trouble" size={14} />
              <span>
                {count(olderRecords, 'choice')} among the newest {found.among.toLocaleString('en-GB')} came by version{' '}
                {older.map(({ version }) => version).join(', ')}. Where that goes on, run{' '}
                <code>sotto-consent pull</code> again.
              </span>
            </li>
          )}
          {at(editor.policy.value?.draft, ['delivery']) === undefined && (
            <li class="wait">
              <Icon name="trouble" size={14} />
              <span>
                The draft names no ledger, so choices stay in the browser.{' '}
                <a href={linkTo({ name: 'consent-policy', policyId: editor.policyId, tab: 'edit' })}>Name one</a>
              </span>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
