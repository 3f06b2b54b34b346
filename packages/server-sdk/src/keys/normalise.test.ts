import { describe, expect, it } from 'vitest'
import { normalise, prefixesOf, prefixQuery } from './normalise.ts'

describe('one form for each value', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['a.d.a+shop@example.com', 'a.d.a+shop@example.com'],
  ])('of the address %j', (given, form) => {
    expect(normalise.email(given)).toBe(form)
  })

  it.each([
    ['+44 7700 900168', '+447700900168'],
    ['+44 (0)7700-900168', '+447700900168'],
  ])('of the number %j', (given, form) => {
    expect(normalise.phone(given)).toBe(form)
  })

  it.each(['07700 900168', 'call me', '+44'])('refuses the number %j, which has no country or is none', (given) => {
    expect(() => normalise.phone(given)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  it('of ids of other systems, whose letters are all different', () => {
    expect(normalise.exact(' A1 ')).toBe('A1')
    expect(normalise.exact('a1')).not.toBe(normalise.exact('A1'))
  })
})

describe('beginnings of words', () => {
  it('are those of every word, from two letters on', () => {
    expect(prefixesOf('Ada King')).toEqual(['ad', 'ada', 'ki', 'kin', 'king'])
  })

  it('are found by the form in which they were kept', () => {
    for (const name of ['Åsa Öberg', 'O’Brien', '李小龍 先生', 'Anne-Marie', 'Wolfeschlegelsteinhausen'])
      for (const word of name.split(/[^\p{L}\p{N}]+/u)) {
        const asked = prefixQuery(word)
        if (asked) expect(prefixesOf(name)).toContain(asked)
      }
    expect(prefixQuery('a')).toBeUndefined()
  })
})
