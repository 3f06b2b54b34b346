import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam
let contactId: `con_${string}`

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
  contactId = (await acme.team.contacts.create({ name: 'Ada' })).id
})
afterAll(() => running.close())

const open = (more: object = {}) => acme.team.tickets.create({ contactId, subject: 'Brake squeaks', ...more })

describe('a ticket', () => {
  it('is open, normal and nobody’s at first, with the next number of its team', async () => {
    const first = await open()
    const second = await open({ priority: 'urgent', description: 'Since Monday', assigneeId: acme.ownerId })
    expect(first).toMatchObject({
      contactId,
      conversationId: null,
      assigneeId: null,
      subject: 'Brake squeaks',
      description: null,
      priority: 'normal',
      status: 'open',
      outcome: null,
      closedAt: null,
    })
    expect(second).toMatchObject({
      number: first.number + 1,
      priority: 'urgent',
      description: 'Since Monday',
      assigneeId: acme.ownerId,
    })
    const other = await makeTeam(running.sotto)
    const contact = await other.team.contacts.create({ name: 'Bo' })
    expect((await other.team.tickets.create({ contactId: contact.id, subject: 'Bell' })).number).toBe(1)
  })

  it('uses up no number when it is refused', async () => {
    const before = await open()
    for (const wrong of [
      { contactId: `con_${'0'.repeat(26)}` },
      { conversationId: `cnv_${'0'.repeat(26)}` },
      { assigneeId: `mem_${'0'.repeat(26)}` },
    ])
      await expect(open(wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: 'not_found' })
    await expect(open({ subject: '' })).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await open()).number).toBe(before.number + 1)
  })

  it('is changed while it is open, and closed once, with an outcome and a time', async () => {
    const { id } = await open()
    expect(await acme.team.tickets.change(id, { status: 'waiting', priority: 'low' })).toMatchObject({
      status: 'waiting',
      priority: 'low',
      subject: 'Brake squeaks',
    })
    await expect(acme.team.tickets.change(id, { assigneeId: `mem_${'0'.repeat(26)}` })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(acme.team.tickets.change(id, { status: 'closed' } as never)).rejects.toMatchObject({
      code: 'invalid_request',
    })
    clock.advance(60_000)
    expect(await acme.team.tickets.close(id, 'solved')).toMatchObject({
      status: 'closed',
      outcome: 'solved',
      closedAt: clock.now().toISOString(),
    })
    for (const late of [
      () => acme.team.tickets.change(id, { priority: 'high' }),
      () => acme.team.tickets.close(id, 'declined'),
    ])
      await expect(late()).rejects.toMatchObject({ code: 'already_closed' })
  })

  it('of nobody is refused in the same words everywhere', async () => {
    const unknown = `tkt_${'0'.repeat(26)}`
    for (const call of [() => acme.team.tickets.change(unknown, {}), () => acme.team.tickets.close(unknown, 'solved')])
      await expect(call()).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is no such ticket, or it is not yours to see.',
      })
  })

  it('has a description that is not repeated in the log', async () => {
    const { id } = await open({ description: 'She left me' })
    clock.advance(1)
    await acme.team.tickets.change(id, { description: 'He left me', subject: 'Bell' })
    const { data } = await acme.team.audit.list({ targetId: id })
    expect(data[0]).toMatchObject({
      action: 'ticket.changed',
      before: { subject: 'Brake squeaks' },
      after: { subject: 'Bell' },
    })
    expect(JSON.stringify(data)).not.toContain('left me')
  })
})

it('a list has the newest first, by state and by contact', async () => {
  const other = await acme.team.contacts.create({ name: 'Di' })
  const numbers: number[] = []
  for (let n = 0; n < 3; n++) {
    clock.advance(1)
    numbers.push((await open({ contactId: other.id })).number)
  }
  const [first] = (await acme.team.tickets.list({ contactId: other.id })).data
  await acme.team.tickets.close(first?.id as string, 'duplicate')
  const listed = async (query: Parameters<typeof acme.team.tickets.list>[0]) =>
    (await acme.team.tickets.list({ contactId: other.id, ...query })).data.map(({ number }) => number)
  expect(await listed({})).toEqual(numbers.toReversed())
  expect(await listed({ status: 'closed' })).toEqual([numbers[2]])
  expect(await listed({ status: 'open' })).toEqual([numbers[1], numbers[0]])
  const page = await acme.team.tickets.list({ contactId: other.id, limit: 2 })
  expect(await listed({ limit: 2, cursor: page.nextCursor ?? '' })).toEqual([numbers[0]])
})
