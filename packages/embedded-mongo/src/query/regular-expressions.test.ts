import { describe, expect, test } from 'vitest'
import { BSONRegExp } from '../bson/values.ts'
import { compileRegex, literalPrefix } from './regular-expressions.ts'

describe('patterns mean what they mean in PCRE', () => {
  test.each<[string, string, string, boolean]>([
    ['a$', '', 'a\n', true],
    ['a$', '', 'a\n\n', false],
    ['^a\\z', '', 'a\n', false],
    ['a\\Z', '', 'a\n', true],
    ['a.b', '', 'a\rb', true],
    ['a.b', '', 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['\\s', '', '\u00a0', false],
    ['[\\s_]', '', '\t', true],
    ['(?i)abc', '', 'ABC', true],
    ['a b # note', 'x', 'ab', true],
    ['[a b]', 'x', ' ', true],
    ['a\\-b\\/c\\"', '', 'a-b/c"', true],
    ['[\\w\\-.]+', '', 'a-b.c', true],
    ['[]a]', '', ']', true],
    ['[^]a]', '', ']', false],
    ['[[]', '', '[', true],
    ['^.$', '', '\u{1F600}', true],
    ['\\$5', '', '$5', true],
    ['x{', '', 'x{', true],
  ])('/%s/%s on %j: %s', (pattern, options, text, expected) => {
    expect(compileRegex(pattern, options).test(text)).toBe(expected)
  })

  test.each(['(', 'a++', '\\h', '\\x{41}', '[[:alpha:]]', '\\Qa\\E', '(?>a)', '(?R)', 'a\\'])(
    '/%s/ is refused',
    (pattern) => {
      expect(() => compileRegex(pattern, '')).toThrow(expect.objectContaining({ code: 51091 }))
    },
  )
})

test.each<[string, string, string | undefined]>([
  ['^abc', '', 'abc'],
  ['^ab*', '', 'a'],
  ['^ab{0,1}', '', 'a'],
  ['^abc', 'i', undefined],
  ['abc', '', undefined],
  ['^a|b', '', undefined],
  ['^a?', '', undefined],
  ['^a\\.b', '', 'a'],
])('/%s/%s begins with %s', (pattern, options, prefix) => {
  expect(literalPrefix(new BSONRegExp(pattern, options))).toBe(prefix)
})
