import type { Webhook } from '@sotto/client-sdk'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu } from '../design/menu.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import { createDeliveries } from './deliveries.ts'
import { DeliveryList } from './delivery-list.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookFacts } from './webhook-facts.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { hostOf } from './words.ts'
import './webhooks.css'

const list = { name: 'webhooks', webhookId: null } as const

/** One webhook: what it is told, and what became of it. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const { webhooks } = useWorkspace()
  const loaded = webhooks.webhooks.value
  const webhook = webhooks.find(webhookId)
  useEffect(() => void webhooks.read(), [webhooks])
  if (webhook) return <OneWebhook webhook={webhook} />
  return (
    <section class="webhooks-page" aria-label="Webhook">
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void webhooks.read()} />}
        {loaded.state === 'ready' && (
          <Empty icon="webhook" title="This webhook is not there">
            <p>It was removed, or the address was mistyped.</p>
            <a class="button plain" href={linkTo(list)}>
              All webhooks
            </a>
          </Empty>
        )}
      </div>
    </section>
  )
}

type Asked = 'change' | 'rotate' | 'remove' | null

function OneWebhook({ webhook }: { webhook: Webhook }) {
  const { sotto, webhooks, can } = useWorkspace()
  const [asked, setAsked] = useState<Asked>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const name = webhook.description ?? hostOf(webhook)
  useTitle(`Webhook ${name}`)
  const deliveries = useMemo(() => createDeliveries(sotto, webhook.id, () => void webhooks.read()), [webhook.id])
  useEffect(() => {
    void deliveries.read()
    return () => deliveries.close()
  }, [deliveries])
  const writable = can('webhooks:write')
  const isActive = webhook.state === 'active'

  const doing = async (work: () => Promise<unknown>, said: string) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      announce(said)
    } catch (error) {
      setProblem(failureInWords(error))
    } finally {
      setBusy(false)
    }
  }
  const test = () => void doing(() => deliveries.test(), 'A test event is on its way.')
  const toggle = () =>
    void doing(
      () => webhooks.change(webhook.id, { state: isActive ? 'disabled' : 'active' }),
      isActive ? 'Nothing is sent to it any more.' : 'It is told what happens from now on.',
    )
  const rotate = async () => {
    setSecret((await webhooks.rotate(webhook.id)).secret)
  }
  const remove = async () => {
    await webhooks.remove(webhook.id)
    go(list)
    announce('The webhook is removed.')
  }

  return (
    <section class="webhook-page" aria-labelledby="webhook-heading">
      <header class="head webhook-head">
        <IconButton icon="back" label="All webhooks" onClick={() => go(list)} />
        <h1 id="webhook-heading" class="head-title webhook-name">
          {name}
        </h1>
        {writable && isActive && (
          <Button icon="send" busy={busy} onClick={test}>
            Send a test
          </Button>
        )}
        {writable && (
          <Menu
            class="icon-button edged"
            label="Changes"
            items={[
              { label: 'Change', icon: 'rename', onSelect: () => setAsked('change') },
              { label: 'New secret', icon: 'key', onSelect: () => setAsked('rotate') },
              { label: isActive ? 'Disable' : 'Enable', icon: isActive ? 'paused' : 'done', onSelect: toggle },
              { label: 'Remove', icon: 'remove', onSelect: () => setAsked('remove') },
            ]}
          >
            <Icon name="more" />
            <span class="unseen">More for this webhook</span>
          </Menu>
        )}
      </header>
      {problem && (
        <p class="field-problem webhook-problem" role="alert">
          {problem}
        </p>
      )}
      <div class="scroller webhook-columns">
        <WebhookFacts webhook={webhook} />
        <DeliveryList deliveries={deliveries} webhook={webhook} onProblem={setProblem} />
      </div>
      {asked === 'change' && <WebhookForm webhook={webhook} onClose={() => setAsked(null)} />}
      {asked === 'rotate' && (
        <Confirmation
          title="Make a new secret?"
          act="Make it"
          kind="primary"
          onConfirm={rotate}
          onClose={() => setAsked(null)}
        >
          <p>
            It is shown once. For 24 hours everything is signed with both, so that nothing is refused while you put the
            new one into your software.
          </p>
        </Confirmation>
      )}
      {asked === 'remove' && (
        <Confirmation title={`Remove ${name}?`} act="Remove" onConfirm={remove} onClose={() => setAsked(null)}>
          <p>What waits for it is not sent any more, and its secret ends.</p>
        </Confirmation>
      )}
      {secret && <SecretDialog webhook={webhook} secret={secret} onClose={() => setSecret(null)} />}
    </section>
  )
}
