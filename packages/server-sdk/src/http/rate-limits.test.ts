import { describe, expect, it } from 'vitest'
import { networkOf, tokenBuckets } from './rate-limits.ts'

const quota = { requests: 2, seconds: 10 }

describe('tokenBuckets', () => {
  it('gives a quota at once, then evenly, and never more than it', () => {
    let now = 0
    const buckets = tokenBuckets(() => now)
    const take = () => buckets.take('key', quota)
    expect([take(), take(), take()].map(({ allowed }) => allowed)).toEqual([true, true, false])
    expect(take()).toEqual({ allowed: false, remaining: 0, reset: 10, wait: 5 })
    now = 4999
    expect(take()).toMatchObject({ allowed: false, wait: 1 })
    now = 5000
    expect(take()).toMatchObject({ allowed: true, remaining: 0 })
    now = 1_000_000
    expect(take()).toEqual({ allowed: true, remaining: 1, reset: 5, wait: 0 })
  })

  it('loses nothing when the clock goes back', () => {
    let now = 10_000
    const buckets = tokenBuckets(() => now)
    buckets.take('key', quota)
    now = 0
    expect(buckets.take('key', quota)).toMatchObject({ allowed: true, remaining: 0 })
    expect(buckets.take('key', quota).allowed).toBe(false)
  })

  it('keeps a bounded number, and lets the least used ones go', () => {
    const buckets = tokenBuckets(() => 0, 3)
    for (const key of ['a', 'b', 'c', 'a', 'a', 'd']) buckets.take(key, quota)
    expect(buckets.size).toBe(3)
    expect(buckets.take('a', quota).allowed).toBe(false)
    expect(buckets.take('b', quota).remaining).toBe(1)
  })
})

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [null, 'unknown'],
  ])('takes %s as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})
