import { languages as spoken } from '@sotto/consent-banner/words'
import { at, keyOf, listAt, type Path } from './policy-fields.ts'

const base = (tag: string) => tag.toLowerCase().split('-')[0] as string
/** Norwegians say which of theirs they mean, or do not. */
const same = (tag: string) => (/^n[no]$/.test(base(tag)) ? 'nb' : base(tag))

const names = new Intl.DisplayNames('en', { type: 'language' })

/** `German` for `de`. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** The languages in which the banner itself speaks, by name. */
export const bannerLanguages = [...spoken].sort((one, other) => languageName(one).localeCompare(languageName(other)))

/** The places of a draft that hold a text in several languages. */
function textPlaces(draft: unknown): Path[] {
  const inside = (list: 'categories' | 'services', fields: readonly string[]) =>
    listAt(draft, [list]).flatMap((_one, index) => fields.map((field): Path => [list, index, field]))
  return [
    ['texts', 'heading'],
    ['texts', 'body'],
    ...inside('categories', ['title', 'description']),
    ...inside('services', ['purpose', 'data', 'kept']),
  ]
}

/** The language that every text has. */
export const ownLanguage = (draft: unknown): string => {
  const tag = at(draft, ['language'])
  return typeof tag === 'string' && tag ? tag : 'en'
}

/** Under which tag the text of a language stands there, or would. */
export function tagOf(texts: unknown, language: string): string {
  const tags = Object.keys((texts ?? {}) as object)
  return tags.find((tag) => tag === language) ?? tags.find((tag) => same(tag) === same(language)) ?? language
}

/** All languages of which a draft has any text, its own first. */
export function languagesOf(draft: unknown): string[] {
  const own = ownLanguage(draft)
  const found = new Map([[same(own), own]])
  for (const place of textPlaces(draft))
    for (const tag of Object.keys((at(draft, place) ?? {}) as object))
      if (!found.has(same(tag))) found.set(same(tag), tag)
  return [...found.values()]
}

/**
 * The texts that a language lacks. A banner that lacks one speaks another language altogether: a page in two would be
 * read by nobody.
 */
export const missingIn = (draft: unknown, language: string): Path[] =>
  textPlaces(draft).filter((place) => {
    const texts = at(draft, place) as Record<string, unknown> | undefined
    return texts !== undefined && Object.keys(texts).length > 0 && !textIn(texts, language)
  })

export const textIn = (texts: unknown, language: string): string => {
  const text = ((texts ?? {}) as Record<string, unknown>)[tagOf(texts, language)]
  return typeof text === 'string' ? text : ''
}

/** The field of a text in a language, as fields are named in the page. */
export const fieldIn = (draft: unknown, place: Path, language: string): string =>
  keyOf([...place, tagOf(at(draft, place), language)])
