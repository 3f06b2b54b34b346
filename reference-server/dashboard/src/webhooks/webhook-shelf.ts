import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { SottoClient, Webhook, WebhookInput, WebhookPatch, WebhookWithSecret } from '@sotto/client-sdk'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

export interface WebhookShelf {
  /** All webhooks of the team, the oldest first. */
  readonly webhooks: ReadonlySignal<Loaded<readonly Webhook[]>>
  find(webhookId: string): Webhook | null
  read(): Promise<void>
  create(input: WebhookInput): Promise<WebhookWithSecret>
  change(webhookId: string, patch: WebhookPatch): Promise<void>
  rotate(webhookId: string): Promise<WebhookWithSecret>
  remove(webhookId: string): Promise<void>
}

export function createWebhookShelf(sotto: SottoClient): WebhookShelf {
  const webhooks: Signal<Loaded<readonly Webhook[]>> = signal(loading)
  const list = () => (webhooks.value.state === 'ready' ? webhooks.value.value : [])
  const keep = (value: readonly Webhook[]) => {
    webhooks.value = { state: 'ready', value }
  }
  const put = (webhook: Webhook) =>
    keep(
      list().some(({ id }) => id === webhook.id)
        ? list().map((one) => (one.id === webhook.id ? webhook : one))
        : [...list(), webhook],
    )
  return {
    webhooks,
    find: (webhookId) => list().find(({ id }) => id === webhookId) ?? null,
    async read() {
      try {
        keep((await sotto.webhooks.list()).data)
      } catch (error) {
        if (webhooks.value.state !== 'ready')
          webhooks.value = { state: 'failed', missing: false, problem: failureInWords(error) }
      }
    },
    async create(input) {
      const made = await sotto.webhooks.create(input)
      put(made.webhook)
      return made
    },
    async change(webhookId, patch) {
      put(await sotto.webhooks.update(webhookId, patch))
    },
    async rotate(webhookId) {
      const made = await sotto.webhooks.rotateSecret(webhookId)
      put(made.webhook)
      return made
    },
    async remove(webhookId) {
      await sotto.webhooks.remove(webhookId)
      keep(list().filter(({ id }) => id !== webhookId))
    },
  }
}
