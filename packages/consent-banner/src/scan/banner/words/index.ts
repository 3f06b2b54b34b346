import { ar } from './ar.ts'
import { bg } from './bg.ts'
import { cs } from './cs.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { et } from './et.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { he } from './he.ts'
import { hr } from './hr.ts'
import { hu } from './hu.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { lt } from './lt.ts'
import { lv } from './lv.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ro } from './ro.ts'
import { ru } from './ru.ts'
import { sk } from './sk.ts'
import { sl } from './sl.ts'
import { sv } from './sv.ts'
import { tr } from './tr.ts'
import { uk } from './uk.ts'
import { zh } from './zh.ts'

/** What a control of a banner is for. */
export type Role = 'accept' | 'reject' | 'settings' | 'save' | 'withdraw'

/**
 * How a language names the controls of a banner. Phrases are compared without case, accents and punctuation. A phrase
 * counts where it is the whole name of a control, or stands as whole words in a short one.
 */
export interface BannerWords extends Readonly<Record<Role, readonly string[]>> {
  /** Words by which a text shows that it is about consent. */
  readonly about: readonly string[]
  /** Words by which a category shows that it cannot be switched off. */
  readonly necessary: readonly string[]
}

/** Thirty languages and English, by BCP 47 code. */
export const bannerWords: Readonly<Record<string, BannerWords>> = {
  ar,
  bg,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  fi,
  fr,
  he,
  hr,
  hu,
  it,
  ja,
  ko,
  lt,
  lv,
  nb,
  nl,
  pl,
  pt,
  ro,
  ru,
  sk,
  sl,
  sv,
  tr,
  uk,
  zh,
}
