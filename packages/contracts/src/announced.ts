import { appointmentEndpoints } from './features/appointments.ts'
import { consentEndpoints, permissionEndpoints } from './features/consent/index.ts'
import { contactEndpoints } from './features/contacts.ts'
import { conversationEndpoints } from './features/conversations.ts'
import { ticketEndpoints } from './features/tickets.ts'

const announcing = {
  ...conversationEndpoints,
  ...contactEndpoints,
  ...appointmentEndpoints,
  ...ticketEndpoints,
  ...consentEndpoints,
  ...permissionEndpoints,
}

type AnnouncedBy<E> = E extends { definition: { announces: readonly (infer Type extends string)[] } } ? Type : never

/** What webhooks can be told of: the words that endpoints declare to announce. */
export type AnnouncedType = {
  [Operation in keyof typeof announcing]: AnnouncedBy<(typeof announcing)[Operation]>
}[keyof typeof announcing]

/** What endpoints announce: the types of event that a webhook may ask for. */
export const announcedTypes = [
  ...new Set(
    Object.values(announcing).flatMap(({ definition }) => ('announces' in definition ? definition.announces : [])),
  ),
] as unknown as [AnnouncedType, ...AnnouncedType[]]

/**
 * What those who were given data about a person are told of in any case (Art. 19 GDPR): that it was erased, corrected,
 * or that its use was restricted or set free again.
 */
export const recipientNotices = [
  'privacy.erasure_completed',
  'privacy.correction_completed',
  'privacy.restriction_changed',
] as const
/** What a processor or recipient is told of a person, whatever else it asked for. */
export type RecipientNotice = (typeof recipientNotices)[number]

/** Sent when somebody tries a webhook. */
export const testEvent = 'webhook.test'

/** Every type that a webhook can get. */
export const webhookEventTypes = [...announcedTypes, ...recipientNotices, testEvent] as const
/** The type of one event of a webhook. */
export type WebhookEventType = AnnouncedType | RecipientNotice | typeof testEvent
