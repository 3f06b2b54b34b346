export const inboxViews = ['open', 'yours', 'unassigned', 'closed'] as const
export type InboxView = (typeof inboxViews)[number]

export const botTabs = ['knowledge', 'test', 'access', 'install'] as const
export type BotTab = (typeof botTabs)[number]

export const policyTabs = ['edit', 'preview', 'changes', 'versions', 'cookies', 'install'] as const
export type PolicyTab = (typeof policyTabs)[number]

const paperTabs = ['papers', 'details', 'sub-processors', 'providers', 'controls', 'breaches'] as const
export type PaperTab = (typeof paperTabs)[number]

/** Where in the dashboard somebody is. All of it is in the address, so that it survives a sign-in and can be shared. */
export type Place =
  | { name: 'inbox'; view: InboxView; conversationId: string | null }
  | { name: 'bots' }
  | { name: 'bot'; botId: string; tab: BotTab }
  | { name: 'log'; entryId: string | null }
  | { name: 'consent' }
  | { name: 'consent-policy'; policyId: string; tab: PolicyTab }
  | { name: 'consent-records'; recordId: string | null }
  | { name: 'consent-rates' }
  | { name: 'contacts'; contactId: string | null }
  | { name: 'privacy'; requestId: string | null }
  | { name: 'portal' }
  | { name: 'papers'; tab: PaperTab; id: string | null }
  | { name: 'holds'; holdId: string | null }
  | { name: 'support'; caseId: string | null }
  | { name: 'retention' }
  | { name: 'sensitive-data' }
  | { name: 'end' }
  | { name: 'access' }
  | { name: 'webhooks'; webhookId: string | null }
  /** Where somebody of support looks, who is no member. */
  | { name: 'let-in'; shelf: string | null; id: string | null }
  | { name: 'nowhere' }

const isOneOf = <Item extends string>(items: readonly Item[], text: string | undefined): text is Item =>
  items.includes(text as Item)

/** The place that a path below the dashboard's own names. */
export function placeOf(path: string): Place {
  const [name, first, second, third, ...rest] = path.split('/').filter(Boolean)
  if (name === 'consent' && rest.length === 0) return consentPlaceOf(first, second, third)
  if (third !== undefined) return { name: 'nowhere' }
  if (name === undefined) return { name: 'inbox', view: 'open', conversationId: null }
  if (name === 'inbox') {
    if (first === undefined) return { name: 'inbox', view: 'open', conversationId: null }
    if (isOneOf(inboxViews, first)) return { name: 'inbox', view: first, conversationId: second ?? null }
  }
  if (name === 'bots') {
    if (first === undefined) return { name: 'bots' }
    if (second === undefined) return { name: 'bot', botId: first, tab: 'knowledge' }
    if (isOneOf(botTabs, second)) return { name: 'bot', botId: first, tab: second }
  }
  if (name === 'papers') return papersPlaceOf(first, second)
  if (name === 'contacts' && second === undefined) return { name: 'contacts', contactId: first ?? null }
  if (name === 'privacy' && first === 'portal' && second === undefined) return { name: 'portal' }
  if (name === 'privacy' && second === undefined) return { name: 'privacy', requestId: first ?? null }
  if (name === 'holds' && second === undefined) return { name: 'holds', holdId: first ?? null }
  if (name === 'support' && second === undefined) return { name: 'support', caseId: first ?? null }
  if (name === 'retention' && first === undefined) return { name: 'retention' }
  if (name === 'sensitive-data' && first === undefined) return { name: 'sensitive-data' }
  if (name === 'end' && first === undefined) return { name: 'end' }
  if (name === 'access' && first === undefined) return { name: 'access' }
  if (name === 'webhooks' && second === undefined) return { name: 'webhooks', webhookId: first ?? null }
  if (name === 'let-in') return { name: 'let-in', shelf: first ?? null, id: second ?? null }
  if (name === 'log' && second === undefined) return { name: 'log', entryId: first ?? null }
  return { name: 'nowhere' }
}

/** `papers/read/<paper>` is one of the papers. The name of a paper may be that of a tab. */
function papersPlaceOf(first?: string, second?: string): Place {
  if (first === undefined) return { name: 'papers', tab: 'papers', id: null }
  if (first === 'read' && second !== undefined) return { name: 'papers', tab: 'papers', id: second }
  if (first === 'breaches') return { name: 'papers', tab: 'breaches', id: second ?? null }
  if (first === 'papers' || second !== undefined || !isOneOf(paperTabs, first)) return { name: 'nowhere' }
  return { name: 'papers', tab: first, id: null }
}

function consentPlaceOf(part?: string, id?: string, tab?: string): Place {
  if (part === undefined) return { name: 'consent' }
  if (part === 'records' && tab === undefined) return { name: 'consent-records', recordId: id ?? null }
  if (part === 'rates' && id === undefined) return { name: 'consent-rates' }
  if (part !== 'policies' || id === undefined) return { name: 'nowhere' }
  if (tab === undefined) return { name: 'consent-policy', policyId: id, tab: 'edit' }
  return isOneOf(policyTabs, tab) ? { name: 'consent-policy', policyId: id, tab } : { name: 'nowhere' }
}

/** The path of a place below the dashboard's own: the one form in which it is written. */
export function pathOf(place: Exclude<Place, { name: 'nowhere' }>): string {
  if (place.name === 'bots') return 'bots'
  if (place.name === 'retention' || place.name === 'sensitive-data' || place.name === 'end') return place.name
  if (place.name === 'access') return 'access'
  if (place.name === 'papers') return papersPathOf(place)
  if (place.name === 'holds') return place.holdId ? `holds/${place.holdId}` : 'holds'
  if (place.name === 'support') return place.caseId ? `support/${place.caseId}` : 'support'
  if (place.name === 'webhooks') return place.webhookId ? `webhooks/${place.webhookId}` : 'webhooks'
  if (place.name === 'let-in') return ['let-in', place.shelf, place.shelf && place.id].filter(Boolean).join('/')
  if (place.name === 'portal') return 'privacy/portal'
  if (place.name === 'contacts') return place.contactId ? `contacts/${place.contactId}` : 'contacts'
  if (place.name === 'privacy') return place.requestId ? `privacy/${place.requestId}` : 'privacy'
  if (place.name === 'log') return place.entryId ? `log/${place.entryId}` : 'log'
  if (place.name === 'consent') return 'consent'
  if (place.name === 'consent-rates') return 'consent/rates'
  if (place.name === 'consent-records') return place.recordId ? `consent/records/${place.recordId}` : 'consent/records'
  if (place.name === 'consent-policy')
    return `consent/policies/${place.policyId}${place.tab === 'edit' ? '' : `/${place.tab}`}`
  if (place.name === 'bot')
    return place.tab === 'knowledge' ? `bots/${place.botId}` : `bots/${place.botId}/${place.tab}`
  return place.conversationId ? `inbox/${place.view}/${place.conversationId}` : `inbox/${place.view}`
}

const papersPathOf = ({ tab, id }: Extract<Place, { name: 'papers' }>): string =>
  ['papers', ...(tab === 'papers' ? (id ? ['read', id] : []) : [tab, ...(id ? [id] : [])])].join('/')

export const base = import.meta.env.BASE_URL

/** The address of a place, for links. */
export const linkTo = (place: Exclude<Place, { name: 'nowhere' }>) => base + pathOf(place)
