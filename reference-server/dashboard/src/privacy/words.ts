import type { PrivacyKind, PrivacyRegime, PrivacyRequest, RefusalGround } from '@sotto/contracts'
import { shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'

type Regime = PrivacyRegime

/** What was asked, as a row says it. */
export const kindNames: Record<PrivacyKind, string> = {
  access: 'Access',
  portability: 'Portability',
  correction: 'Correction',
  erasure: 'Erasure',
  restriction: 'Restriction',
  objection: 'Objection',
  withdrawal: 'Withdrawal',
  'opt-out': 'Opt-out',
  limit: 'Limit use',
  'human-review': 'Human review',
  appeal: 'Appeal',
}

/** What is to be done, as a heading says it; the person follows. */
export const taskNames: Record<PrivacyKind, string> = {
  access: 'Give a copy to',
  portability: 'Hand over the data of',
  correction: 'Correct the data of',
  erasure: 'Erase',
  restriction: 'Restrict the data of',
  objection: 'Objection of',
  withdrawal: 'Withdrawal by',
  'opt-out': 'Opt-out of',
  limit: 'Limit use of the data of',
  'human-review': 'Review a decision for',
  appeal: 'Appeal of',
}

export const regimeNames: Record<Regime, string> = { gdpr: 'GDPR', uk: 'UK GDPR', ccpa: 'CCPA' }

const articles: Partial<Record<PrivacyKind, string>> = {
  access: '15',
  portability: '20',
  correction: '16',
  erasure: '17',
  restriction: '18',
  objection: '21',
  withdrawal: '7',
  'human-review': '22',
}

/** `GDPR, Art. 17`; the laws of California are named alone. */
export const lawOf = ({ kind, regime }: Pick<PrivacyRequest, 'kind' | 'regime'>) =>
  regime === 'ccpa' || !articles[kind] ? regimeNames[regime] : `${regimeNames[regime]}, Art. ${articles[kind]}`

export const channelNames: Record<PrivacyRequest['channel'], string> = {
  portal: 'in the privacy portal',
  staff: 'through somebody of the team',
  agent: 'through an agent',
  mail: 'by mail',
  sms: 'by text message',
  api: 'through other software',
}

export const verificationNames: Record<NonNullable<PrivacyRequest['verification']>, string> = {
  none: 'nothing had to be shown',
  code: 'proved by a code to the address',
  'known-to-team': 'known to the team',
  'agent-permission': 'their agent showed a signed permission',
}

export const groundNames: Record<RefusalGround, string> = {
  'not-verified': 'It could not be shown who asks',
  'manifestly-unfounded': 'Manifestly unfounded',
  excessive: 'Excessive, such as asked again and again',
  'legal-obligation': 'The law obliges us to keep it',
  'legal-claims': 'Needed for legal claims',
  'rights-of-others': 'It would harm the rights of others',
  'not-applicable': 'The right does not apply here',
}

const statusNames: Record<PrivacyRequest['status'], string> = {
  open: 'Open',
  in_progress: 'In progress',
  fulfilled: 'Fulfilled',
  revoked: 'Taken back',
  denied: 'Refused',
  expired: 'Expired',
}

/** Whom it is about, as far as that is still known. */
export const personOf = ({ email, phone, status, kind }: PrivacyRequest) =>
  email ?? phone ?? (kind === 'erasure' && status === 'fulfilled' ? 'somebody forgotten' : 'somebody unknown')

/** What a request waits for. */
export function standing(request: PrivacyRequest): string {
  const { step, status, kind } = request
  if (step === 'unverified') return 'Waits for proof of who asks'
  if (step === 'preparing') return kind === 'erasure' ? 'Plan is being made' : 'Being prepared'
  if (step === 'running') return 'Running'
  if (step === 'ended') return statusNames[status]
  if (kind === 'erasure') return 'Plan ready'
  return kind === 'access' || kind === 'portability' ? 'Export ready' : 'Ready to decide'
}

const day = 86_400_000

export interface Clock {
  text: string
  tone: 'quiet' | 'wait' | 'bad' | 'good'
  /** How much of the time has gone, from 0 to 1. */
  gone: number
}

/** How much time there is; with three days left it begins to press. */
export function clockOf(request: PrivacyRequest, now: Date): Clock {
  const { receivedAt, dueAt, endedAt, late } = request
  if (endedAt) return { text: shortDay(endedAt, now), tone: 'good', gone: 1 }
  const [from, to] = [Date.parse(receivedAt), Date.parse(dueAt)]
  const gone = to > from ? Math.min(1, Math.max(0, (now.getTime() - from) / (to - from))) : 1
  const left = to - now.getTime()
  if (late || left < 0)
    return { text: `${count(Math.max(1, Math.ceil(-left / day)), 'day')} late`, tone: 'bad', gone: 1 }
  const days = Math.floor(left / day)
  return { text: days === 0 ? 'today' : count(days, 'day'), tone: days <= 3 ? 'wait' : 'quiet', gone }
}

const collectionNames: Record<string, string> = {
  contacts: 'Profile',
  conversations: 'Conversations',
  messages: 'Messages',
  appointments: 'Appointments',
  tickets: 'Tickets',
  consentRecords: 'Consents',
  consentStates: 'What they allow now',
  mails: 'Mails',
  usageEvents: 'Figures of use',
  privacyRequestPeople: 'What they asked',
}

/** A name from the data map as a word: `privacyRequestPeople` is `Privacy request people`. */
export const collectionName = (name: string) => collectionNames[name] ?? sentenceCase(name)

/** `closedAt` is `closed at`, and as a day `day closed`. */
export const fieldName = (name: string, as: 'as is' | 'day' = 'as is') =>
  as === 'day' ? `day ${sentenceCase(name).toLowerCase().replace(/ at$/, '')}` : sentenceCase(name).toLowerCase()

const sentenceCase = (name: string) => {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export const correctedNames: Record<string, string> = {
  name: 'Name',
  email: 'E-mail address',
  phone: 'Telephone',
  company: 'Company',
}

/** What an erasure does at each of its steps, in their order. */
const erasureSteps: Readonly<Record<string, string>> = {
  identifiers: 'finding what is theirs',
  fence: 'letting nothing more be written',
  derived: 'removing what was made from it',
  rows: 'erasing',
  sweep: 'erasing what came meanwhile',
  scan: 'scanning',
  processors: 'telling processors',
  certificate: 'signing the certificate',
  'request-key': 'destroying the last key',
}

/** `Step 6 of 9, scanning`. */
export function erasureStep(step: string | null): string {
  const names = Object.keys(erasureSteps)
  const at = step === null ? -1 : names.indexOf(step)
  return at < 0 ? 'It begins' : `Step ${at + 1} of ${names.length}, ${erasureSteps[names[at] as string]}`
}
