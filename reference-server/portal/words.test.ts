import { expect, it } from 'vitest'
import { en } from './src/words/en.ts'
import { languageNames, spoken, tables } from './src/words/index.ts'

const flat = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as [string, string]] : flat(value, `${path}${name}.`),
  )
const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
const english = new Map(flat(en))

it.each(Object.keys(tables))('the portal says everything in %s, with the same names put in', async (language) => {
  const { words } = await spoken([language])
  for (const [place, text] of flat(words)) {
    expect(text.trim(), place).not.toBe('')
    expect(names(text), place).toEqual(names(english.get(place) ?? ''))
  }
  expect(languageNames[language]).toBeTruthy()
})

it('speaks the first language that it has, and English otherwise', async () => {
  expect((await spoken(['xx', 'pt-BR', 'de'])).language).toBe('pt')
  expect((await spoken(['constructor', 'sw'])).language).toBe('en')
})
