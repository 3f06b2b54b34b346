import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { collection, confidential, dataMap, drop, personal, plain, subject, through } from './index.ts'

const text = z.string()
const when = plain(z.date())
const basis = { purpose: 'Tests', basis: 'contract', log: { never: 'a test' } } as const
const kept = { category: 'contacts', since: 'createdAt', afterwards: 'delete' } as const
const people = collection('people', {
  ...basis,
  id: 'contact',
  about: 'self',
  unit: 'own',
  retention: kept,
  fields: { createdAt: when, name: personal(text, { onErase: drop }) },
})

describe('a declaration', () => {
  it('knows which fields are sealed and which lie in the clear', () => {
    expect(people.sealedNames).toEqual(['name'])
    expect(people.plainNames).toEqual(['createdAt'])
  })

  const own = { ...basis, id: 'own', about: 'self', unit: 'own', retention: kept } as const
  it.each([
    [
      'a name that the row itself takes',
      () => collection('a', { ...own, fields: { createdAt: when, unit: plain(text) } }),
    ],
    [
      'a bot in a row that is walled in per bot anyway',
      () => collection('a', { ...own, silo: 'bot', fields: { createdAt: when, botId: plain(text) } }),
    ],
    [
      'a sealed field without a unit',
      () =>
        collection('a', { ...own, unit: 'none', fields: { createdAt: when, a: personal(text, { onErase: drop }) } }),
    ],
    [
      'a person in a row about nobody',
      () =>
        collection('a', { ...own, about: 'nobody', fields: { createdAt: when, a: personal(text, { onErase: drop }) } }),
    ],
    [
      'a unit of its own in a row that is part of another',
      () => collection('a', { ...own, about: through('of', people), fields: { createdAt: when, of: plain(text) } }),
    ],
    [
      'no word about the unit',
      () => collection('a', { ...basis, id: 'own', about: 'self', retention: kept, fields: { createdAt: when } }),
    ],
    [
      'a person behind a sealed field',
      () =>
        collection('a', { ...own, about: subject('of', people), fields: { createdAt: when, of: confidential(text) } }),
    ],
    ['a clock that is no field', () => collection('a', { ...own, fields: { when } })],
    [
      'an index on a sealed field',
      () =>
        collection('a', {
          ...own,
          indexes: [{ a: 1 }],
          fields: { createdAt: when, a: personal(text, { onErase: drop }) },
        }),
    ],
  ])('is refused with %s', (_what, declare) => {
    expect(declare).toThrow(TypeError)
  })
})

describe('a data map', () => {
  const ofPeople = collection('ofPeople', {
    ...basis,
    id: 'own',
    about: subject('personId', people),
    unit: 'own',
    retention: kept,
    fields: { createdAt: when, personId: plain(text) },
  })

  it('has each name once', () => {
    expect(() => dataMap([people, people])).toThrow('declared twice')
  })

  it('has whoever a row leads to', () => {
    expect(() => dataMap([ofPeople])).toThrow('people is not in the data map')
  })

  it('refuses a collection of the same name that is another one', () => {
    const map = dataMap([people, ofPeople])
    expect(() => map.require(people)).not.toThrow()
    expect(() => map.require({ ...people })).toThrow('is not in the data map')
  })

  it('refuses people who are found in a circle', () => {
    const circle = { ...ofPeople, name: 'circle', about: { relation: 'subject', field: 'personId' } } as never
    Object.assign((circle as { about: object }).about, { of: circle })
    expect(() => dataMap([circle])).toThrow('in a circle')
  })
})
