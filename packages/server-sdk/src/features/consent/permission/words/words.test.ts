import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { filled, type PermissionWords, spoken } from './index.ts'

const languages = 'ar bg cs da de el en es et fi fr ga he hr hu is it ja lt lv mt nb nl pl pt ro sk sl sv tr uk zh'
const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('words to people', () => {
  it.each(languages.split(' '))('in %s have the places of the English ones, and are not English', (language) => {
    const { words, ...said } = spoken([`${language}-XX`])
    expect(said).toEqual({ language, direction: language === 'ar' || language === 'he' ? 'rtl' : 'ltr' })
    for (const name of Object.keys(en) as (keyof PermissionWords)[]) {
      expect(placesIn(words[name]), name).toEqual(placesIn(en[name]))
      if (language !== 'en') expect(words[name], name).not.toBe(en[name])
    }
  })

  it('are those of the first language that there are any for', () => {
    expect(spoken(['tlh', 'no-NO', 'de']).language).toBe('nb')
    expect(spoken(['constructor', '*', '']).language).toBe('en')
    expect(filled('{team}: {what} {else}', { team: '{what}', what: 'x' })).toBe('{what}: x {else}')
  })
})
