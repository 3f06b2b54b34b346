import { expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { FilterOf } from '../mongo/index.ts'
import type { Sotto } from '../sotto.ts'
import {
  type ChangeOf,
  collection,
  confidential,
  type DocumentOf,
  drop,
  type InputOf,
  type PlainOf,
  personal,
  plain,
  pseudonym,
} from './index.ts'

const patients = collection('patients', {
  id: 'contact',
  about: 'self',
  unit: 'own',
  purpose: 'Tests',
  basis: 'contract',
  retention: { category: 'contacts', since: 'seenAt', afterwards: 'anonymise' },
  log: 'patient',
  fields: {
    name: personal(z.string(), { onErase: pseudonym('Former patient'), find: 'prefix' }),
    email: personal(z.string().nullable().default(null), { onErase: drop, find: 'exact' }),
    diagnosis: confidential(z.string()),
    ward: plain(z.enum(['north', 'south'])),
    seenAt: plain(z.date()),
  },
})

it('derives documents, inputs and changes from the declaration', () => {
  expectTypeOf<Readonly<DocumentOf<typeof patients>>>().toEqualTypeOf<
    Readonly<{
      id: string
      name: string
      email: string | null
      diagnosis: string
      ward: 'north' | 'south'
      seenAt: Date
    }>
  >()
  expectTypeOf<PlainOf<typeof patients>>().toEqualTypeOf<{ ward: 'north' | 'south'; seenAt: Date }>()
  expectTypeOf<InputOf<typeof patients>['email']>().toEqualTypeOf<string | null | undefined>()
  expectTypeOf<InputOf<typeof patients>['name']>().toEqualTypeOf<string>()
  expectTypeOf<ChangeOf<typeof patients>['ward']>().toEqualTypeOf<'north' | 'south' | undefined>()
})

it('does not compile what must not be', () => {
  // @ts-expect-error: somebody has to decide what becomes of a personal value
  personal(z.string(), { find: 'exact' })
  // @ts-expect-error: and not by leaving the options out
  void (() => personal(z.string()))

  const filter: FilterOf<typeof patients> = { name: 'Ada', email: 'ada@example.com', ward: 'north' }
  // @ts-expect-error: sealed, and without lookup tokens
  filter.diagnosis = 'flu'
  // @ts-expect-error: an operator is no value
  filter.ward = { $ne: null }
  // @ts-expect-error: not declared
  filter.shoeSize = 43
})

it('gives no team without somebody who acts', () => {
  const ask = (sotto: Sotto) => {
    // @ts-expect-error: an actor is missing
    void sotto.team('team_1')
    // @ts-expect-error: nobody is no actor
    void sotto.team('team_1', {})
    return sotto.team('team_1', { actor: { userId: 'mem_1' } })
  }
  expectTypeOf(ask).returns.resolves.toHaveProperty('contacts')
})
