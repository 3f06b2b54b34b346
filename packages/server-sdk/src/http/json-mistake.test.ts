import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonMistake } from './json-mistake.ts'

const parses = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Texts that are nearly JSON: a value, written down, with a piece of it changed. */
const nearlyJson = fc
  .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom('', ',', '"', '}', ']', ':', '\\', '0', '-', '\n', 'e', '.'))
  .map(([text, place, length, piece]) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + piece + text.slice(at + length)
  })

describe('jsonMistake', () => {
  it('finds a mistake exactly where JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.json(), fc.string()), (text) => {
        expect(jsonMistake(text) === undefined).toBe(parses(text))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['', 1, 1, 'a value'],
    ['{"a": tru}', 1, 7, 'a value'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma or }'],
    ['{"a": 1,}', 1, 9, 'a key in double quotes'],
    ["{'a': 1}", 1, 2, 'a key in double quotes or }'],
    ['[1, 2', 1, 6, 'a comma or ]'],
    ['{"a" 1}', 1, 6, 'a colon'],
    ['"abc', 1, 5, 'the closing quote of a string'],
    ['"a\tb"', 1, 3, 'no control character inside a string'],
    ['"\\x"', 1, 2, 'an escape such as \\n or \\u00e9'],
    ['01', 1, 2, 'the end'],
    ['{} {}', 1, 4, 'the end'],
  ])('says where %j breaks', (text, line, column, expected) => {
    expect(jsonMistake(text)).toEqual({ line, column, expected })
  })

  it('does not run out of stack on what is nested deeply', () => {
    expect(jsonMistake('['.repeat(500_000))).toEqual({ line: 1, column: 500_001, expected: 'a value or ]' })
  })
})
