import type { FirstWords, MoreWords } from './words.ts'

/** One module for each language, so that a visitor loads the one that they read. */
const tables: Readonly<Record<string, () => Promise<{ readonly first: FirstWords; readonly more: MoreWords }>>> = {
  bg: () => import('./bg.ts'),
  cs: () => import('./cs.ts'),
  da: () => import('./da.ts'),
  de: () => import('./de.ts'),
  el: () => import('./el.ts'),
  en: () => import('./en.ts'),
  es: () => import('./es.ts'),
  et: () => import('./et.ts'),
  fi: () => import('./fi.ts'),
  fr: () => import('./fr.ts'),
  ga: () => import('./ga.ts'),
  hr: () => import('./hr.ts'),
  hu: () => import('./hu.ts'),
  is: () => import('./is.ts'),
  it: () => import('./it.ts'),
  lt: () => import('./lt.ts'),
  lv: () => import('./lv.ts'),
  mt: () => import('./mt.ts'),
  nb: () => import('./nb.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt.ts'),
  ro: () => import('./ro.ts'),
  sk: () => import('./sk.ts'),
  sl: () => import('./sl.ts'),
  sv: () => import('./sv.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  ar: () => import('./ar.ts'),
  he: () => import('./he.ts'),
  ja: () => import('./ja.ts'),
  zh: () => import('./zh.ts'),
}

const table = (language: string) => (tables[language] ?? tables.en)?.()

export const loadFirst = async (language: string) => (await table(language))?.first as FirstWords
export const loadMore = async (language: string) => (await table(language))?.more as MoreWords
