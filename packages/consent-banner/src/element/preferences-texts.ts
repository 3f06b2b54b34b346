import type { ConsentShown } from '@sotto/contracts'
import type { Consent } from '../core/consent.ts'
import { counted, inLanguage } from '../languages/language.ts'
import type { FirstWords, KnownCategory, MoreWords } from '../languages/words.ts'
import type { ConsentService } from '../policy/policy.ts'
import { type Reading, titleOf } from './first-layer.ts'

/** What the preferences are made from. */
export interface FullReading extends Reading {
  readonly words: FirstWords & MoreWords
}

/** A row of the preferences: a category with what can be turned on in it. */
export interface Row {
  readonly id: string
  readonly necessary: boolean
  /** The services, or the category itself where it has none. */
  readonly items: readonly string[]
  readonly services: readonly ConsentService[]
}

export const rowsOf = ({ policy: { categories, services = [] } }: Consent): Row[] =>
  categories.map(({ id, necessary = false }) => {
    const inside = services.filter(({ category }) => category === id)
    return { id, necessary, services: inside, items: inside.length ? inside.map((service) => service.id) : [id] }
  })

/**
 * Every word of the preferences, by its place: `category.ID.title`, `service.ID.who` and so on. They are made from
 * nothing else, so that what is hashed is what was read.
 */
export function preferencesTexts(consent: Consent, reading: FullReading): ConsentShown {
  const { policy, regime, gpc, offByGpc } = consent
  const { words, language } = reading
  const texts: Record<string, string | undefined> = {
    title: regime.kind === 'opt-in' ? words.privacyChoices : words.yourPrivacyChoices,
    intro: regime.kind === 'opt-in' ? words.introOptIn : words.introOptOut,
    reject: words.rejectAll,
    save: words.save,
    accept: words.acceptAll,
    ...(gpc && { gpc: words.gpc, gpcMeans: words.gpcMeans }),
  }
  for (const row of rowsOf(consent)) {
    const category = policy.categories.find(({ id }) => id === row.id)
    if (!category) continue
    const at = `category.${row.id}`
    const off = row.items.every((item) => offByGpc.includes(item))
    texts[`${at}.title`] = titleOf(category, policy, reading)
    texts[`${at}.description`] =
      off && !row.necessary
        ? words.offByGpc
        : (inLanguage(category.description, language, policy) ?? words.purposes[row.id as KnownCategory])
    if (row.services.length) texts[`${at}.services`] = counted(words.services, row.services.length, language)
    if (row.necessary) texts[`${at}.state`] = words.alwaysOn
    for (const service of row.services) Object.assign(texts, serviceTexts(service, consent, reading))
  }
  return {
    layer: 'preferences',
    layout: 'dialog',
    language,
    texts: Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => !!entry[1])),
  }
}

function serviceTexts(service: ConsentService, { policy, offByGpc }: Consent, { words, language }: FullReading) {
  const { id, name, provider, purpose, data, kept, cookies = [] } = service
  const at = `service.${id}`
  const country = provider?.country && new Intl.DisplayNames(language, { type: 'region' }).of(provider.country)
  const longest = Math.max(0, ...cookies.map(({ lifetimeDays = 0 }) => lifetimeDays))
  const fromCookies =
    longest > 0 ? counted(words.days, Math.ceil(longest), language) : cookies.length ? words.session : ''
  return {
    [`${at}.name`]: name,
    [`${at}.purpose`]: inLanguage(purpose, language, policy),
    [`${at}.who`]: [provider?.name, country].filter(Boolean).join(', '),
    [`${at}.what`]: inLanguage(data, language, policy),
    [`${at}.cookies`]: cookies.map((cookie) => cookie.name).join(', '),
    [`${at}.kept`]: inLanguage(kept, language, policy) ?? fromCookies,
    ...(offByGpc.includes(id) && { [`${at}.off`]: words.offByGpc }),
  }
}
