import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acknowledgeBy, dueAt, extendableUntil, lastChance, runsByItself } from './regimes.ts'

const day = 24 * 60 * 60 * 1000
const due = (received: string, regime: 'gdpr' | 'uk' | 'ccpa' = 'gdpr', isExtended = false) =>
  dueAt(regime, 'access', new Date(received), isExtended).toISOString()

it.each([
  ['2026-01-31T10:00:00Z', '2026-02-28T10:00:00.000Z'],
  ['2028-01-31T10:00:00Z', '2028-02-29T10:00:00.000Z'],
  ['2026-02-28T10:00:00Z', '2026-03-28T10:00:00.000Z'],
  ['2026-03-31T10:00:00Z', '2026-04-30T10:00:00.000Z'],
  // A month of 31 days: the thirtieth day is earlier.
  ['2026-05-03T10:00:00Z', '2026-06-02T10:00:00.000Z'],
  // Over New Year, and over the change to summer time.
  ['2025-12-31T23:59:59Z', '2026-01-30T23:59:59.000Z'],
  ['2026-03-15T01:30:00Z', '2026-04-14T01:30:00.000Z'],
])('what came at %s is answered by %s', (received, end) => expect(due(received)).toBe(end))

it('is extended once, by two months from the receipt, and ninety days at most', () => {
  expect(due('2026-11-30T10:00:00Z', 'uk', true)).toBe('2027-02-28T10:00:00.000Z')
  expect(due('2026-05-03T10:00:00Z', 'gdpr', true)).toBe('2026-08-01T10:00:00.000Z')
  expect(due('2026-05-03T10:00:00Z', 'ccpa', true)).toBe('2026-08-01T10:00:00.000Z')
})

it('knows California: 10 business days, 45 days, 15 business days that cannot be extended', () => {
  const friday = new Date('2026-05-01T18:00:00Z')
  expect(acknowledgeBy('ccpa', friday)?.toISOString()).toBe('2026-05-15T18:00:00.000Z')
  expect(acknowledgeBy('gdpr', friday)).toBeNull()
  expect(due('2026-05-01T18:00:00Z', 'ccpa')).toBe('2026-06-15T18:00:00.000Z')
  // Memorial Day (25 May) does not move it.
  expect(dueAt('ccpa', 'opt-out', friday).toISOString()).toBe('2026-05-22T18:00:00.000Z')
  expect(extendableUntil('ccpa', 'opt-out', friday)).toBeNull()
  // Friday evening there is Saturday here, and Sunday evening there is no day of business.
  expect(dueAt('ccpa', 'limit', new Date('2026-05-02T01:00:00Z')).toISOString()).toBe('2026-05-23T01:00:00.000Z')
  expect(dueAt('ccpa', 'limit', new Date('2026-05-04T01:00:00Z')).toISOString()).toBe('2026-05-23T01:00:00.000Z')
})

it.each([
  ['2026-05-04T10:00:00Z', '2026-05-30T10:00:00.000Z'],
  // It was shown late whose it is: somebody has time to look at it.
  ['2026-05-31T10:00:00Z', '2026-06-01T10:00:00.000Z'],
  ['2026-06-01T16:00:00Z', '2026-06-02T01:00:00.000Z'],
  ['2026-06-09T10:00:00Z', '2026-06-09T11:00:00.000Z'],
])('an erasure shown at %s to be of whoever asks runs by itself at %s', (verified, runs) => {
  const dueAt = new Date('2026-06-02T10:00:00Z')
  expect(runsByItself({ dueAt, verifiedAt: new Date(verified) }).toISOString()).toBe(runs)
})

it('is never later than day 30, nor than the same date of the next month, whatever the day', () => {
  const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(times, (received) => {
      const end = dueAt('gdpr', 'access', received)
      const days = Math.round((end.getTime() - received.getTime()) / day)
      expect(days).toBeLessThanOrEqual(30)
      expect(days).toBeGreaterThanOrEqual(28)
      expect(end.getUTCHours()).toBe(received.getUTCHours())
      const months =
        (end.getUTCFullYear() - received.getUTCFullYear()) * 12 + end.getUTCMonth() - received.getUTCMonth()
      expect(months).toBeLessThanOrEqual(1)
      if (months === 1) expect(end.getUTCDate()).toBeLessThanOrEqual(received.getUTCDate())
      expect(dueAt('gdpr', 'access', received, true) > end).toBe(true)
      expect(end.getTime() - lastChance(end).getTime()).toBe(3 * day)
      const business = dueAt('ccpa', 'opt-out', received)
      expect(business.getTime() - received.getTime()).toBeGreaterThanOrEqual(19 * day)
      expect(business.getTime() - received.getTime()).toBeLessThanOrEqual(21 * day)
    }),
    { numRuns: 300 },
  )
})
