import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PortalCalls, Trouble } from './calls.ts'
import { filled, type PortalWords } from './words/index.ts'

/** What all parts of the portal share: whom it is about, in which words, and whom to ask. */
export interface Speaking {
  team: string
  language: string
  words: PortalWords
  calls: PortalCalls
}

export const SpeakingContext = createContext<Speaking | null>(null)

export function useSpeaking() {
  const speaking = useContext(SpeakingContext)
  if (!speaking) throw new TypeError('useSpeaking is for components below <Portal>')
  const { language, words, team } = speaking
  // The same language as it is written where the reader is.
  const locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language
  // Days are those of UTC, as in the mails: nobody is told two days for one thing.
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const shortFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return {
    ...speaking,
    say: (text: string, names: Record<string, string> = {}) => filled(text, { team, ...names }),
    day: (instant: string) => dayFormat.format(new Date(instant)),
    shortDay: (instant: string) => shortFormat.format(new Date(instant)),
    problem: (trouble: Trouble): string => {
      if (trouble === 'limited') return words.limited
      if (trouble === 'code') return words.codeWrong
      if (trouble === 'unknown') return words.unknownLink
      if (typeof trouble === 'object' && trouble.fields.includes('email')) return words.emailWrong
      return words.failed
    },
  }
}
