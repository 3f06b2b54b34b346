import { describe, expect, it } from 'vitest'
import { blocksOf, inlinesOf, plainText, safeAddress, steady } from './index.ts'

describe('a text', () => {
  it('is read into blocks', () => {
    const text = '# Prices\n\nA service.\n\n1. wash\n2. true\n\n| a | b |\n|---|--:|\n| 1 | 2 |'
    expect(blocksOf(text).map(({ type }) => type)).toEqual(['heading', 'paragraph', 'list', 'table'])
  })

  it('keeps HTML as the characters that it is made of', () => {
    expect(blocksOf('<img src=x onerror=alert(1)>')).toEqual([
      { type: 'paragraph', text: '<img src=x onerror=alert(1)>' },
    ])
    expect(inlinesOf('<b>not bold</b>')).toEqual(['<b>not bold</b>'])
  })

  it('is plain without its signs and marks', () => {
    expect(plainText('It is **free** for [three days](https://a.example). [1]')).toBe('It is free for three days.')
  })
})

describe('a line', () => {
  it('holds citations with the space before them', () => {
    expect(inlinesOf('Free. [2]')).toEqual(['Free.', { type: 'citation', number: 2, space: ' ' }])
  })

  it('cannot turn a citation into a link', () => {
    expect(inlinesOf('Free [1].\n[1]: /elsewhere')).toEqual([
      'Free',
      { type: 'citation', number: 1, space: ' ' },
      '.',
      { type: 'break' },
      { type: 'citation', number: 1, space: '' },
      ': /elsewhere',
    ])
  })

  it('holds emphasis and code', () => {
    expect(inlinesOf('**a** `b` ~~c~~')).toEqual([
      { type: 'strong', children: ['a'] },
      ' ',
      { type: 'code', text: 'b' },
      ' ',
      { type: 'del', children: ['c'] },
    ])
  })
})

describe('an address', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', ' JaVaScRiPt:alert(1)', '//a.example', 'file:///etc/passwd'])(
    'leads nowhere: %s',
    (address) => expect(safeAddress(address)).toBeNull(),
  )

  it('leads to a page or a mailbox', () => {
    expect(safeAddress('https://a.example/b')).toBe('https://a.example/b')
    expect(safeAddress('mailto:a@b.example')).toBe('mailto:a@b.example')
  })
})

describe('a text that is still being written', () => {
  it('closes what is open and holds back what has only begun', () => {
    expect(steady('It is **fre')).toBe('It is **fre**')
    expect(steady('It is free. [1')).toBe('It is free.')
  })
})
