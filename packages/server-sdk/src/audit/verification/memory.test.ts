import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StoredEntry } from '../entry.ts'
import { LiveRows } from './live-rows.ts'
import { LogMemory } from './memory.ts'
import { Numbers } from './numbers.ts'

it('knows which numbers it was told, as ranges', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (told) => {
      const numbers = new Numbers()
      const known = new Set<number>()
      for (const number of told) {
        expect(numbers.add(number)).toBe(!known.has(number))
        known.add(number)
      }
      const within = (ranges: readonly (readonly [number, number])[]) =>
        ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n))
      expect(within(numbers.ranges)).toEqual([...known].sort((a, b) => a - b))
      const below = Array.from({ length: Math.max(0, ...told) }, (_, n) => n + 1)
      expect(within(numbers.missing())).toEqual(below.filter((n) => !known.has(n)))
      for (const [at, [first]] of numbers.ranges.entries())
        if (at > 0) expect(first).toBeGreaterThan((numbers.ranges[at - 1]?.[1] as number) + 1)
    }),
  )
})

it('knows which rows are live, in whatever order their entries are looked at', () => {
  const hashOf = (n: number) => createHash('sha256').update(String(n)).digest('hex')
  const live = new LiveRows()
  const model = new Set<number>()
  // Enough for many collisions of places, several growths and most rows gone again.
  for (let step = 0; step < 20_000; step++) {
    const n = (step * 7919) % 6007
    live.toggle(hashOf(n), { collection: `c${n % 3}`, unit: n % 5 ? `unt_${n}` : null, origin: 1, index: n })
    if (!model.delete(n)) model.add(n)
  }
  expect(live.size).toBe(model.size)
  for (let n = 0; n < 6007; n++)
    expect(live.get(hashOf(n))).toEqual(
      model.has(n) ? { collection: `c${n % 3}`, unit: n % 5 ? `unt_${n}` : null, origin: 1, index: n } : undefined,
    )
  const some = [...model].slice(0, 100)
  for (const n of some) expect([live.see(hashOf(n)), live.see(hashOf(n))]).toEqual([true, false])
  expect([...live.unseen()]).toHaveLength(model.size - 100)
})

it('takes an entry whose number its writer gave up as it is, and one that comes again as twice', () => {
  const entry = (n: number, voided: number[] = []) =>
    ({ action: 'contact.read', writer: { id: 'w', n, voided }, row: null, details: null }) as unknown as StoredEntry
  const memory = new LogMemory()
  expect([entry(1), entry(3, [2]), entry(2), entry(2), entry(6, [5])].map((one) => memory.note(one, 1, 0))).toEqual([
    true,
    true,
    true,
    false,
    true,
  ])
  expect(memory.gaps()).toEqual([{ writer: 'w', missing: [[4, 4]] }])
})
