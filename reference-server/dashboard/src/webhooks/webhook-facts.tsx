import type { Webhook } from '@sotto/client-sdk'
import { Icon } from '../design/icon.tsx'
import { fullTime, now, shortTime } from '../design/time.ts'
import { WebhookStateView } from './webhooks-page.tsx'
import { eventInWords } from './words.ts'

const Time = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)}>
    {shortTime(at, now.value)}
  </time>
)

/** What a webhook is, and how it stands. */
export const WebhookFacts = ({ webhook }: { webhook: Webhook }) => (
  <aside class="webhook-facts" aria-label="About this webhook">
    {webhook.state === 'active' && webhook.failing && (
      <p class="note wait">
        <Icon name="trouble" />
        <span>
          The last {webhook.failures} attempts had no success. What waits is tried for three days; then it is given up.
        </span>
      </p>
    )}
    <dl>
      <dt>State</dt>
      <dd>
        <WebhookStateView webhook={webhook} />
      </dd>
      <dt>Address</dt>
      <dd class="webhook-address">{webhook.url}</dd>
      <dt>Told of</dt>
      <dd>
        {webhook.events.length > 0 ? (
          <ul>
            {webhook.events.map((type) => (
              <li key={type}>{eventInWords(type)}</li>
            ))}
          </ul>
        ) : (
          'Erasures, corrections and restrictions alone'
        )}
      </dd>
      {webhook.processor && (
        <>
          <dt>Processor</dt>
          <dd>{webhook.processor}</dd>
        </>
      )}
      <dt>Last delivered</dt>
      <dd>{webhook.deliveredAt ? <Time at={webhook.deliveredAt} /> : 'Not yet'}</dd>
      {webhook.previousSecretUntil && (
        <>
          <dt>Old secret</dt>
          <dd>
            signs as well until <Time at={webhook.previousSecretUntil} />
          </dd>
        </>
      )}
    </dl>
  </aside>
)
