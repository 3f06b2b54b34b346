import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'

it('gives back what was put in', () => {
  const part = fc.oneof(fc.string(), fc.integer(), fc.date({ noInvalidDate: true }))
  fc.assert(
    fc.property(part, fc.string(), (value, id) => {
      expect(decodeCursor(encodeCursor([value, id]), 2)).toEqual([value, id])
    }),
  )
})

it.each([
  ['no cursor at all', 'hello'],
  ['an operator', Buffer.from('[{"$ne":null},"a"]').toString('base64url')],
  ['another length', encodeCursor(['a'])],
  ['a date that is none', Buffer.from('[{"date":"now"},"a"]').toString('base64url')],
  ['null', Buffer.from('[null,"a"]').toString('base64url')],
])('refuses %s', (_what, cursor) => {
  expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
})
