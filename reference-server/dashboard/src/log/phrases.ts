/** What somebody did, in words: `did` follows who it was, `what` is the kind of thing, where there is one. */
export interface Phrase {
  did: string
  what: string
}

const phrase = (did: string, what = ''): Phrase => ({ did, what })

/** By the part of the log that it belongs to, each action with its words. */
export const phraseGroups: Readonly<Record<string, Readonly<Record<string, Phrase>>>> = {
  People: {
    'contact.read': phrase('looked at', 'contact'),
    'contact.created': phrase('added', 'contact'),
    'contact.changed': phrase('changed', 'contact'),
    'contact.deleted': phrase('deleted', 'contact'),
    'contact.erased': phrase('erased', 'contact'),
  },
  Consent: {
    'consent.recorded': phrase('recorded', 'choice'),
    'consent.withdrawn': phrase('withdrew', 'consent'),
    'consent.read': phrase('looked at', 'consent'),
    'consent.joined': phrase('said whose is', 'browser'),
    'consent.identified': phrase('made an identity for', 'contact'),
    'consent.imported': phrase('imported', 'consents'),
    'consent.exported': phrase('exported', 'consents'),
    'consent.forgotten': phrase('forgot', 'consent'),
    'consent-policy.created': phrase('made', 'consent policy'),
    'consent-policy.changed': phrase('changed', 'consent policy'),
    'consent-policy.published': phrase('published', 'consent policy'),
  },
  Conversations: {
    'conversation.started': phrase('started', 'conversation'),
    'conversation.read': phrase('looked at', 'conversation'),
    'conversation.followed': phrase('followed', 'conversation'),
    'conversation.changed': phrase('changed', 'conversation'),
    'conversation.deleted': phrase('deleted', 'conversation'),
    'message.read': phrase('read', 'messages'),
    'message.sent': phrase('wrote', 'message'),
    'message.rated': phrase('rated', 'answer'),
    'message.deleted': phrase('deleted', 'message'),
    'answer.begun': phrase('began', 'answer'),
    'message.answered': phrase('answered', 'message'),
    'message.failed': phrase('could not answer', 'message'),
    'model.called': phrase('asked a model in', 'conversation'),
  },
  Work: {
    'ticket.read': phrase('looked at', 'ticket'),
    'ticket.created': phrase('opened', 'ticket'),
    'ticket.changed': phrase('changed', 'ticket'),
    'ticket.closed': phrase('closed', 'ticket'),
    'appointment.read': phrase('looked at', 'appointment'),
    'appointment.created': phrase('booked', 'appointment'),
    'appointment.changed': phrase('changed', 'appointment'),
    'appointment.closed': phrase('closed', 'appointment'),
  },
  'Bots and knowledge': {
    'bot.created': phrase('made', 'bot'),
    'bot.changed': phrase('changed', 'bot'),
    'document.read': phrase('looked at', 'document'),
    'document.added': phrase('added', 'document'),
    'document.ready': phrase('finished reading', 'document'),
    'document.failed': phrase('could not read', 'document'),
    'document.removed': phrase('removed', 'document'),
  },
  'Team and access': {
    'session.started': phrase('signed in'),
    'session.ended': phrase('signed out'),
    'team.created': phrase('made', 'team'),
    'team.changed': phrase('changed', 'team'),
    'member.read': phrase('looked at', 'member'),
    'member.created': phrase('added', 'member'),
    'member.changed': phrase('changed', 'member'),
    'member.removed': phrase('removed', 'member'),
    'support.asked': phrase('asked to be let in by', 'case of support'),
    'support.read': phrase('looked at', 'support access'),
    'support.approved': phrase('let support in with', 'case of support'),
    'support.refused': phrase('refused', 'case of support'),
    'support.withdrawn': phrase('took back', 'case of support'),
    'support.ended': phrase('ended', 'case of support'),
    'support.looked': phrase('asked to see something with', 'case of support'),
    'support-changes.approved': phrase('allowed changes with', 'case of support'),
    'support-session.started': phrase('signed in with', 'case of support'),
    'support-code.created': phrase('made a new code for', 'case of support'),
    'api-key.created': phrase('made', 'API key'),
    'api-key.revoked': phrase('revoked', 'API key'),
    'access.read': phrase('looked at', 'list of who has access'),
    'exception.asked': phrase('asked for', 'exception'),
    'exception.approved': phrase('approved', 'exception'),
    'exception.refused': phrase('refused', 'exception'),
    'exception.withdrawn': phrase('took back', 'exception'),
    'exception.expired': phrase('ended', 'exception'),
    'exception.lapsed': phrase('let lapse', 'exception'),
    'exception.ended': phrase('ended', 'exception'),
    'access-review.begun': phrase('began', 'review of access'),
    'access-review.asked': phrase('asked managers to confirm', 'review of access'),
    'access-review.reminded': phrase('reminded managers of', 'review of access'),
    'access-review.decided': phrase('decided in', 'review of access'),
    'access-review.completed': phrase('ended', 'review of access'),
    'access-review-settings.changed': phrase('changed how often there is', 'review of access'),
  },
  "People's rights": {
    'privacy-request.asked': phrase('asked for', 'privacy request'),
    'privacy-request.read': phrase('looked at', 'privacy request'),
    'privacy-request.code-asked': phrase('asked for the code of', 'privacy request'),
    'privacy-request.asking-forgotten': phrase('forgot', 'asking that nobody confirmed'),
    'privacy-request.person-forgotten': phrase('forgot who made', 'privacy request'),
    'privacy-request.widened': phrase('added a conversation to', 'privacy request'),
    'erasure.planned': phrase('planned', 'erasure'),
    'erasure.plan-expired': phrase('threw away the plan of', 'erasure'),
    'erasure.withheld': phrase('held back', 'erasure'),
    'erasure.unit-forgotten': phrase('destroyed a key for', 'erasure'),
    'erasure.unit-swept': phrase('destroyed what came later for', 'erasure'),
    'erasure.copy-forgotten': phrase('deleted a copy for', 'erasure'),
    'erasure.request-key-destroyed': phrase('destroyed the last key of', 'erasure'),
    'erasure.supplemented': phrase('confirmed the backups of', 'erasure'),
    'access-export.taken': phrase('downloaded', "file with a person's data"),
    'access-export.stopped': phrase('stopped', "file with a person's data"),
    'restriction.made': phrase('restricted the use of', 'contact'),
    'restriction.lifted': phrase('lifted the restriction of', 'contact'),
  },
  'Keeping and deleting': {
    'retention.changed': phrase('changed', 'retention'),
    'retention.begun': phrase('began', 'retention run'),
    'retention.completed': phrase('ended', 'retention run'),
    'retention.failed': phrase('could not end', 'retention run'),
    'retention.unit-forgotten': phrase('destroyed a key, its time being over, of', 'contact or conversation'),
    'retention.rows-forgotten': phrase('deleted, their time being over,', 'rows'),
    'hold.read': phrase('looked at', 'legal hold'),
    'hold.proposed': phrase('proposed', 'legal hold'),
    'hold.approved': phrase('approved', 'legal hold'),
    'hold.refused': phrase('refused', 'legal hold'),
    'hold.invited': phrase('invited somebody to approve', 'legal hold'),
    'hold.invitation-withdrawn': phrase('took back the invitation to', 'legal hold'),
    'hold.lost': phrase('came too late with', 'legal hold'),
    'hold.expired': phrase('ended', 'legal hold'),
    'hold.reviewed': phrase('reviewed', 'legal hold'),
    'hold.reminded': phrase('asked to review', 'legal hold'),
    'hold-release.proposed': phrase('proposed to release', 'legal hold'),
    'hold-reasons.changed': phrase('changed the reasons for', 'legal holds'),
  },
  'Log and keys': {
    'audit.read': phrase('looked at', 'log'),
    'audit.exported': phrase('exported', 'log'),
    'audit-verification.begun': phrase('began to verify', 'log'),
    'audit-verification.finished': phrase('verified', 'log'),
    'audit-sink.created': phrase('added', 'place that the log is sent to'),
    'audit-sink.removed': phrase('removed', 'place that the log is sent to'),
    'webhook.created': phrase('added', 'webhook'),
    'webhook.changed': phrase('changed', 'webhook'),
    'webhook.removed': phrase('removed', 'webhook'),
    'webhook.rotated': phrase('replaced the secret of', 'webhook'),
    'webhook.tested': phrase('tried', 'webhook'),
    'webhook.replayed': phrase('sent something again to', 'webhook'),
    'webhook.disabled': phrase('disabled', 'webhook'),
    'webhook-event.discarded': phrase('threw away', 'message to a webhook'),
    'keys.rotated': phrase('changed', 'keys'),
    'unit.sealed-anew': phrase('sealed anew', 'record'),
    'log.restored': phrase('restored', 'backup'),
    'mail.discarded': phrase('threw away', 'mail'),
  },
}

const phrases: ReadonlyMap<string, Phrase> = new Map(
  Object.values(phraseGroups).flatMap((group) => Object.entries(group)),
)

/** The words of an action; of one that is not known here, those that its name is made of. */
export function phraseOf(action: string): Phrase {
  const known = phrases.get(action)
  if (known) return known
  const [what = '', ...did] = action.split('.')
  const words = (text: string) => text.replaceAll('-', ' ').trim()
  return did.length > 0 ? phrase(words(did.join(' ')), words(what)) : phrase(words(what))
}

/** `Looked at a contact`, for lists of actions. */
export function phraseInWords(action: string): string {
  const { did, what } = phraseOf(action)
  return capital(what ? `${did} ${withArticle(what)}` : did)
}

export const capital = (text: string) => text.replace(/^./u, (first) => first.toUpperCase())

/** Many of something, and what is not counted. */
const alone = new Set(['messages', 'keys', 'mail', 'consents', 'rows', 'legal holds', 'support access', 'retention'])
const known = new Set(['log', 'team'])

export function withArticle(what: string): string {
  if (alone.has(what)) return what
  if (known.has(what)) return `the ${what}`
  return /^[aeio]|^API/.test(what) ? `an ${what}` : `a ${what}`
}
