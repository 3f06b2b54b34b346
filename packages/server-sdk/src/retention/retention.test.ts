import type { RetentionRun } from '@sotto/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appointments } from '../features/appointments/index.ts'
import { contacts } from '../features/contacts/index.ts'
import { conversations, messages } from '../features/conversations/index.ts'
import { tickets } from '../features/tickets/index.ts'
import { makePeople, type Person } from './testing/people.ts'
import { openPlace, type RetentionPlace } from './testing/place.ts'

const day = 86_400_000
let place: RetentionPlace

beforeAll(async () => {
  place = await openPlace()
}, 60_000)
afterAll(() => place.close())

const numbers = ({ tallies, totals, units }: RetentionRun) => ({ tallies, totals, units })

const tallied = ({ tallies }: RetentionRun) =>
  Object.fromEntries(
    tallies
      .filter(({ deleted, anonymised }) => deleted + anonymised > 0)
      .map(({ category, collection, deleted, anonymised }) => [`${category}/${collection}`, { deleted, anonymised }]),
  )

describe('a run', () => {
  it('does what its dry run said, exactly what is due, and no more', async () => {
    const people = await makePeople(place, 8)
    for (const person of people) void (person satisfies Person)
    const dry = await place.run({ dryRun: true })
    expect(dry.state).toBe('completed')
    const real = await place.run()
    expect(real.state).toBe('completed')
    expect(numbers(real)).toEqual(numbers(dry))
    expect(real.totals.due).toBeGreaterThan(0)
    expect(await place.logged(real.id)).toEqual(tallied(real))
    expect((await place.run()).totals.due).toBe(0)
    void [appointments, contacts, conversations, messages, tickets, day]
  })
})
