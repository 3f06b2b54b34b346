import { SottoConnectionError, SottoError } from '@sotto/client-sdk'
import { describe, expect, it } from 'vitest'
import { shortTime, waiting } from './time.ts'
import { failureInWords, initials, size } from './words.ts'

const problem = (code: 'rate_limited' | 'invalid_request' | 'internal', status: number, detail = 'A detail.') =>
  new SottoError({ type: '/docs', title: 'A title', status, code, detail, retryAfter: 30 })

describe('a failure', () => {
  it('says what to do', () => {
    expect(failureInWords(problem('rate_limited', 429))).toBe('Too many requests. Try again in 30 seconds.')
    expect(failureInWords(problem('internal', 500))).toBe('A title. Try again in a moment.')
    expect(failureInWords(new SottoConnectionError('network', 'x'))).toContain('cannot be reached')
  })

  it('never shows what an unknown error says of itself', () => {
    expect(failureInWords(new Error('secret'))).not.toContain('secret')
  })
})

it('knows initials', () => {
  expect(['Ines Duarte', 'ada@example.com', '李 小龙', '—', 'Jean-Luc Marie Picard'].map(initials)).toEqual([
    'ID',
    'AE',
    '李小',
    '',
    'JM',
  ])
})

it('knows sizes', () => {
  expect([1, 950, 12_345, 2_500_000].map(size)).toEqual(['1 byte', '950 bytes', '12 kB', '2.5 MB'])
})

describe('a time', () => {
  const today = new Date(2026, 10, 12, 12, 0)
  const before = (minutes: number) => new Date(today.getTime() - minutes * 60_000).toISOString()

  it('is as short as it can be said', () => {
    expect(shortTime(before(0), today)).toBe('now')
    expect(shortTime(before(90), today)).toMatch(/^10:30/)
    expect(shortTime(before(2 * 24 * 60), today)).toBe('Tue')
    expect(shortTime(before(30 * 24 * 60), today)).toMatch(/Oct/)
    expect(shortTime(before(365 * 24 * 60), today)).toMatch(/2025/)
  })

  it('tells how long somebody waits', () => {
    expect([0, 11, 61, 3000].map((minutes) => waiting(before(minutes), today))).toEqual(['now', '11 min', '1 h', '2 d'])
  })
})
