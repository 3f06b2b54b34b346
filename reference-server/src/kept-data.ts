import type { DataMap } from '@sotto/server-sdk'
import { escaped } from './pages.ts'

/** Words for what is stored, by collection; one without words of its own is shown under its name. */
const words: Record<string, string> = {
  contacts: 'Who you are',
  conversations: 'Your conversations',
  messages: 'What was written in them',
  appointments: 'Your appointments',
  tickets: 'Your requests for help',
  consentRecords: 'What you agreed to',
}

const fieldWords: Record<string, string> = {
  externalId: 'customer number',
  saidName: 'the name you gave',
  saidEmail: 'the address you gave',
  citations: 'sources of the answers',
  page: 'the page you began on',
}

const basisWords: Record<string, string> = {
  consent: 'because you agreed',
  contract: 'because it is needed to serve you',
  'legitimate-interests': 'because of a legitimate interest',
  'legal-obligation': 'because the law asks for it',
}

const fieldName = (name: string) => fieldWords[name] ?? name.replace(/([A-Z])/g, ' $1').toLowerCase()

/** What is kept about the people who write to a team, read off the data map: markup. */
export function keptData(map: DataMap): string {
  const rows = map.collections.flatMap((collection) => {
    const fields = Object.entries(collection.fields as Record<string, { kind: string }>).filter(
      ([, field]) => field.kind === 'personal',
    )
    if (
      collection.about === 'nobody' ||
      collection.retention.category === 'technical' ||
      collection.retention.category === 'team' ||
      typeof collection.log !== 'string' ||
      fields.length === 0
    )
      return []
    const what = fields.map(([name]) => fieldName(name)).join(', ')
    const end =
      collection.retention.afterwards === 'anonymise'
        ? 'Afterwards only numbers without a person stay.'
        : 'Afterwards it is deleted.'
    return [
      `<div><dt>${escaped(words[collection.name] ?? collection.name)}</dt><dd>${escaped(what.charAt(0).toUpperCase() + what.slice(1))}<span>${escaped(collection.purpose)}, ${escaped(basisWords[collection.basis] ?? collection.basis)}. ${end}</span></dd></div>`,
    ]
  })
  return `<dl>${rows.join('')}</dl>`
}
