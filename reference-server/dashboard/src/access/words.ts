import type {
  AccessException,
  AccessGrant,
  AccessKind,
  AccessReview,
  AccessReviewLine,
  Permission,
} from '@sotto/contracts'
import type { IconName } from '../design/icon-names.ts'
import { shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'

export const kindNames: Readonly<Record<AccessKind, { title: string; icon: IconName }>> = {
  member: { title: 'Members', icon: 'people' },
  'api-key': { title: 'Secret keys', icon: 'key' },
  exception: { title: 'Exceptions', icon: 'unverified' },
  'public-bot': { title: 'Public bots', icon: 'public' },
  'outside-approver': { title: 'Outside approvers', icon: 'held' },
  support: { title: 'Support that is let in', icon: 'support' },
}

/** The order in which people look through them. */
export const kinds = Object.keys(kindNames) as AccessKind[]

const verbs: Readonly<Record<string, string>> = { write: 'change' }
const subjects: Readonly<Record<string, string>> = {
  access: 'who has access',
  'api-keys': 'API keys',
  audit: 'the log',
  consent: 'consent',
  holds: 'legal holds',
  privacy: 'privacy requests',
  support: 'access of support',
  team: 'the team',
}

/** `contacts:write` is `change contacts`. */
export function permissionWords(permission: Permission): string {
  const [subject = '', verb = ''] = permission.split(':')
  return `${verbs[verb] ?? verb} ${subjects[subject] ?? subject.replaceAll('-', ' ')}`
}

/** What somebody gets, in a few words. */
export function givenWords({ role, permissions }: Pick<AccessGrant, 'role' | 'permissions'>): string {
  if (role) return `What the role ${role} holds`
  const [first, second, ...rest] = permissions.map(permissionWords)
  const text = [first, second].filter(Boolean).join(', ')
  return rest.length > 0 ? `${text} and ${rest.length} more` : text
}

export const withinWords = (
  { within }: Pick<AccessException, 'within'>,
  names: ReadonlyMap<string, string>,
): string | null => {
  const parts = [
    ...(within.botId ? [`the bot ${names.get(within.botId) ?? within.botId.slice(-8)}`] : []),
    ...(within.conversationId ? [`the conversation ${within.conversationId.slice(-8)}`] : []),
    ...(within.privacyRequestId ? [`the request ${within.privacyRequestId.slice(-8)}`] : []),
  ]
  return parts.length > 0 ? `only for ${parts.join(' and ')}` : null
}

/** What stands behind the name of a line. */
export function grantWords(grant: AccessGrant, now: Date, owner: string | null): string {
  const until = grant.until ? `until ${shortDay(grant.until, now)}` : null
  switch (grant.kind) {
    case 'member':
      return `${grant.role}, since ${shortDay(grant.since, now)}`
    case 'api-key':
      return [
        givenWords(grant),
        owner ? `made by ${owner}` : null,
        grant.lastUsedAt ? `used last ${shortDay(grant.lastUsedAt, now)}` : 'never used',
      ]
        .filter(Boolean)
        .join(' · ')
    case 'exception':
      return [givenWords(grant), until].filter(Boolean).join(' · ')
    case 'public-bot':
      return 'Anybody may ask it'
    case 'outside-approver':
      return `Can decide about a legal hold, asked ${shortDay(grant.since, now)}`
    case 'support':
      return [givenWords(grant), until].filter(Boolean).join(' · ')
  }
}

export interface Standing {
  text: string
  icon: IconName
  tone: 'good' | 'wait' | 'bad' | 'quiet'
}

const overWords = {
  refused: 'Refused',
  withdrawn: 'Taken back',
  lapsed: 'Nobody decided in time',
  expired: 'Ended by itself',
  ended: 'Ended, because they left or the key was revoked',
} as const

export function exceptionStanding({ state, until }: AccessException, now: Date): Standing {
  if (state === 'asked') return { text: 'Waits for approval', icon: 'queued', tone: 'wait' }
  if (state === 'active') return { text: `Counts until ${shortDay(until, now)}`, icon: 'done', tone: 'good' }
  return { text: overWords[state], icon: state === 'expired' ? 'done' : 'close', tone: 'quiet' }
}

export function lineStanding({ outcome, why }: AccessReviewLine): Standing {
  switch (outcome) {
    case 'open':
      return { text: 'Open', icon: 'queued', tone: 'wait' }
    case 'kept':
      return { text: 'Kept', icon: 'done', tone: 'good' }
    case 'removed':
      return { text: 'Removed', icon: 'remove', tone: 'quiet' }
    case 'gone':
      return { text: 'Ended before', icon: 'close', tone: 'quiet' }
    case 'stayed':
      return { text: why === 'last_owner' ? 'Stayed: the last owner' : 'Stayed', icon: 'trouble', tone: 'bad' }
  }
}

/** What removing a line does, for whoever is asked once more. */
export const removalWords: Readonly<Record<AccessKind, string>> = {
  member: 'Their sessions and keys end within a second, and their profile is forgotten. They can be invited anew.',
  'api-key': 'Whatever uses the key is refused from the next request on.',
  exception: 'It does not count any more from the next request on.',
  'public-bot': 'The bot becomes private: it is shown on no website any more.',
  'outside-approver': 'The link in their mail does not work any more. The hold waits on.',
  support: 'They see nothing any more from the next request on. What they looked at stays listed.',
}

/** What became of a review, in a sentence. */
export function reviewWords({ counts, state }: AccessReview): string {
  if (state === 'preparing') return 'Writing down who has what'
  const parts = [
    ...(counts.open ? [`${counts.open} open`] : []),
    ...(counts.kept ? [`${counts.kept} kept`] : []),
    ...(counts.removed ? [`${counts.removed} removed`] : []),
    ...(counts.gone ? [`${counts.gone} ended before`] : []),
    ...(counts.stayed ? [`${counts.stayed} stayed`] : []),
  ]
  return parts.join(', ') || count(0, 'line')
}
