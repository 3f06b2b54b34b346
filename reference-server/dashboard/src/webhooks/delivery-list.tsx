import type { Webhook, WebhookDelivery } from '@sotto/client-sdk'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { fullTime, now, shortTime, shortTimeAhead } from '../design/time.ts'
import { failureInWords } from '../design/words.ts'
import type { Deliveries, DeliveryFilter } from './deliveries.ts'
import { deliveryState, eventInWords, reasonOf } from './words.ts'

const filters: { value: DeliveryFilter; label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Given up' },
  { value: 'discarded', label: 'Taken back' },
]

interface DeliveryListProps {
  deliveries: Deliveries
  webhook: Webhook
  /** Told why something could not be sent again; `null` when it is tried. */
  onProblem: (problem: string | null) => void
}

/** What was sent and what waits, the newest first. */
export function DeliveryList({ deliveries, webhook, onProblem }: DeliveryListProps) {
  const rows = deliveries.rows.value
  const { state, cursor, problem } = deliveries.feed.value
  const filter = deliveries.filter.value
  const empty = state === 'ready' && rows.length === 0
  return (
    <section class="deliveries" aria-labelledby="deliveries-heading">
      <div class="section-head">
        <h2 id="deliveries-heading">Deliveries</h2>
        <p class="quiet wide">Kept for 30 days. In no order that could be relied on.</p>
        <label class="delivery-filter">
          <span class="unseen">Show</span>
          <select value={filter} onChange={(event) => deliveries.narrow(event.currentTarget.value as DeliveryFilter)}>
            {filters.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem && <Failed text={problem} onRetry={() => void deliveries.read()} />}
      {empty && (
        <Empty icon="webhook" title={filter === 'all' ? 'Nothing was sent yet' : 'Nothing is like that'}>
          {filter === 'all' && <p>Send a test, and see how your software answers.</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <ul class="delivery-list" aria-busy={state === 'reading'}>
          {rows.map((delivery) => (
            <DeliveryRow key={delivery.id} {...{ delivery, deliveries, webhook, onProblem }} />
          ))}
        </ul>
      )}
      {cursor && (
        <div class="delivery-more">
          <Button busy={state === 'reading'} onClick={() => void deliveries.more()}>
            Show older ones
          </Button>
        </div>
      )}
    </section>
  )
}

type DeliveryRowProps = DeliveryListProps & { delivery: WebhookDelivery }

function DeliveryRow({ delivery, deliveries, webhook, onProblem }: DeliveryRowProps) {
  const { can } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const { text, icon, tone } = deliveryState(delivery)
  const { nextAttemptAt, createdAt, problem } = delivery
  const what = eventInWords(delivery.type)
  const again = async () => {
    setBusy(true)
    onProblem(null)
    try {
      await deliveries.replay(delivery.id)
      announce('It is on its way again.')
    } catch (error) {
      onProblem(failureInWords(error))
    } finally {
      setBusy(false)
    }
  }
  const next = problem && nextAttemptAt ? `again ${shortTimeAhead(nextAttemptAt, now.value)}` : ''
  const replayable =
    delivery.replayable && delivery.state !== 'discarded' && webhook.state === 'active' && can('webhooks:write')
  return (
    <li class="delivery" data-delivery={delivery.id}>
      <span class={`webhook-state ${tone}`}>
        <Icon name={icon} /> <span>{text}</span>
      </span>
      <span class="delivery-what">
        <strong>{what}</strong> <span class="quiet">{[reasonOf(delivery), next].filter(Boolean).join(', ')}</span>
      </span>
      <code class="delivery-event" title="webhook-id">
        {delivery.eventId}
      </code>
      <time class="quiet" dateTime={createdAt} title={fullTime(createdAt)}>
        {shortTime(createdAt, now.value)}
      </time>
      <span class="delivery-again">
        {replayable && (
          <Button
            kind="quiet"
            icon="retry"
            busy={busy}
            onClick={again}
            aria-label={`Send again: ${what}, ${fullTime(createdAt)}`}
          >
            Send again
          </Button>
        )}
      </span>
    </li>
  )
}
