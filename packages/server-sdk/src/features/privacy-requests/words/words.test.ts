import { expect, it } from 'vitest'
import { en } from './en.ts'
import { dayIn, spoken, tables } from './index.ts'

const flat = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as [string, string]] : flat(value, `${path}${name}.`),
  )
const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
const english = new Map(flat(en))

it.each(Object.entries(tables))('%s says everything, with the same names put in', (language, words) => {
  for (const [place, text] of flat(words)) {
    expect(text.trim(), place).not.toBe('')
    expect(names(text), place).toEqual(names(english.get(place) ?? ''))
  }
  expect(dayIn(new Date('2026-05-03T00:00:00Z'), language)).toContain('2026')
})

it('speaks the first language that it has, and English otherwise', () => {
  expect(spoken(['xx', 'pt-BR', 'de']).language).toBe('pt')
  expect(spoken(['constructor', 'sw']).language).toBe('en')
})
