import type { Session } from '@sotto/client-sdk'
import type { IconName } from '../design/icon-names.ts'
import type { Place } from './paths.ts'

type Permission = Session['permissions'][number]

/** A place below a heading of the rail, the menu of a phone, and the palette. */
export interface Spot {
  /** As it is called below its heading. */
  label: string
  /** As it is called where no heading stands above it. */
  alone: string
  /** What it is for, in few words. */
  note: string
  icon: IconName
  to: Exclude<Place, { name: 'nowhere' }>
  /** The names of the places that belong to it; its own is one of them. */
  holds: readonly Place['name'][]
  /** What is needed to see it; `null` where everybody may. */
  needs: Permission | null
  /** Its own places, shown while somebody is in one of them. */
  inner?: readonly Pick<Spot, 'label' | 'alone' | 'note' | 'icon' | 'to' | 'holds'>[]
}

export interface Group {
  label: string
  icon: IconName
  spots: readonly Spot[]
}

const privacy: Group = {
  label: 'Privacy',
  icon: 'verified',
  spots: [
    {
      label: 'Requests',
      alone: 'Privacy requests',
      note: 'What people ask about their data',
      icon: 'unverified',
      to: { name: 'privacy', requestId: null },
      holds: ['privacy'],
      needs: 'privacy:read',
    },
    {
      label: 'Portal',
      alone: 'Privacy portal',
      note: 'Where people ask, and websites that show it',
      icon: 'public',
      to: { name: 'portal' },
      holds: ['portal'],
      needs: 'privacy:read',
    },
    {
      label: 'Log',
      alone: 'Log',
      note: 'What happened',
      icon: 'log',
      to: { name: 'log', entryId: null },
      holds: ['log'],
      needs: 'audit:read',
    },
    {
      label: 'Retention',
      alone: 'Retention',
      note: 'How long data is kept',
      icon: 'history',
      to: { name: 'retention' },
      holds: ['retention'],
      needs: 'retention:read',
    },
    {
      label: 'Holds',
      alone: 'Legal holds',
      note: 'What must not be deleted',
      icon: 'held',
      to: { name: 'holds', holdId: null },
      holds: ['holds'],
      needs: 'holds:read',
    },
    {
      label: 'Consent',
      alone: 'Consent',
      note: 'What visitors are asked',
      icon: 'consent',
      to: { name: 'consent' },
      holds: ['consent', 'consent-policy', 'consent-records', 'consent-rates'],
      needs: 'consent:read',
      inner: [
        {
          label: 'Policies',
          alone: 'Consent policies',
          note: 'What visitors are asked',
          icon: 'consent',
          to: { name: 'consent' },
          holds: ['consent', 'consent-policy'],
        },
        {
          label: 'Records',
          alone: 'Consent records',
          note: 'What they said',
          icon: 'consent',
          to: { name: 'consent-records', recordId: null },
          holds: ['consent-records'],
        },
        {
          label: 'Rates',
          alone: 'Consent rates',
          note: 'How choices go',
          icon: 'rates',
          to: { name: 'consent-rates' },
          holds: ['consent-rates'],
        },
      ],
    },
    {
      label: 'Papers',
      alone: 'Papers',
      note: 'What the law asks to be written',
      icon: 'document',
      to: { name: 'papers', tab: 'papers', id: null },
      holds: ['papers'],
      needs: 'papers:read',
    },
    {
      label: 'Sensitive data',
      alone: 'Sensitive data',
      note: 'What is not stored',
      icon: 'sensitive',
      to: { name: 'sensitive-data' },
      holds: ['sensitive-data'],
      needs: 'team:read',
    },
  ],
}

const settings: Group = {
  label: 'Settings',
  icon: 'settings',
  spots: [
    {
      label: 'Access',
      alone: 'Access',
      note: 'Who may do what, and for how long',
      icon: 'key',
      to: { name: 'access' },
      holds: ['access'],
      needs: null,
    },
    {
      label: 'Support',
      alone: 'Support access',
      note: 'Whom of support the team lets in',
      icon: 'support',
      to: { name: 'support', caseId: null },
      holds: ['support'],
      needs: 'support:read',
    },
    {
      label: 'Webhooks',
      alone: 'Webhooks',
      note: 'Software that is told what happens',
      icon: 'webhook',
      to: { name: 'webhooks', webhookId: null },
      holds: ['webhooks'],
      needs: 'webhooks:read',
    },
    {
      label: 'End of contract',
      alone: 'End of the contract',
      note: 'Export everything, delete the team',
      icon: 'download',
      to: { name: 'end' },
      holds: ['end'],
      needs: 'team:write',
    },
  ],
}

/** The headings, each with what somebody with these permissions may see of it; none without anything below it. */
export function groupsFor(can: (permission: Permission) => boolean): Group[] {
  return [privacy, settings]
    .map((group) => ({ ...group, spots: group.spots.filter(({ needs }) => needs === null || can(needs)) }))
    .filter(({ spots }) => spots.length > 0)
}

export const isWithin = ({ spots }: Group, name: Place['name']) => spots.some(({ holds }) => holds.includes(name))
