import type { ConsentPolicy } from '../policy/policy.ts'
import { loadFirst, loadMore } from './tables.ts'
import type { Counted, FirstWords, MoreWords } from './words.ts'

/** The languages of which there are words, each a module of its own that is fetched when somebody reads it. */
export const languages =
  'bg cs da de el en es et fi fr ga hr hu is it lt lv mt nb nl pl pt ro sk sl sv tr uk ar he ja zh'.split(' ')

/** Texts of a policy in several languages, wherever they stand. */
function textsOf({ texts = {}, categories, services = [] }: ConsentPolicy) {
  return [
    texts.heading,
    texts.body,
    ...categories.flatMap(({ title, description }) => [title, description]),
    ...services.flatMap(({ purpose, data, kept }) => [purpose, data, kept]),
  ].filter((text) => text !== undefined)
}

const base = (tag: string) => tag.toLowerCase().split('-')[0] as string
/** Norwegians say which of theirs they mean, or do not. */
const same = (tag: string) => (/^n[no]$/.test(base(tag)) ? 'nb' : base(tag))

/**
 * The first wish that can be fulfilled whole: a page in two languages, ours and the policy's, would be read by nobody.
 * Where none can, the policy's own language.
 */
export function chooseLanguage(policy: ConsentPolicy, wishes: readonly (string | null | undefined)[]): string {
  const texts = textsOf(policy)
  const spoken = languages.filter((code) => texts.every((text) => Object.keys(text).some((tag) => same(tag) === code)))
  for (const wish of wishes) {
    const code = wish && same(wish)
    if (code && spoken.includes(code)) return code
  }
  const own = same(policy.language ?? 'en')
  return languages.includes(own) ? own : 'en'
}

/** English, where a language cannot be loaded. Rejects where that cannot be either. */
export const firstWords = (language: string): Promise<FirstWords> => loadFirst(language).catch(() => loadFirst('en'))
/** The words of the preferences, and of all that most visitors never see. English, where a language cannot be loaded. */
export const moreWords = (language: string): Promise<MoreWords> => loadMore(language).catch(() => loadMore('en'))

/** From which side a language is written. */
export const directionOf = (language: string) => (/^(ar|he)$/.test(language) ? 'rtl' : 'ltr')

/** A text of the policy in a language, else in the policy's own, else in any. */
export function inLanguage(
  texts: Readonly<Record<string, string>> | undefined,
  language: string,
  { language: own = 'en' }: ConsentPolicy,
): string | undefined {
  if (!texts) return undefined
  const found = [language, own].flatMap((wanted) => Object.keys(texts).filter((tag) => same(tag) === same(wanted)))
  return texts[found[0] ?? ''] ?? Object.values(texts)[0]
}

export const counted = (forms: Counted, count: number, language: string) =>
  (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replace(
    '#',
    new Intl.NumberFormat(language).format(count),
  )

/** Puts values in the place of their names in braces. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)

/**
 * Several names as one text. The browser's own lists would do, but the first of them takes a renderer tens of
 * milliseconds, while the visitor waits for the banner.
 */
export function listed(names: readonly string[], { and, last = and, comma = ', ' }: FirstWords): string {
  const before = names.slice(0, -1)
  return [...(before.length > 0 ? [before.join(comma)] : []), ...names.slice(-1)].join(before.length > 1 ? last : and)
}
