import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idAfter, newId } from './ids.ts'

const digits = '0123456789abcdefghjkmnpqrstvwxyz'
const random = fc.string({ unit: fc.constantFrom(...digits), minLength: 16, maxLength: 16 })

it('ids of one millisecond come in the order in which they were made', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  const moment = newId('auditEntry', now).slice(0, -16)
  fc.assert(
    fc.property(fc.array(random, { minLength: 2, maxLength: 20 }), (parts) => {
      let before = ''
      for (const part of parts) {
        const id = idAfter(before, `${moment}${part}`)
        if (!before.endsWith('z'.repeat(16))) expect(id > before).toBe(true)
        expect(id).toHaveLength(moment.length + 16)
        before = id
      }
    }),
  )
  expect(idAfter(`${moment}0000000000000zzz`, `${moment}0000000000000000`)).toBe(`${moment}0000000000001000`)
})

it('an id of another millisecond stays as it is, also when the clock goes back', () => {
  const [later, earlier] = [newId('auditEntry', new Date(2000)), newId('auditEntry', new Date(1000))]
  expect(idAfter(earlier, later)).toBe(later)
  expect(idAfter(later, earlier)).toBe(earlier)
})
