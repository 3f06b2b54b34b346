import { describe, expect, it } from 'vitest'
import { shopPolicy } from '../testing/policies.ts'
import {
  chooseLanguage,
  counted,
  directionOf,
  firstWords,
  inLanguage,
  languages,
  listed,
  moreWords,
} from './language.ts'

const en = { ...(await firstWords('en')), ...(await moreWords('en')) }
const leaves = (words: object, at = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${at}${name}`, value]] : leaves(value, `${at}${name}.`),
  )
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
const counts = ['services', 'days'] as const

it('there are at least 30', () => {
  expect(languages.length).toBeGreaterThanOrEqual(30)
})

describe.each(languages)('%s', (language) => {
  it('says everything, with the same things put in', async () => {
    const words = { ...(await firstWords(language)), ...(await moreWords(language)) }
    const texts = new Map(leaves(words))
    for (const [name, text] of leaves(en)) {
      // Not every language has another word before the last of three: the lists below say which.
      if (name === 'last' || counts.some((count) => name.startsWith(count))) continue
      expect(texts.get(name)?.trim(), name).toBeTruthy()
      expect(placeholders(texts.get(name) ?? ''), name).toEqual(placeholders(text))
    }
    for (const count of counts) {
      expect(Object.keys(words[count]).toSorted()).toEqual(
        new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted(),
      )
    }
    for (const names of [[], ['A'], ['A', 'B'], ['A', 'B', 'C']]) {
      expect(listed(names, words)).toBe(new Intl.ListFormat(language).format(names))
    }
    expect(words.reject).not.toBe(words.accept)
    if (language !== 'en') expect(words.heading).not.toBe(en.heading)
  })
})

describe('the language of a page', () => {
  it('is the first wish that there are words for', () => {
    expect(chooseLanguage(shopPolicy, ['', null, 'xx', 'pt-BR', 'de'])).toBe('pt')
    expect(chooseLanguage(shopPolicy, ['nn-NO'])).toBe('nb')
    expect(chooseLanguage(shopPolicy, ['xx'])).toBe('en')
    expect(chooseLanguage({ ...shopPolicy, language: 'de' }, [])).toBe('de')
  })

  it('is one that the texts of the policy are in, too', () => {
    const policy = { ...shopPolicy, language: 'de', texts: { heading: { de: 'Hallo', fr: 'Bonjour' } } }
    expect(chooseLanguage(policy, ['en', 'fr'])).toBe('fr')
    expect(chooseLanguage(policy, ['en', 'it'])).toBe('de')
    expect(inLanguage(policy.texts.heading, 'fr', policy)).toBe('Bonjour')
    expect(inLanguage(policy.texts.heading, 'it', policy)).toBe('Hallo')
  })

  it('counts and reads as it does', async () => {
    const { services } = await moreWords('pl')
    expect([1, 2, 5, 22].map((count) => counted(services, count, 'pl'))).toEqual([
      '1 usługa',
      '2 usługi',
      '5 usług',
      '22 usługi',
    ])
    expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar', 'he'])
  })
})
