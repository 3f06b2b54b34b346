import type { ConsentRecord, ConsentSource } from '@sotto/contracts'

/** How a choice came about, in a word or two. */
export const sourceNames: Record<ConsentSource, string> = {
  banner: 'Banner',
  preferences: 'Preferences',
  placeholder: 'Placeholder',
  link: 'Link on the page',
  page: 'Page',
  gpc: 'Global Privacy Control',
  api: 'Program',
  portal: 'Privacy portal',
  email: 'E-mail',
  import: 'Import',
}

export const layerNames = {
  first: 'First layer',
  preferences: 'Preferences',
  placeholder: 'Placeholder',
  email: 'Message',
}

const list = new Intl.ListFormat('en-GB')

const purposesOf = ({ choices }: Pick<ConsentRecord, 'choices'>, state: 'granted' | 'denied') =>
  Object.keys(choices)
    .filter((purpose) => choices[purpose] === state)
    .sort()

/** `Yes to analytics, no to marketing`. */
export function saidInWords(record: Pick<ConsentRecord, 'choices'>): string {
  const [yes, no] = [purposesOf(record, 'granted'), purposesOf(record, 'denied')]
  const parts = [yes.length > 0 ? `yes to ${list.format(yes)}` : '', no.length > 0 ? `no to ${list.format(no)}` : '']
  const said = parts.filter(Boolean).join(', ')
  return said.replace(/^./, (first) => first.toUpperCase()) || 'Nothing'
}

export const reasonNames: Record<string, string> = {
  granted: 'said yes',
  necessary: 'always on',
  denied: 'said no',
  gpc: 'Global Privacy Control',
  nothing_said: 'nothing said',
  expired: 'the yes has run out',
  policy_changed: 'the yes was to other words',
}
