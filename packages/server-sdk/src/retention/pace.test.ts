import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountAt, type Bounds, firstPace, type Pace, paceAfter } from './pace.ts'

const bounds: Bounds = { longest: 50, mostRows: 4000 }

/** Transactions one after the other, on a database that takes so long for each, and for each row. */
function paced({ each, overhead, perRow, times }: { each: number; overhead: number; perRow: number; times: number }) {
  let pace: Pace = firstPace(bounds)
  let milliseconds = 0
  for (let n = 0; n < times; n++) {
    const { things, rows: most } = amountAt(pace, bounds)
    const rows = Math.min(most, things * each)
    milliseconds = overhead + rows * perRow
    pace = paceAfter(pace, { milliseconds, things, rows }, bounds)
  }
  return { pace, milliseconds }
}

describe('the pace of a run', () => {
  it('comes to transactions that take as long as one may, whatever a row costs', () => {
    for (const perRow of [0.02, 0.1, 0.3])
      for (const each of [1, 7, 20]) {
        const { milliseconds, pace } = paced({ each, overhead: 5, perRow, times: 40 })
        expect(milliseconds, `${perRow} ms a row, ${each} with a thing`).toBeLessThanOrEqual(bounds.longest * 1.25)
        if (pace.rows < bounds.mostRows) expect(milliseconds).toBeGreaterThan(bounds.longest / 3)
      }
  })

  it('stays between its bounds, whatever transactions came to', () => {
    const taken = fc.record({
      milliseconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
      things: fc.nat(1000),
      rows: fc.nat(5000),
    })
    fc.assert(
      fc.property(fc.array(taken, { maxLength: 50 }), fc.integer({ min: 1, max: 4000 }), (many, mostRows) => {
        let pace = firstPace({ ...bounds, mostRows })
        for (const one of many) {
          pace = paceAfter(pace, one, { ...bounds, mostRows })
          const { things, rows } = amountAt(pace, { ...bounds, mostRows })
          expect(things).toBeGreaterThanOrEqual(1)
          expect(rows).toBeGreaterThanOrEqual(1)
          expect(rows).toBeLessThanOrEqual(mostRows)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('halves after one that waited, learns nothing from one that had little to do, and takes it up again', () => {
    const pace = { rows: 400, each: 20 }
    expect(paceAfter(pace, { milliseconds: 5000, things: 20, rows: 400 }, bounds).rows).toBe(200)
    expect(paceAfter(pace, { milliseconds: 1, things: 1, rows: 20 }, bounds).rows).toBe(400)
    expect(paceAfter(pace, { milliseconds: 1, things: 20, rows: 400 }, bounds).rows).toBe(600)
  })
})
