import type { RetentionCategory, RetentionPeriod, RetentionRun } from '@sotto/contracts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { appointments } from '../features/appointments/index.ts'
import { contacts } from '../features/contacts/index.ts'
import { tickets } from '../features/tickets/index.ts'
import { makeConversation } from './testing/people.ts'
import { openPlace, type RetentionPlace } from './testing/place.ts'

const categories = ['contacts', 'conversations', 'appointments', 'tickets'] as const
type Category = (typeof categories)[number]
type Ending = 'anonymise' | 'delete'
type Policy = { keep: RetentionPeriod; then: Ending }

/** A row as this test knows it. */
interface Known {
  id: string
  category: Category
  contactId: string | null
  botId: string | null
  since: Date
  /** Of a conversation, and of a ticket. */
  closed: boolean
  /** Of a conversation. */
  words: number
}

const hour = 3_600_000
const day = 24 * hour
vi.setConfig({ testTimeout: 60_000 })
let place: RetentionPlace
let bots: string[]

beforeAll(async () => {
  place = await openPlace()
  bots = await Promise.all(['Wren', 'Rook'].map(async (name) => (await place.acme.team.bots.create({ name })).id))
}, 60_000)
afterAll(() => place.close())

/** Numbers that are the same each time (mulberry32). */
function drawn(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    often: (share: number) => next() < share,
    oneOf: <T>(list: readonly T[]) => list[below(list.length)] as T,
  }
}

const lastDayOf = (year: number, month: number) =>
  [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
    month
  ] as number

/** The documented rule of the calendar, by figures alone: when a period that begins at an instant is over. */
function endOf(since: Date, keep: RetentionPeriod): number {
  if ('days' in keep) return since.getTime() + keep.days * day
  const [year = 0, month = 0, date = 0, ...time] = since.toISOString().match(/\d+/g)?.map(Number) ?? []
  const months = year * 12 + (month - 1) + ('years' in keep ? keep.years * 12 : keep.months)
  const [endYear, endMonth] = [Math.floor(months / 12), months % 12]
  const [hours, minutes, seconds, milliseconds] = time
  return Date.UTC(
    endYear,
    endMonth,
    Math.min(date, lastDayOf(endYear, endMonth)),
    hours,
    minutes,
    seconds,
    milliseconds,
  )
}

/** A time at which a period began that is just over, is over in a millisecond, or was over a little before. */
function sinceFor(now: number, keep: RetentionPeriod, { below, oneOf }: ReturnType<typeof drawn>): Date {
  const shift = oneOf([0, 0, 1, -1, -day, day, -below(400) * day, below(400) * day])
  if ('days' in keep) return new Date(Math.min(now, now + shift - keep.days * day))
  const months = 'years' in keep ? keep.years * 12 : keep.months
  const then = new Date(now + shift)
  const place = then.getUTCFullYear() * 12 + then.getUTCMonth() - months
  const [year, month] = [Math.floor(place / 12), place % 12]
  const date = Math.min(then.getUTCDate(), lastDayOf(year, month))
  return new Date(Math.min(now, Date.UTC(year, month, date) + (then.getTime() % day)))
}

const periods: RetentionPeriod[] = [
  ...[0, 1, 30, 90, 365, 1000].map((days) => ({ days })),
  ...[1, 6, 13].map((months) => ({ months })),
  ...[1, 2, 4, 7].map((years) => ({ years })),
]

it('takes and leaves what the policies of team, bots and people say, to the millisecond, as its dry run, its report and the log say', async () => {
  const { scope, clock, retention, acme } = place
  // A failure says its seed; with that in SOTTO_SEED it happens again.
  const seed = Number(process.env.SOTTO_SEED ?? Math.floor(Math.random() * 1e9))
  const random = drawn(seed)
  const { below, often, oneOf } = random
  const policy = (): Policy => ({ keep: oneOf(periods), then: oneOf(['anonymise', 'delete']) })
  const team = new Map<Category, Policy>()
  const own = new Map<string, Policy & { id: string }>()
  let known: Known[] = []
  const everybody = new Set<string>()
  const anonymous: Record<string, number> = {}

  const ruleOf = (row: Known, policies: ReadonlyMap<string, Policy>): Policy =>
    ((row.contactId && policies.get(`${row.contactId} ${row.category}`)) ||
      (row.botId && policies.get(`${row.botId} ${row.category}`)) ||
      policies.get(row.category)) as Policy
  const inForce = () => new Map<string, Policy>([...team, ...own])

  function isDue(row: Known, { keep }: Policy, now: number): boolean {
    const since = row.since.getTime()
    if (!('days' in keep) || keep.days > 0) return endOf(row.since, keep) <= now
    if (row.category === 'tickets') return row.closed
    if (row.category === 'appointments') return since + hour <= now
    return (row.category === 'conversations' && row.closed) || since + hour / 2 <= now
  }

  async function change(): Promise<void> {
    if (often(0.5)) {
      const category = oneOf(categories)
      const next = policy()
      await retention.change({ rules: [{ category, ...next }] })
      team.set(category, next)
      return
    }
    const ofBot = often(0.4)
    const category: Category = ofBot ? 'conversations' : oneOf(categories)
    const of = ofBot ? oneOf(bots) : known.filter((row) => row.category === 'contacts').at(below(4))?.id
    if (!of) return
    const before = own.get(`${of} ${category}`)
    if (before && often(0.3)) {
      await retention.overrides.remove(before.id)
      own.delete(`${of} ${category}`)
      return
    }
    const next = policy()
    const { id } = before
      ? await retention.overrides.change(before.id, next)
      : await retention.overrides.add(ofBot ? { botId: of } : { contactId: of }, { category, ...next })
    own.set(`${of} ${category}`, { ...next, id })
  }

  async function add(): Promise<void> {
    const now = clock.now().getTime()
    const person = oneOf(known.filter((row) => row.category === 'contacts'))
    const category: Category = person ? oneOf(categories) : 'contacts'
    const row: Known = {
      id: '',
      category,
      contactId: category === 'contacts' || (category === 'conversations' && often(0.3)) ? null : (person?.id ?? null),
      botId: category === 'conversations' ? oneOf(bots) : null,
      since: new Date(now),
      closed: often(0.5),
      words: 1 + below(3),
    }
    row.since = sinceFor(now, oneOf([ruleOf(row, inForce()).keep, oneOf(periods)]), random)
    const at = row.since
    const status = row.closed ? ('closed' as const) : ('open' as const)
    if (category === 'contacts') {
      row.id = (await scope.collection(contacts).insert({ createdAt: at, lastActivityAt: at })).id
      row.contactId = row.id
    } else if (category === 'conversations') {
      row.id = await makeConversation(scope, row.botId as string, row.contactId, at, { words: row.words, status })
    } else if (category === 'appointments') {
      const endsAt = new Date(at.getTime() + hour)
      const times = { startsAt: at, endsAt, createdAt: at }
      const rest = { memberId: null, title: 'Fitting', notes: null, status: 'booked' as const }
      row.id = (
        await scope.collection(appointments).insert({ contactId: row.contactId as string, ...rest, ...times })
      ).id
    } else {
      const times = { createdAt: at, closedAt: row.closed ? at : null, lastActivityAt: at }
      const nobody = { conversationId: null, assigneeId: null, description: null, outcome: null }
      row.id = (
        await scope.collection(tickets).insert({
          contactId: row.contactId as string,
          number: 1,
          subject: 'Shoes',
          priority: 'normal',
          status,
          ...nobody,
          ...times,
        })
      ).id
    }
    known.push(row)
    everybody.add(row.id)
  }

  async function stored(name: string) {
    const rows = place.running.client.db(place.running.database).collection(name)
    return rows.find({ teamId: acme.teamId }, { projection: { _id: 1, unit: 1, contactId: 1 } }).toArray()
  }

  await retention.change({ preset: 'published' })
  for (const [category, years] of [
    ['contacts', 3],
    ['conversations', 2],
    ['appointments', 2],
    ['tickets', 5],
  ] as const)
    team.set(category, { keep: { years }, then: 'anonymise' })
  const days = ['2028-02-28T23:59:59.999Z', '2028-02-29T00:00:00Z', '2028-02-29T12:30:00.5Z', '2029-02-28T23:30:00Z']
  days.push('2029-03-25T01:30:00Z', '2029-03-31T00:00:00Z', '2029-04-30T22:00:00.001Z', '2030-10-27T01:30:00Z')
  days.push('2032-02-29T23:59:59.999Z', '2033-03-01T00:00:00Z', '2036-12-31T23:59:59.999Z', '2100-02-28T12:00:00Z')

  for (const [turn, at] of days.entries()) {
    const say = `seed ${seed}, turn ${turn}, ${at}`
    const now = Date.parse(at)
    clock.advance(now - clock.now().getTime())
    for (let n = below(6); n > 0; n--) await change()
    for (let n = 12; n > 0; n--) await add()
    const held = new Set<string>()
    for (let n = below(3); n > 0; n--) held.add(oneOf(known).id)
    for (const id of held) await place.hold(id)

    const dry = await place.run({ dryRun: true })
    const policies = inForce()
    const { id, jobId } = await retention.start()
    for (let n = below(4); n > 0; n--) await change()
    await place.work(jobId)
    const run = await retention.run(id)
    expect(run.state, say).toBe('completed')

    // What this test says became of everything.
    const sum: Record<string, { deleted: number; anonymised: number; withheld: number }> = {}
    const stay: Known[] = []
    for (const row of known) {
      const rule = ruleOf(row, policies)
      const isHeld = held.has(row.id) || held.has(row.contactId ?? '')
      if (!isDue(row, rule, now) || isHeld) stay.push(row)
      if (!isDue(row, rule, now)) continue
      const went = isHeld ? 'withheld' : rule.then === 'delete' ? 'deleted' : 'anonymised'
      const rows = row.category === 'conversations' ? { conversations: 1, messages: row.words } : { [row.category]: 1 }
      for (const [name, count] of Object.entries(rows)) {
        const key = `${row.category}/${name}`
        const numbers = sum[key] ?? { deleted: 0, anonymised: 0, withheld: 0 }
        sum[key] = numbers
        numbers[went] += count
        if (went === 'anonymised') anonymous[name] = (anonymous[name] ?? 0) + count
      }
    }
    known = stay

    expect({ tallies: dry.tallies, totals: dry.totals }, say).toEqual({ tallies: run.tallies, totals: run.totals })
    expect(ofPeople(run), say).toEqual(sum)
    const ended = Object.fromEntries(
      Object.entries(sum).flatMap(([name, { deleted, anonymised }]) =>
        deleted + anonymised > 0 ? [[name, { deleted, anonymised }]] : [],
      ),
    )
    expect(await place.logged(id), say).toMatchObject(ended)
    for (const name of [...categories, 'messages']) {
      const rows = await stored(name)
      const left = name === 'messages' ? undefined : known.filter((row) => row.category === name)
      const words = known.reduce((count, row) => count + (row.category === 'conversations' ? row.words : 0), 0)
      const whole = rows.filter(({ unit }) => unit)
      if (left)
        expect(whole.map(({ _id }) => String(_id)).sort(), `${say}, ${name}`).toEqual(left.map((row) => row.id).sort())
      else expect(whole.length, `${say}, ${name}`).toBe(words)
      const nobodys = rows.filter(({ unit }) => !unit)
      expect(nobodys.length, `${say}, anonymous ${name}`).toBe(anonymous[name] ?? 0)
      expect(nobodys.filter(({ _id, contactId }) => everybody.has(String(_id)) || everybody.has(contactId))).toEqual([])
    }
    await place.release()
  }
})

/** The numbers of what this test makes. */
const ofPeople = ({ tallies }: RetentionRun) =>
  Object.fromEntries(
    tallies
      .filter(({ collection }) => [...categories, 'messages'].includes(collection))
      .map(({ category, collection, deleted, anonymised, withheld }) => [
        `${category as RetentionCategory}/${collection}`,
        { deleted, anonymised, withheld },
      ]),
  )
