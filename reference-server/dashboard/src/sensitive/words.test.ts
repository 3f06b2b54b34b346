import { expect, it } from 'vitest'
import { piecesOf, termsIn } from './words.ts'

const found = (start: number, end: number) => ({ class: 'payment' as const, kind: 'card', start, end })

it('cuts a text where something was found, and nowhere else', () => {
  expect(piecesOf('ab', [])).toEqual([{ text: 'ab', found: null }])
  expect(piecesOf('abcdef', [found(4, 6), found(0, 2)])).toEqual([
    { text: 'ab', found: found(0, 2) },
    { text: 'cd', found: null },
    { text: 'ef', found: found(4, 6) },
  ])
  expect(piecesOf('abcd', [found(0, 3), found(2, 4)]).map(({ text }) => text)).toEqual(['abc', 'd'])
})

it('reads terms one a line or with commas, each once', () => {
  expect(termsIn(' hay fever,\n\nMigräne\nhay fever , ')).toEqual(['hay fever', 'Migräne'])
})
