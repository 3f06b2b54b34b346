import type { ConsentShown } from '@sotto/contracts'
import type { Consent } from '../core/consent.ts'
import { filled, inLanguage, listed } from '../languages/language.ts'
import type { FirstWords, KnownCategory } from '../languages/words.ts'
import type { ConsentCategory, ConsentPolicy } from '../policy/policy.ts'

/** What a layer is made from. */
export interface Reading {
  readonly words: FirstWords
  readonly language: string
}

/** What a first layer depends on besides its words. */
export type Asked = Pick<Consent, 'policy' | 'gpc' | 'offByGpc'>

export const titleOf = (category: ConsentCategory, policy: ConsentPolicy, { words, language }: Reading) =>
  inLanguage(category.title, language, policy) ?? words.categories[category.id as KnownCategory] ?? category.id

/** Every word of the first layer. The layer is made from nothing else, so that what is hashed is what was read. */
export function firstLayer({ policy, gpc, offByGpc }: Asked, reading: Reading): ConsentShown {
  const { words, language } = reading
  const { site, texts = {}, categories, services = [] } = policy
  const asked = categories.filter(({ id, necessary }) => {
    const inside = services.filter(({ category }) => category === id)
    return !necessary && (inside.length ? inside : [{ id }]).some((item) => !offByGpc.includes(item.id))
  })
  return {
    layer: 'first',
    layout: policy.layout ?? 'card',
    language,
    texts: {
      heading: inLanguage(texts.heading, language, policy) ?? words.heading,
      body: filled(inLanguage(texts.body, language, policy) ?? words.body, {
        link: words.privacyChoices,
        purposes: listed(
          asked.map((category) => titleOf(category, policy, reading)),
          words,
        ),
      }),
      link: words.privacyChoices,
      reject: words.reject,
      choose: words.choose,
      accept: words.accept,
      ...(gpc && { gpc: words.gpc, gpcMeans: words.gpcMeans }),
      ...(site.privacyUrl && { privacyNotice: words.privacyNotice }),
      ...(site.imprintUrl && { imprint: words.imprint }),
    },
  }
}
