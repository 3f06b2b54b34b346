import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise, prefixesOf, prefixQuery } from './normalise.ts'

describe('one form for each value', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['ada@BU\u0308CHER。example', 'ada@xn--bcher-kva.example'],
    ['ada@XN--BCHER-KVA.example', 'ada@xn--bcher-kva.example'],
    ['A\u0308DA@example.com', 'äda@example.com'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example'],
    ['ada@faß.例え.テスト', 'ada@xn--fa-hia.xn--r8jz45g.xn--zckzah'],
    // No part of what is no domain is left out: it would be the address of somebody else.
    ['ada@example.com/x', 'ada@example.com/x'],
    ['ada@evil.example℀.example.com', 'ada@evil.examplea/c.example.com'],
    ['a.d.a+shop@example.com', 'a.d.a+shop@example.com'],
  ])('of the address %j', (given, form) => {
    expect(normalise.email(given)).toBe(form)
  })

  it('stays as it is when it is brought there again', () => {
    const letters = fc
      .array(fc.integer({ min: 0x21, max: 0x1_ff_ff }), { minLength: 1, maxLength: 9 })
      .map((points) => String.fromCodePoint(...points).toWellFormed())
    fc.assert(
      fc.property(letters, letters, (local, domain) => {
        const form = normalise.email(`${local}@${domain}.example`)
        expect(normalise.email(form)).toBe(form)
        expect(normalise.email(`${local}@${domain}.example`.normalize('NFD'))).toBe(form)
      }),
    )
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
