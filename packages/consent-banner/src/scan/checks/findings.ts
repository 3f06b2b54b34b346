import type { StateName } from '../observation.ts'

/**
 * - `violation`: something runs that must not, or the choice is not free: the exit code is 1
 * - `warning`: a person has to look; a state that was not reached leaves the site unchecked: the exit code is 2
 * - `note`: worth knowing
 */
export type Level = 'violation' | 'warning' | 'note'

/** Every kind of finding: what it says, and what to do. Codes are stable; programs may rely on them. */
export const findingKinds = {
  'cookie-before-choice': [
    'A cookie that needs consent is set before a choice',
    'Set it only after consent: hold what sets it.',
  ],
  'storage-before-choice': [
    'Something that needs consent is stored before a choice',
    'Store it only after consent: hold the script that does.',
  ],
  'request-before-choice': [
    'A service that needs consent is asked before a choice',
    'Hold the script, frame or image until consent.',
  ],
  'cookie-after-reject': [
    'A cookie that needs consent is there after a refusal',
    'A refusal has to keep it from being set, and to delete it.',
  ],
  'storage-after-reject': [
    'Something that needs consent is stored after a refusal',
    'A refusal has to keep it from being stored, and to delete it.',
  ],
  'request-after-reject': [
    'A service that needs consent is asked after a refusal',
    'Nothing of it may be loaded without consent.',
  ],
  'cookie-after-withdrawal': [
    'A cookie that needed consent is still there after withdrawal',
    'Delete it when consent is withdrawn, on each domain and path.',
  ],
  'storage-after-withdrawal': [
    'Something that needed consent is still stored after withdrawal',
    'Delete it when consent is withdrawn.',
  ],
  'request-after-withdrawal': [
    'A service that needed consent is still asked after withdrawal',
    'Stop it when consent is withdrawn; reload where a script cannot be stopped.',
  ],
  'fingerprinting-before-choice': [
    'A script reads what devices differ in before a choice',
    'Find out what it is for; recognising devices needs consent.',
  ],
  'gpc-ignored': [
    'Global Privacy Control is ignored',
    'Take `Sec-GPC: 1` and navigator.globalPrivacyControl for a refusal of sale and sharing.',
  ],
  'gpc-not-published': [
    'The site does not say that it honours Global Privacy Control',
    'Serve {"gpc": true} at /.well-known/gpc.json once it does.',
  ],
  'no-banner-found': [
    'No banner was found',
    'If there is one, name its buttons with --accept, --reject and --withdraw.',
  ],
  'no-reject-on-first-layer': [
    'The first layer has no way to reject',
    'Put one beside Accept, of the same size, colour and contrast.',
  ],
  'no-way-to-withdraw': [
    'No way to withdraw was found',
    'Offer one on each page, as easy as consenting; or name it with --withdraw.',
  ],
  'reject-smaller': ['Reject is smaller than Accept', 'Give both the same size and the same type.'],
  'reject-different-colour': ['Reject has another colour than Accept', 'Give both the same colours.'],
  'reject-low-contrast': ['Reject is harder to read than Accept', 'Give both the same contrast, at least 4.5 to 1.'],
  'reject-out-of-view': [
    'Accept can be seen without scrolling, Reject cannot',
    'Put both where they are seen at once.',
  ],
  'pre-ticked': ['A box that needs consent is ticked beforehand', 'Leave it to the visitor to tick it.'],
  'scroll-is-yes': ['Scrolling is taken for consent', 'Only an action that says yes is one.'],
  'escape-is-yes': ['Escape is taken for consent', 'Closing is at most a refusal.'],
  'banner-gone-on-scroll': ['The banner goes away when the page is scrolled', 'Let it stand until there is a choice.'],
  'consent-mode-missing': [
    'Google tags run without a Consent Mode default',
    "Call gtag('consent', 'default', …) with everything denied, before any config or event.",
  ],
  'consent-mode-late': [
    'The Consent Mode default comes after a tag was configured',
    "Call gtag('consent', 'default', …) before any config or event.",
  ],
  'consent-mode-granted': [
    'Consent Mode is granted before consent',
    'Deny by default; grant with an update after the choice.',
  ],
  'consent-mode-incomplete': [
    'The Consent Mode default leaves types out',
    'Name ad_storage, ad_user_data, ad_personalization and analytics_storage.',
  ],
  'consent-mode-not-updated': [
    'Consent Mode is not updated after consent',
    "Call gtag('consent', 'update', …) on the choice and on each later page.",
  ],
  'google-ping-before-choice': [
    'Google is told of the visit before a choice',
    'Use basic mode: load no Google tag before consent.',
  ],
  'undeclared-cookie': ['A cookie is not declared in the policy', 'Declare it, or remove it.'],
  'undeclared-storage': ['Something is stored that the policy does not declare', 'Declare it, or remove it.'],
  'undeclared-request': ['A host is asked that the policy does not declare', 'Declare it, or remove it.'],
  'declared-necessary': [
    'The policy calls necessary what is known to need consent',
    'Put it into a category that asks.',
  ],
  'lifetime-longer-than-declared': ['A cookie lives longer than declared', 'Shorten it, or declare how long it lives.'],
  'lifetime-long': ['A cookie lives for more than thirteen months', 'Shorten it: consent does not last longer.'],
  'declared-never-seen': [
    'The policy declares something that was not seen',
    'Remove it if it is gone; scan more pages if it is elsewhere.',
  ],
  'state-not-reached': ['A state could not be looked at', 'See the reason.'],
  unclear: [
    'Something whose purpose is unknown is there without consent',
    'Find out what it is for, and declare it in a policy.',
  ],
} as const satisfies Record<string, readonly [title: string, remedy: string]>

/** What was found, for programs. Codes keep their meaning; new ones may come in a minor version. */
export type FindingCode = keyof typeof findingKinds

export interface Finding {
  readonly code: FindingCode
  readonly level: Level
  readonly state: StateName | null
  /** What it is about: the name of a cookie, a key, an address without values, the words on a button. */
  readonly subject: string
  /** Why, in one sentence. */
  readonly reason: string
  /** Who set or asked, and on which pages; addresses without values. */
  readonly by: string | null
  readonly pages: readonly string[]
}

export interface FindingDetails {
  readonly state?: StateName
  readonly by?: string | null
  readonly pages?: readonly string[]
}

export const finding = (
  code: FindingCode,
  level: Level,
  subject: string,
  reason: string,
  { state, by = null, pages = [] }: FindingDetails = {},
): Finding => ({ code, level, state: state ?? null, subject, reason: sentence(reason), by, pages })

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`

const order: readonly Level[] = ['violation', 'warning', 'note']

/** The worst first, then in the order in which the kinds are listed. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const codes = Object.keys(findingKinds)
  return [...findings].sort(
    (one, other) =>
      order.indexOf(one.level) - order.indexOf(other.level) ||
      codes.indexOf(one.code) - codes.indexOf(other.code) ||
      one.subject.localeCompare(other.subject),
  )
}
