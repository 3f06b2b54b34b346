import { describe, expect, it } from 'vitest'
import { words as arabic } from './ar.ts'
import { chooseLanguage } from './choice.ts'
import { words as german } from './de.ts'
import { en } from './en.ts'

describe('the language', () => {
  it.each([
    ['de', 'en', ['en'], 'de'],
    ['', 'de-AT', ['en'], 'de'],
    ['', 'AR', ['en'], 'ar'],
    ['fi', '', ['sv', 'de-CH', 'en'], 'de'],
    ['', '', [], 'en'],
    ['', 'den', ['xx'], 'en'],
  ] as const)('of owner %j, page %j and browser %j is %s', (owner, page, browser, language) => {
    expect(chooseLanguage(owner, page, browser)).toBe(language)
  })
})

describe.each([
  ['German', german],
  ['Arabic', arabic],
])('%s', (_, words) => {
  it('says everything that English says, with the same names and numbers in it', () => {
    expect(Object.keys(words)).toEqual(Object.keys(en))
    for (const [key, value] of Object.entries(words)) {
      const english = en[key as keyof typeof en]
      if (typeof value === 'string') expect(value.trim(), key).toMatch(/\S/)
      else {
        const [one, other] = ['ONE', 'TWO'] as [never, never]
        const said = (value as (...names: never[]) => string)(one, other)
        for (const name of ['ONE', 'TWO']) {
          expect(said.includes(name), key).toBe((english as (...names: never[]) => string)(one, other).includes(name))
        }
      }
    }
  })
})
