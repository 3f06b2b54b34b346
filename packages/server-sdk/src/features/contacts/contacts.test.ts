import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

const found = async (query: Parameters<typeof acme.team.contacts.find>[0]) =>
  (await acme.team.contacts.find(query).toArray()).map(({ name }) => name).sort()
const list = async (query: Parameters<typeof acme.team.contacts.list>[0]) => acme.team.contacts.list(query)

describe('a contact', () => {
  it('is kept as it was said, its number as E.164', async () => {
    const made = await acme.team.contacts.create({
      name: ' Ada King ',
      email: 'Ada@Example.com',
      phone: '+44 (0)7700 900168',
      externalId: 'customer-1',
      company: 'Kestrel',
      timezone: 'Europe/London',
    })
    expect(made).toEqual({
      id: expect.stringMatching(/^con_/),
      name: 'Ada King',
      email: 'Ada@Example.com',
      phone: '+447700900168',
      externalId: 'customer-1',
      company: 'Kestrel',
      timezone: 'Europe/London',
      createdAt: clock.now().toISOString(),
      lastActivityAt: clock.now().toISOString(),
    })
    expect(await acme.team.contacts.get(made.id)).toEqual(made)
  })

  it('is found by address, number and own id in any form, and by the beginning of any word of its name', async () => {
    for (const query of [
      { email: 'ada@EXAMPLE.com' },
      { phone: '+447700900168' },
      { phone: '+44 7700-900168' },
      { externalId: 'customer-1' },
      { name: 'ad' },
      { name: 'KING' },
      { name: 'kin', email: 'ada@example.com' },
    ])
      expect(await found(query), JSON.stringify(query)).toEqual(['Ada King'])
    for (const query of [
      { email: 'ad@example.com' },
      { externalId: 'CUSTOMER-1' },
      { name: 'ing' },
      { name: 'a' },
      { name: 'ada', email: 'bo@example.com' },
    ])
      expect(await found(query), JSON.stringify(query)).toEqual([])
  })

  it.each([
    ['an address', { email: 'ADA@example.com' }],
    ['a number', { phone: '+44 7700 900168' }],
    ['an own id', { externalId: ' customer-1 ' }],
  ])('is the only one with %s', async (_what, same) => {
    await expect(acme.team.contacts.create({ name: 'Other', ...same })).rejects.toMatchObject({
      code: 'contact_exists',
    })
    const other = await acme.team.contacts.create({ name: 'Other' })
    await expect(acme.team.contacts.change(other.id, same)).rejects.toMatchObject({ code: 'contact_exists' })
    // Another team's contacts are no concern of ours.
    const elsewhere = await makeTeam(running.sotto)
    expect((await elsewhere.team.contacts.create({ name: 'Ada', ...same })).name).toBe('Ada')
  })

  it.each([
    ['nobody', {}],
    ['an address that is none', { email: 'ada' }],
    ['a number without country', { phone: '07700 900168' }],
    ['a name of two lines', { name: 'Ada\nKing' }],
    ['a time zone that is none', { name: 'Ada', timezone: 'Mars/Base' }],
    ['something else', { name: 'Ada', shoeSize: 43 }],
  ])('is not made of %s', async (_what, input) => {
    await expect(acme.team.contacts.create(input as never)).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

describe('a correction', () => {
  it('changes what is given, clears what is null, and leaves the rest', async () => {
    const made = await acme.team.contacts.create({ name: 'Bo', email: 'bo@example.com', company: 'Kestrel' })
    clock.advance(1000)
    const changed = await acme.team.contacts.change(made.id, { name: 'Bodil', email: null })
    expect(changed).toEqual({ ...made, name: 'Bodil', email: null, lastActivityAt: clock.now().toISOString() })
    expect(await found({ name: 'Bodil' })).toEqual(['Bodil'])
    expect(await found({ email: 'bo@example.com' })).toEqual([])
    // What was given up is free again.
    expect((await acme.team.contacts.create({ name: 'Bo', email: 'bo@example.com' })).email).toBe('bo@example.com')
  })

  it('no longer lets the old name be found', async () => {
    const made = await acme.team.contacts.create({ name: 'Quentin Zorn' })
    await acme.team.contacts.change(made.id, { name: 'Quentin Yates' })
    expect([await found({ name: 'zorn' }), await found({ name: 'yates' }), await found({ name: 'quent' })]).toEqual([
      [],
      ['Quentin Yates'],
      ['Quentin Yates'],
    ])
  })

  it('stands in the log, before and after', async () => {
    const made = await acme.team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
    clock.advance(1)
    await acme.team.contacts.change(made.id, { email: 'cyrus@example.com' })
    const [entry] = (await acme.team.audit.list({ targetId: made.id, action: 'contact.changed' })).data
    expect(entry).toMatchObject({
      actor: { kind: 'member', id: acme.ownerId },
      subject: made.id,
      before: { email: 'cy@example.com' },
      after: { email: 'cyrus@example.com' },
    })
  })

  it('of nobody is refused in the words for nobody', async () => {
    const unknown = `con_${'0'.repeat(26)}`
    const refusal = { code: 'not_found', message: 'There is no such contact, or it is not yours to see.' }
    await expect(acme.team.contacts.get(unknown)).rejects.toMatchObject(refusal)
    await expect(acme.team.contacts.change(unknown, { name: 'Di' })).rejects.toMatchObject(refusal)
  })
})

describe('a list', () => {
  it('has every contact once, the newest first, page by page, also those that come in between', async () => {
    const fresh = await makeTeam(running.sotto)
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((letter) => `${letter} Person`)
    for (const [index, name] of names.entries()) {
      await fresh.team.contacts.create({ name })
      // Some are made in the same millisecond: then their ids tell them apart.
      if (index % 2) clock.advance(1)
    }
    const seen: (string | null)[] = []
    let cursor: string | undefined
    do {
      const page = await fresh.team.contacts.list({ limit: 2, cursor })
      expect(page.data.length).toBeGreaterThan(0)
      seen.push(...page.data.map(({ name }) => name))
      if (seen.length === 2) {
        clock.advance(1)
        await fresh.team.contacts.create({ name: 'Late Person' })
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect([...seen].sort()).toEqual(names)
    expect(seen.indexOf('G Person')).toBeLessThan(seen.indexOf('A Person'))
    const all = await fresh.team.contacts.list({ limit: 100, name: 'person' })
    expect([all.data.length, all.nextCursor]).toEqual([8, null])
  })

  it('takes no cursor of another kind', async () => {
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  })
})
