import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam
let contactId: `con_${string}`
let memberId: `mem_${string}`

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  contactId = (await acme.team.contacts.create({ name: 'Ada' })).id
  memberId = acme.ownerId as typeof memberId
})
afterAll(() => running.close())

const day = (number: number, from: string, until: string) => {
  const date = `2026-06-${String(number).padStart(2, '0')}`
  return { startsAt: `${date}T${from}:00Z`, endsAt: `${date}T${until}:00Z` }
}
const book = (slot: { startsAt: string; endsAt: string }, more: object = {}) =>
  acme.team.appointments.create({ contactId, memberId, title: 'Service', ...slot, ...more })
const taken = { code: 'slot_taken' }

describe('an appointment', () => {
  it('is kept in UTC, whatever offset it was said with', async () => {
    const made = await book({ startsAt: '2026-06-01T11:00:00+02:00', endsAt: '2026-06-01T12:00:00+02:00' })
    expect(made).toMatchObject({
      contactId,
      memberId,
      title: 'Service',
      notes: null,
      status: 'booked',
      startsAt: '2026-06-01T09:00:00.000Z',
      endsAt: '2026-06-01T10:00:00.000Z',
    })
  })

  it('takes no time of a member that another one has, by as little as a minute', async () => {
    await book(day(2, '09:00', '10:00'))
    for (const slot of [
      day(2, '09:00', '10:00'),
      day(2, '08:00', '09:01'),
      day(2, '09:59', '11:00'),
      day(2, '09:15', '09:30'),
      day(2, '08:00', '11:00'),
    ])
      await expect(book(slot), JSON.stringify(slot)).rejects.toMatchObject(taken)
    await book(day(2, '08:00', '09:00'))
    await book(day(2, '10:00', '11:00'))
    // Nobody in particular, or somebody else, has time.
    await book(day(2, '09:00', '10:00'), { memberId: null })
    const other = await acme.team.members.create({ name: 'Bo', email: 'bo@example.com', role: 'member' })
    await book(day(2, '09:00', '10:00'), { memberId: other.member.id })
  })

  it('is refused when it ends before it begins, or names people of nobody', async () => {
    await expect(book(day(3, '10:00', '09:00'))).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(book(day(3, '10:00', '10:00'))).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(book(day(3, '09:00', '10:00'), { contactId: `con_${'0'.repeat(26)}` })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(book(day(3, '09:00', '10:00'), { memberId: `mem_${'0'.repeat(26)}` })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(
      (await acme.team.appointments.list({ from: '2026-06-03T00:00:00Z', until: '2026-06-04T00:00:00Z' })).data,
    ).toEqual([])
  })
})

describe('a change', () => {
  it('moves it into free time only, its own time not being in its way', async () => {
    const first = await book(day(4, '09:00', '10:00'))
    const second = await book(day(4, '11:00', '12:00'))
    expect(await acme.team.appointments.change(first.id, day(4, '09:30', '10:30'))).toMatchObject({
      startsAt: '2026-06-04T09:30:00.000Z',
    })
    await expect(acme.team.appointments.change(second.id, day(4, '10:00', '11:00'))).rejects.toMatchObject(taken)
    await expect(acme.team.appointments.change(second.id, { endsAt: '2026-06-04T10:00:00Z' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    expect(await acme.team.appointments.change(second.id, { notes: 'Bring it', memberId: null })).toMatchObject({
      notes: 'Bring it',
      memberId: null,
      startsAt: '2026-06-04T11:00:00.000Z',
    })
  })

  it('frees the time when it is cancelled, and nothing can be changed then', async () => {
    const made = await book(day(5, '09:00', '10:00'))
    expect((await acme.team.appointments.close(made.id, 'cancelled')).status).toBe('cancelled')
    await book(day(5, '09:00', '10:00'))
    await expect(acme.team.appointments.change(made.id, { title: 'Other' })).rejects.toMatchObject({
      code: 'already_closed',
    })
    await expect(acme.team.appointments.close(made.id, 'kept')).rejects.toMatchObject({ code: 'already_closed' })
  })
})

it('a list goes by the beginning, within bounds, by state and by contact', async () => {
  const fresh = await makeTeam(running.sotto)
  const ada = await fresh.team.contacts.create({ name: 'Ada' })
  const bo = await fresh.team.contacts.create({ name: 'Bo' })
  const made = []
  for (const [number, person] of [
    [12, ada],
    [10, bo],
    [11, ada],
  ] as const)
    made.push(
      await fresh.team.appointments.create({
        contactId: person.id,
        title: 'Service',
        ...day(number, '09:00', '10:00'),
      }),
    )
  const days = async (query: Parameters<typeof fresh.team.appointments.list>[0]) =>
    (await fresh.team.appointments.list(query)).data.map(({ startsAt }) => Number(startsAt.slice(8, 10)))
  await fresh.team.appointments.close(made[0]?.id as string, 'kept')
  expect(await days({})).toEqual([10, 11, 12])
  expect(await days({ contactId: ada.id })).toEqual([11, 12])
  expect(await days({ status: 'booked' })).toEqual([10, 11])
  expect(await days({ from: '2026-06-11T09:00:00Z' })).toEqual([11, 12])
  expect(await days({ until: '2026-06-11T09:00:00Z' })).toEqual([10])
  expect(await days({ from: '2026-06-11T09:00:00Z', until: '2026-06-12T09:00:00Z' })).toEqual([11])
  const first = await fresh.team.appointments.list({ limit: 2 })
  expect((await fresh.team.appointments.list({ limit: 2, cursor: first.nextCursor ?? '' })).data).toHaveLength(1)
})
