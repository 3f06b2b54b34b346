import type { PaperBlock, PaperGap, PaperName } from '@sotto/contracts'

/** A paper as it stands: what it says, and what it lacks. */
export interface PaperDocument {
  title: string
  blocks: PaperBlock[]
  /** Without these it cannot be published. */
  missing: PaperGap[]
  /** It can be published without these, and says so. */
  remarks: PaperGap[]
}

export const titles: Readonly<Record<PaperName, string>> = {
  'privacy-notice': 'Privacy notice',
  'record-of-processing': 'Record of processing activities',
  'retention-schedule': 'Retention schedule',
  'cookie-table': 'Cookies and storage',
  'sub-processors': 'Sub-processors',
  'model-providers': 'Model providers',
  'transfer-register': 'Transfers to other countries',
  'data-processing-agreement': 'Data processing agreement',
  'business-associate-agreement': 'Business associate agreement',
  'impact-assessment': 'Data protection impact assessment',
  'legitimate-interests': 'Assessment of legitimate interests',
  'control-matrix': 'Control matrix',
  'breach-register': 'Register of breaches',
}

export const h2 = (text: string): PaperBlock => ({ kind: 'heading', level: 2, text })
export const h3 = (text: string): PaperBlock => ({ kind: 'heading', level: 3, text })
export const p = (text: string): PaperBlock => ({ kind: 'paragraph', text })
export const note = (text: string): PaperBlock => ({ kind: 'note', text })
export const list = (...items: string[]): PaperBlock => ({ kind: 'list', ordered: false, items })
export const numbered = (...items: string[]): PaperBlock => ({ kind: 'list', ordered: true, items })
export const facts = (...rows: (readonly [name: string, text: string | null])[]): PaperBlock => ({
  kind: 'facts',
  rows: rows.flatMap(([name, text]) => (text === null ? [] : [{ name, text }])),
})
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): PaperBlock => ({
  kind: 'table',
  head: [...head],
  rows: rows.map((row) => [...row]),
})

/** Stands at the end of each paper with the force of law. */
export const template = note(
  'This text is a template, made from how the system is configured. It is no legal advice. Have counsel review it before you rely on it.',
)

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** `conversationEvents` is read as `conversation events`. */
export const spaced = (name: string): string => name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
/** `2026-05-03`, of an instant. */
export const day = (iso: string): string => iso.slice(0, 10)

const countries = new Intl.DisplayNames('en', { type: 'region' })
export const countryName = (code: string): string => countries.of(code) ?? code
