import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answersTheSame, grantedBy, mustAsk, readChoice, writeChoice } from '../choice/choice.ts'
import { shopPolicy } from '../testing/policies.ts'
import { asksOf } from './asks.ts'
import { planOf } from './plan-of.ts'
import type { ConsentPolicy } from './policy.ts'
import { regimeOf } from './regime.ts'
import { requestsOf } from './requests.ts'

const plan = planOf(shopPolicy)
const names = fc.uniqueArray(
  fc.constantFrom('analytics', 'counter', 'media', 'map', 'video', 'marketing', 'adverts', 'session', 'unknown'),
)
const choices = fc.record({
  asks: fc.constantFrom(plan.asks, 'other'),
  strictness: fc.integer({ min: 0, max: 2 }),
  at: fc.integer({ min: 1, max: 2_000_000_000 }),
  visitor: fc.uuid(),
  granted: names,
  denied: names,
})
const circumstances = fc.record({
  choice: fc.option(choices),
  regime: fc.constantFrom(...plan.regimes),
  off: fc.constantFrom([], plan.offByGpc),
  now: fc.integer({ min: 1, max: 2_000_000_000 }),
})

describe('what may run', () => {
  it('is what is necessary and, under opt-in, nothing that was not granted by a choice that still holds', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        const granted = grantedBy(plan, given)
        expect(granted.has('session')).toBe(true)
        for (const [id, category, necessary] of plan.items) {
          if (necessary || !granted.has(id)) continue
          const { choice, off } = given
          expect(choice?.denied.some((name) => name === id || name === category) ?? false).toBe(false)
          expect(off).not.toContain(id)
          if (given.regime.kind !== 'opt-in') continue
          expect(answersTheSame(given, plan)).toBe(true)
          expect(choice?.granted.some((name) => name === id || name === category)).toBe(true)
        }
        const whole = (category: string) =>
          plan.items.filter((item) => item[1] === category).every(([id]) => granted.has(id))
        for (const { id } of shopPolicy.categories) expect(granted.has(id)).toBe(whole(id))
      }),
    )
  })

  it('is never asked for again before its time after a no to everything', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        fc.pre(given.choice !== null && given.choice.granted.length === 0)
        const { choice, now, regime } = given
        if (mustAsk(plan, given))
          expect(now - (choice?.at ?? 0)).toBeGreaterThanOrEqual(regime.askAgainAfterDays * 86_400)
      }),
    )
  })

  it('survives being kept', () => {
    fc.assert(fc.property(choices, (choice) => void expect(readChoice(writeChoice(choice))).toEqual(choice)))
    fc.assert(
      fc.property(
        fc.string(),
        (text) => void grantedBy(plan, { choice: readChoice(text), regime: plan.regimes[0] as never, off: [], now: 0 }),
      ),
    )
  })
})

describe('a regime', () => {
  it('is the one of the region, of the country, of the rest, or the strictest', () => {
    const own: ConsentPolicy = {
      ...shopPolicy,
      regimes: { gdpr: { kind: 'opt-in', expiresAfterDays: 90, askAgainAfterDays: 120 } },
      regions: { 'US-CA': 'opt-out', US: 'none', '*': 'opt-out' },
    }
    const at = (region?: string) => regimeOf(planOf(own), region).name
    expect([at('US-CA'), at('US-TX'), at('FR'), at(), at('')]).toEqual(['opt-out', 'none', 'opt-out', 'gdpr', 'gdpr'])
    expect(regimeOf(planOf({ ...own, regions: {} }), 'FR').name).toBe('gdpr')
  })

  it('may want a yes for sensitive information where everything else runs', () => {
    const policy: ConsentPolicy = {
      ...shopPolicy,
      categories: [...shopPolicy.categories, { id: 'health', sensitive: true }],
      regimes: { virginia: { kind: 'opt-out', expiresAfterDays: 365, askAgainAfterDays: 365, sensitive: 'opt-in' } },
      regions: { 'US-VA': 'virginia' },
    }
    const virginia = planOf(policy)
    const granted = grantedBy(virginia, { choice: null, regime: regimeOf(virginia, 'US-VA'), off: [], now: 0 })
    expect([granted.has('analytics'), granted.has('health')]).toEqual([true, false])
  })
})

describe('what is asked', () => {
  it('changes with purposes, services and texts, and with nothing else', () => {
    const asks = asksOf(shopPolicy)
    const [first, ...others] = shopPolicy.services ?? []
    const same: ConsentPolicy[] = [
      { ...shopPolicy, version: 9, regions: {}, layout: 'wall' },
      { ...shopPolicy, services: [{ ...first, requests: ['cdn.example.com'], cookies: [] } as never, ...others] },
    ]
    const different: ConsentPolicy[] = [
      { ...shopPolicy, services: others },
      { ...shopPolicy, texts: { heading: { en: 'Hello' } } },
      {
        ...shopPolicy,
        categories: shopPolicy.categories.map((category) => ({ ...category, description: { en: 'For more.' } })),
      },
      { ...shopPolicy, services: [{ ...first, name: 'Sessions' } as never, ...others] },
    ]
    expect(same.map(asksOf)).toEqual([asks, asks])
    expect(new Set([asks, ...different.map(asksOf)]).size).toBe(different.length + 1)
  })
})

describe('requests', () => {
  it('cover a host and what is below it, a path and what begins with it, and nothing that only looks alike', () => {
    const service = (requests: string[]) => ({
      ...shopPolicy,
      services: [{ id: 'map', category: 'media', name: 'Map', requests }],
    })
    const held = (pattern: string, address: string) => {
      const { host, pathname } = new URL(address)
      const policy = service([pattern])
      return requestsOf(policy, planOf(policy)).requests.some(
        ([expression, name]) => name === 'map' && RegExp(expression).test(`.${host}${pathname}`),
      )
    }
    const pattern = 'maps.example.com/embed'
    expect(
      ['https://maps.example.com/embed?q', 'http://eu.maps.example.com:8080/embed/1'].map((url) => held(pattern, url)),
    ).toEqual([true, true])
    expect(
      [
        'https://maps.example.com/',
        'https://xmaps.example.com/embed',
        'https://mapsXexample.com/embed',
        'https://a.b/maps.example.com/embed',
      ].map((url) => held(pattern, url)),
    ).toEqual([false, false, false, false])
    expect([held('a.example:81', 'http://a.example:81/x'), held('a.example:81', 'http://a.example/x')]).toEqual([
      true,
      false,
    ])
  })
})
