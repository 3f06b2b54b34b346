import type { WidgetConfiguration } from '@sotto/contracts'
import type { Entry } from '../conversation/entry.ts'
import { type Language, localeOf, type Words } from '../language/language.ts'
import { placeOf } from '../messages/source-card.ts'

/** The conversation as a text that a person can read, with the sources of each answer. */
export function transcriptText(
  entries: readonly Entry[],
  { name }: WidgetConfiguration,
  words: Words,
  language: Language,
  now: Date,
): string {
  const date = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long' })
  const clock = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'short', timeStyle: 'short' })
  const who = { visitor: words.you, bot: words.assistant, member: '' }
  const messages = entries
    .filter(({ id }) => id !== null)
    .map((entry) => {
      const sources = entry.citations.map(
        (citation) => `[${citation.number}] ${placeOf(citation, words)}: “${citation.quote}”`,
      )
      return [
        `${entry.name ?? who[entry.author]}, ${clock.format(new Date(entry.createdAt))}`,
        entry.text,
        ...(sources.length > 0 ? [`${words.exportSources}:`, ...sources] : []),
      ].join('\n')
    })
  return `${[words.exportHeading(name, date.format(now)), ...messages].join('\n\n')}\n`
}

/** Hands a text to the visitor as a file. It is made here: nothing is sent or stored for it. */
export function offerFile(name: string, text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
