import type { RetentionPeriod, RetentionPreset, RetentionRule, RetentionRun } from '@sotto/contracts'
import { count } from '../design/words.ts'

export const categoryNames: Readonly<Record<string, string>> = {
  contacts: 'Contacts',
  conversations: 'Conversations',
  appointments: 'Appointments',
  tickets: 'Tickets',
  files: 'Uploaded files',
  'privacy-requests': 'Privacy requests',
  offboarding: 'Members who left',
  audit: 'Log',
}

export const presetNames: Readonly<Record<RetentionPreset, { name: string; about: string }>> = {
  published: {
    name: 'Published',
    about: 'Contacts 3 years, conversations and appointments 2, tickets 5, files 30 days.',
  },
  baseline: { name: 'Baseline', about: 'Conversations 90 days, files 30 days, everything else as published.' },
  strict: { name: 'Strict', about: 'Everything is deleted within 30 days.' },
}

export const presets = ['published', 'baseline', 'strict'] as const satisfies readonly RetentionPreset[]

/** When the time of a category begins to count. */
const clocks: Readonly<Record<string, string>> = {
  contacts: 'the last time that they were in touch',
  conversations: 'the last message',
  appointments: 'the beginning of the appointment',
  tickets: 'the last thing that happened to it, which is its closing',
  files: 'the upload',
  'privacy-requests': 'the day it came in',
  offboarding: 'the day they left',
  audit: 'what it tells of',
}

/** `3 years`, `90 days`; nothing is kept where it says so. */
export function periodWords(period: RetentionPeriod): string {
  if ('years' in period) return count(period.years, 'year')
  if ('months' in period) return count(period.months, 'month')
  return period.days === 0 ? 'Not beyond the session' : count(period.days, 'day')
}

export const endingWords = ({ then }: Pick<RetentionRule, 'then'>): string =>
  then === 'anonymise' ? 'made anonymous' : 'deleted'

/** Where a period comes from, and from when on it counts. */
export function clockWords({ category, keep }: Pick<RetentionRule, 'category' | 'keep'>): string {
  if ('days' in keep && keep.days === 0)
    return category === 'conversations'
      ? 'Gone when it is closed, or half an hour after the last message'
      : category === 'tickets'
        ? 'Gone when it is closed'
        : category === 'appointments'
          ? 'Gone when it is over'
          : `Gone half an hour after ${clocks[category]}`
  return `From ${clocks[category] ?? 'its beginning'}`
}

export const sourceWords: Readonly<Record<RetentionRule['from'], string>> = {
  preset: 'Preset',
  team: 'Set here',
  fixed: 'Fixed',
}

/** `conversationEvents` is read as `conversation events`. */
export const collectionWords = (name: string) => name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** What a run did, in a sentence. */
export function runWords({ dryRun, state, totals, problem }: RetentionRun): string {
  if (state === 'running') return dryRun ? 'Counting' : 'Going on'
  if (state === 'failed') return `Could not go on (${problem ?? 'unknown'}). The next run begins with what is left.`
  if (totals.due === 0) return 'Nothing was due'
  const parts = [
    totals.deleted > 0 && `${totals.deleted.toLocaleString('en-GB')} deleted`,
    totals.anonymised > 0 && `${totals.anonymised.toLocaleString('en-GB')} made anonymous`,
    totals.withheld > 0 && `${totals.withheld.toLocaleString('en-GB')} stayed`,
    totals.failed > 0 && `${totals.failed.toLocaleString('en-GB')} failed`,
  ].filter(Boolean)
  return `${dryRun ? 'Would be: ' : ''}${parts.join(', ')}`
}

export const triggerWords: Readonly<Record<RetentionRun['trigger'], string>> = {
  schedule: 'Daily run',
  hand: 'By hand',
  session: 'End of sessions',
}
