import type { ControlState, PaperState, SubProcessorState, TransferMechanism } from '@sotto/contracts'
import type { IconName } from '../design/icon-names.ts'

export interface Standing {
  text: string
  icon: IconName
  tone: 'good' | 'wait' | 'bad' | 'quiet'
}

export const paperStandings: Readonly<Record<PaperState, Standing>> = {
  published: { text: 'Published', icon: 'verified', tone: 'good' },
  ready: { text: 'Ready to publish', icon: 'unverified', tone: 'quiet' },
  changed: { text: 'Changed since it was published', icon: 'history', tone: 'wait' },
  incomplete: { text: 'Something is missing', icon: 'trouble', tone: 'bad' },
}

export const controlStandings: Readonly<Record<ControlState, Standing>> = {
  met: { text: 'Met', icon: 'done', tone: 'good' },
  attention: { text: 'Needs a look', icon: 'history', tone: 'wait' },
  'not-met': { text: 'Not met', icon: 'trouble', tone: 'bad' },
  organisational: { text: 'People see to it', icon: 'people', tone: 'quiet' },
}

export const subProcessorStandings: Readonly<Record<SubProcessorState, Standing>> = {
  announced: { text: 'Announced', icon: 'history', tone: 'wait' },
  objected: { text: 'Objected to', icon: 'trouble', tone: 'bad' },
  active: { text: 'In use', icon: 'done', tone: 'good' },
  ended: { text: 'Ended', icon: 'close', tone: 'quiet' },
}

export const transferNames: Readonly<Record<TransferMechanism, string>> = {
  'none-needed': 'None needed',
  adequacy: 'Adequacy decision',
  'standard-clauses': 'Standard contractual clauses',
  'binding-rules': 'Binding corporate rules',
  derogation: 'Derogation',
}

const fieldNames: Readonly<Record<string, string>> = {
  'legalEntity.legalName': 'Legal name',
  'legalEntity.contact': 'Contact for data protection',
  'legalEntity.address': 'Address',
  'legalEntity.country': 'Country',
  'legalEntity.authority': 'Supervisory authority',
  'legalEntity.counterparty': 'The other side of agreements',
  'legalEntity.governingLaw': 'Governing law',
  'legalEntity.laws': 'Laws that apply',
  'legalEntity.sources': 'Sources of data',
  'legalEntity.legitimateInterests': 'Legitimate interests',
  modelProviders: 'Model providers',
  subProcessors: 'Sub-processors',
  consentPolicies: 'Consent policies',
  retention: 'Retention',
  breaches: 'Breaches',
}

/** Where something is missing, as the form calls it. */
export const fieldName = (field: string): string => fieldNames[field] ?? field.replace(/^.*\./, '')

export const day = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

const regions = new Intl.DisplayNames('en', { type: 'region' })
export const countryName = (code: string): string => {
  try {
    return regions.of(code) ?? code
  } catch {
    return code
  }
}
