import { SottoError, type Webhook } from '@sotto/client-sdk'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { EventChoice } from './event-choice.tsx'
import { SecretDialog } from './secret-dialog.tsx'

type Problem = { field: 'url' | 'events' | 'processor' | null; text: string }

const problemOf = (error: unknown): Problem => {
  const [field] = error instanceof SottoError ? error.fields : []
  const name = field?.field.replace(/^body\./, '')
  if (field && (name === 'url' || name === 'events' || name === 'processor'))
    return { field: name, text: `The address ${field.message}`.replace(/^The address (?=must name)/, 'It ') }
  return { field: null, text: failureInWords(error) }
}

interface WebhookFormProps {
  /** The webhook that is changed; none for a new one. */
  webhook?: Webhook
  onClose: () => void
  /** Called once the secret of a new one was seen. */
  onMade?: (webhookId: string) => void
}

/** Adds a webhook, or changes what there is to change. A new one ends with its secret, which is shown this once. */
export function WebhookForm({ webhook, onClose, onMade }: WebhookFormProps) {
  const { webhooks } = useWorkspace()
  const [events, setEvents] = useState<ReadonlySet<Webhook['events'][number]>>(new Set(webhook?.events))
  const [isProcessor, setIsProcessor] = useState(webhook ? webhook.processor !== null : false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<{ webhook: Webhook; secret: string } | null>(null)
  const form = useRef<HTMLFormElement>(null)

  const fail = (next: Problem) => {
    setProblem(next)
    const place =
      next.field &&
      form.current?.querySelector<HTMLElement>(next.field === 'events' ? '[type=checkbox]' : `[name=${next.field}]`)
    if (place) place.focus()
  }
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const processor = isProcessor ? text('processor') : null
    if (!text('url'))
      return fail({ field: 'url', text: 'Write the address of your software, such as https://hooks.example.com/sotto' })
    if (processor === '') return fail({ field: 'processor', text: 'Write whose software it is.' })
    if (events.size === 0 && processor === null) return fail({ field: 'events', text: 'Choose what it is told of.' })
    setBusy(true)
    setProblem(null)
    const input = { url: text('url'), description: text('description') || null, events: [...events], processor }
    try {
      if (webhook) {
        await webhooks.change(webhook.id, input)
        onClose()
      } else setMade(await webhooks.create(input))
    } catch (error) {
      fail(problemOf(error))
      setBusy(false)
    }
  }

  if (made)
    return (
      <SecretDialog
        webhook={made.webhook}
        secret={made.secret}
        isNew
        onClose={() => (onMade ? onMade(made.webhook.id) : onClose())}
      />
    )
  const wrong = (field: Problem['field']) => problem?.field === field
  return (
    <Dialog title={webhook ? 'Change the webhook' : 'Add a webhook'} onClose={onClose}>
      <form class="dialog-form webhook-form" ref={form} onSubmit={save} noValidate>
        <label class="field">
          <span>Address</span>
          <input
            name="url"
            type="url"
            inputMode="url"
            maxLength={2000}
            autocomplete="off"
            placeholder="https://hooks.example.com/sotto"
            defaultValue={webhook?.url ?? ''}
            aria-invalid={wrong('url')}
            aria-describedby={wrong('url') ? 'webhook-problem' : undefined}
          />
        </label>
        <label class="field">
          <span>What it is for</span>
          <input
            name="description"
            maxLength={200}
            autocomplete="off"
            placeholder="Newsletter"
            defaultValue={webhook?.description ?? ''}
          />
        </label>
        <EventChoice chosen={events} onChange={setEvents} problem={wrong('events') ? 'webhook-problem' : undefined} />
        <div class="webhook-processor">
          <label class="event-option">
            <input
              type="checkbox"
              name="is-processor"
              checked={isProcessor}
              onChange={() => setIsProcessor(!isProcessor)}
              aria-describedby="processor-note"
            />
            <span>It belongs to a processor or recipient</span>
          </label>
          <p id="processor-note" class="quiet">
            Then it is also told when a person was erased, corrected or restricted. Its answer is kept as a receipt.
          </p>
          {isProcessor && (
            <label class="field">
              <span>Name of the processor or recipient</span>
              <input
                name="processor"
                maxLength={200}
                autocomplete="organization"
                defaultValue={webhook?.processor ?? ''}
                aria-invalid={wrong('processor')}
                aria-describedby={wrong('processor') ? 'webhook-problem' : undefined}
              />
            </label>
          )}
        </div>
        <p id="webhook-problem" class="field-problem" role="alert">
          {problem?.text}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {webhook ? 'Save' : 'Add it'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
