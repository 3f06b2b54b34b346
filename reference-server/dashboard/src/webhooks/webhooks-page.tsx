import type { Webhook } from '@sotto/client-sdk'
import { useEffect, useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { count } from '../design/words.ts'
import { WebhookForm } from './webhook-form.tsx'
import { hostOf, webhookState } from './words.ts'
import './webhooks.css'

/** The software that is told what happens. */
export function WebhooksPage() {
  const { webhooks, can } = useWorkspace()
  const [adding, setAdding] = useState(false)
  useTitle('Webhooks')
  useEffect(() => void webhooks.read(), [webhooks])
  const loaded = webhooks.webhooks.value
  const add = can('webhooks:write') && (
    <Button icon="add" onClick={() => setAdding(true)}>
      Add webhook
    </Button>
  )
  return (
    <section class="webhooks-page" aria-labelledby="webhooks-heading">
      <header class="head">
        <h1 id="webhooks-heading" class="head-title">
          Webhooks
        </h1>
        {loaded.state === 'ready' && loaded.value.length > 0 && add}
      </header>
      <div class="scroller">
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void webhooks.read()} />}
        {loaded.state === 'ready' && loaded.value.length === 0 && (
          <Empty icon="webhook" title="No webhook yet">
            <p>
              A webhook tells your own software, or that of a processor, what happens here. It carries ids, never what
              people said.
            </p>
            {add}
          </Empty>
        )}
        <ul class="webhook-list" aria-busy={loaded.state === 'loading'}>
          {loaded.state === 'ready' && loaded.value.map((webhook) => <WebhookRow key={webhook.id} webhook={webhook} />)}
        </ul>
      </div>
      {adding && (
        <WebhookForm
          onClose={() => setAdding(false)}
          onMade={(webhookId) => {
            setAdding(false)
            go({ name: 'webhooks', webhookId })
          }}
        />
      )}
    </section>
  )
}

const WebhookRow = ({ webhook }: { webhook: Webhook }) => (
  <li>
    <a class="webhook-row" href={linkTo({ name: 'webhooks', webhookId: webhook.id })}>
      <Icon name="webhook" size={20} />
      <span class="webhook-row-text">
        <strong>{webhook.description ?? hostOf(webhook)}</strong>
        <span class="quiet">
          {[
            webhook.description ? hostOf(webhook) : null,
            webhook.events.length > 0 ? count(webhook.events.length, 'event') : null,
            webhook.processor ? `processor: ${webhook.processor}` : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <WebhookStateView webhook={webhook} />
    </a>
  </li>
)

export function WebhookStateView({ webhook }: { webhook: Webhook }) {
  const { text, icon, tone } = webhookState(webhook)
  return (
    <span class={`webhook-state ${tone}`}>
      <Icon name={icon} /> <span>{text}</span>
    </span>
  )
}
