import { describe, expect, it } from 'vitest'
import { ConsentPolicy } from './index.ts'

const smallest = { version: 1, site: { name: 'Kestrel Cycles' }, categories: [{ id: 'necessary', necessary: true }] }
const problemsOf = (policy: unknown) => {
  const result = ConsentPolicy.safeParse(policy)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
}

describe('ConsentPolicy', () => {
  it('takes the smallest policy', () => {
    expect(problemsOf(smallest)).toEqual([])
  })

  it('says which service names no category, and which name stands twice', () => {
    const services = [
      { id: 'maps', category: 'media', name: 'Maps' },
      { id: 'necessary', category: 'necessary', name: 'Session' },
    ]
    expect(problemsOf({ ...smallest, services })).toEqual([
      'services.0.category names "media", which is no category of this policy',
      'services.1.id is the second "necessary"; each name may stand once',
    ])
  })

  it('knows the regimes that are always there, and refuses others', () => {
    expect(problemsOf({ ...smallest, regions: { 'US-CA': 'opt-out', '*': 'opt-in' } })).toEqual([])
    expect(problemsOf({ ...smallest, regions: { US: 'anything' } })).toEqual([
      'regions.US names "anything", which is no regime',
    ])
    expect(problemsOf({ ...smallest, regions: { US: 'constructor' } })).toHaveLength(1)
  })

  it.each([
    ['an unknown field', { ...smallest, colour: 'red' }],
    ['a name that could break a stored choice', { ...smallest, categories: [{ id: 'a.b' }] }],
    [
      'a request that is no host',
      { ...smallest, services: [{ id: 'a', category: 'necessary', name: 'A', requests: ['https://a.b'] }] },
    ],
    ['a script for an address', { ...smallest, delivery: { server: 'javascript:alert(1)', key: 'pk_1' } }],
  ])('refuses %s', (_what, policy) => {
    expect(problemsOf(policy)).not.toEqual([])
  })
})
