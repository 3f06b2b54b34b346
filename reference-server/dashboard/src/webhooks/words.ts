import type { Webhook, WebhookDelivery } from '@sotto/client-sdk'
import type { IconName } from '../design/icon-names.ts'
import { capital } from '../log/phrases.ts'

/** `hooks.example.com`, by which people know a webhook. */
export const hostOf = ({ url }: Pick<Webhook, 'url'>) => URL.parse(url)?.host ?? url

/** `Contact created` for `contact.created`. */
export const eventInWords = (type: string) => capital(type.replace('.', ' ').replaceAll('_', ' '))

const places: Readonly<Record<string, string>> = {
  contact: 'People',
  conversation: 'Conversations',
  message: 'Conversations',
  appointment: 'Appointments',
  ticket: 'Tickets',
  consent: 'Consent',
}

/** Types by what they are about, in the order in which they come. */
export function groupsOf<Type extends string>(types: readonly Type[]): [name: string, types: Type[]][] {
  const groups = new Map<string, Type[]>()
  for (const type of types) {
    const kind = type.slice(0, type.indexOf('.'))
    const name = places[kind] ?? capital(kind)
    groups.set(name, [...(groups.get(name) ?? []), type])
  }
  return [...groups]
}

export interface InWords {
  text: string
  icon: IconName
  tone: 'good' | 'wait' | 'bad' | 'quiet'
}

export function webhookState({ state, disabledBecause, failing, deliveredAt }: Webhook): InWords {
  if (state === 'disabled')
    return {
      text: disabledBecause === 'gone' ? 'Disabled, it answered 410' : 'Disabled',
      icon: 'paused',
      tone: 'quiet',
    }
  if (failing) return { text: 'Failing', icon: 'trouble', tone: 'bad' }
  return deliveredAt
    ? { text: 'Works', icon: 'done', tone: 'good' }
    : { text: 'Nothing delivered yet', icon: 'queued', tone: 'quiet' }
}

const problems: Readonly<Record<NonNullable<WebhookDelivery['problem']>, string>> = {
  address_refused: 'its address lies inside the network of the server',
  unreachable: 'it could not be reached',
  timeout: 'no answer within 10 seconds',
  status: '',
  gone: 'it wants nothing any more',
  disabled: 'the webhook is disabled',
  removed: 'the webhook was removed',
  erased: 'what it told of was erased',
}

/** What is known of the last attempt: `answered 500`, `no answer within 10 seconds`. */
export function reasonOf({ problem, status }: Pick<WebhookDelivery, 'problem' | 'status'>): string {
  const answered = status === null ? '' : `answered ${status}`
  const why = problem ? problems[problem] : ''
  return [answered, why].filter(Boolean).join(', ')
}

type Standing = Pick<WebhookDelivery, 'state' | 'attempts' | 'problem'>

export function deliveryState({ state, attempts, problem }: Standing): InWords {
  switch (state) {
    case 'waiting':
      return problem === null
        ? { text: 'On its way', icon: 'queued', tone: 'quiet' }
        : { text: `Tried ${attempts} of 10`, icon: 'retry', tone: 'wait' }
    case 'delivered':
      return { text: 'Delivered', icon: 'done', tone: 'good' }
    case 'failed':
      return { text: 'Given up', icon: 'trouble', tone: 'bad' }
    case 'discarded':
      return { text: 'Taken back', icon: 'close', tone: 'quiet' }
  }
}
