import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam

const sent: { to: string; text: string }[] = []
/** How long a mail server keeps others waiting. */
let busy = Promise.resolve()

beforeAll(async () => {
  const transport = {
    description: 'a test',
    async send(mail: { to: string; text: string }) {
      await busy
      sent.push(mail)
    },
  }
  const mail = { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } }
  running = await startTestSotto({ now: clock.now, models: { embeddings: wordsOnly }, mail })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const person = (name: string) => acme.team.contacts.create({ name, email: `${name}@example.com` })
const uses = async (id: string) => {
  const { mayUse } = acme.team.privacyRequests
  const [marketing, answering] = [await mayUse(id, 'marketing'), await mayUse(id, 'answering')]
  return [marketing.reason, answering.reason]
}
const ask = async (kind: 'restriction' | 'objection', contactId: string, marketing = false) =>
  (await acme.team.privacyRequests.open({ kind, contactId, marketing })).completed()

it('holds for whom somebody has become part of, and is theirs alone again when that is undone', async () => {
  const { contacts, privacyRequests } = acme.team
  const asked = [
    { kind: 'restriction', reasons: ['restricted', 'restricted'] },
    { kind: 'objection', reasons: ['objected', null] },
    { kind: 'objection', marketing: true, reasons: ['objected', null] },
  ] as const
  for (const [at, { kind, reasons, ...more }] of asked.entries()) {
    const [keep, other] = [await person(`keep${at}`), await person(`other${at}`)]
    await ask(kind, other.id, 'marketing' in more)
    const merge = await contacts.merge(keep.id, other.id)
    expect([await uses(keep.id), await uses(other.id)]).toEqual([reasons, reasons])
    await contacts.undoMerge(keep.id, merge.id)
    expect([await uses(keep.id), await uses(other.id)]).toEqual([[null, null], reasons])
  }
  // Both were restricted: lifted is lifted for the one that they are, and asked for by either's id.
  const [one, two] = [await person('one'), await person('two')]
  await ask('restriction', two.id)
  await contacts.merge(one.id, two.id)
  await ask('restriction', one.id)
  await privacyRequests.lift(two.id, 'It was corrected')
  expect(await uses(one.id)).toEqual([null, null])
  await expect(privacyRequests.lift(one.id, 'Once more')).rejects.toMatchObject({ code: 'request_not_ready' })
  // Who never restricted anything has nothing to be lifted.
  const three = await person('three')
  await expect(privacyRequests.lift(three.id, 'Why')).rejects.toMatchObject({ code: 'request_not_ready' })
}, 30_000)

it('is kept by both who are told from each other again, whichever meant it', async () => {
  const { contacts, privacyRequests } = acme.team
  const [keep, other] = [await person('kept-one'), await person('other-one')]
  await ask('restriction', other.id)
  const merge = await contacts.merge(keep.id, other.id)
  // The one that they are is restricted already; each alone was not.
  await ask('restriction', keep.id)
  await ask('objection', other.id, true)
  await contacts.undoMerge(keep.id, merge.id)
  const both = ['restricted', 'restricted']
  expect([await uses(keep.id), await uses(other.id)]).toEqual([both, both])
  await privacyRequests.lift(keep.id, 'It was settled')
  expect([await uses(keep.id), await uses(other.id)]).toEqual([['objected', null], both])
}, 30_000)

it('is lifted after those who asked for it were told, and not before', async () => {
  const { contacts, privacyRequests } = acme.team
  const letters = (word: string) => sent.filter(({ text }) => text.includes(word)).map(({ to }) => to)
  const [keep, other] = [await person('told-one'), await person('told-two')]
  await ask('restriction', other.id)
  await contacts.merge(keep.id, other.id)
  // Its request is forgotten, the restriction is not: letters go to the addresses of both.
  const people = running.client.db(running.database).collection('privacyRequestPeople')
  await people.deleteMany({ contactId: keep.id })
  let free = () => {}
  busy = new Promise((resolve) => {
    free = resolve
  })
  const lifted = privacyRequests.lift(keep.id, 'All was corrected')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await uses(other.id)).toEqual(['restricted', 'restricted'])
  free()
  await lifted
  expect(await uses(other.id)).toEqual([null, null])
  expect(letters('All was corrected').toSorted()).toEqual(['told-one@example.com', 'told-two@example.com'])

  const { id } = await contacts.create({ name: 'Without', externalId: 'no-address' })
  await ask('restriction', id)
  await expect(privacyRequests.lift(id, 'Why')).rejects.toMatchObject({ code: 'request_not_ready' })
  expect(await uses(id)).toEqual(['restricted', 'restricted'])
  await privacyRequests.lift(id, 'We wrote to you', { informed: true })
  expect(await uses(id)).toEqual([null, null])
}, 30_000)

it('stands in the log under the key of the person, and leaves no id of theirs behind', async () => {
  const { team } = acme
  const ada = await person('ada')
  const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
  await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
  await ask('restriction', ada.id)
  await team.privacyRequests.lift(ada.id, 'It was corrected')
  await ask('objection', ada.id)
  const review = await team.privacyRequests.open({ kind: 'human-review', contactId: ada.id })
  await until(async () => expect((await team.privacyRequests.get(review.id)).step).toBe('review'))
  const { data } = await team.audit.list({ targetId: ada.id, limit: 100 })
  expect(data.map(({ action }) => action)).toEqual(expect.arrayContaining(['restriction.made', 'restriction.lifted']))

  await (await team.privacyRequests.open({ kind: 'erasure', contactId: ada.id })).completed()
  const rows = await running.client.db(running.database).collection('auditEntries').find({}).toArray()
  const bytes = rows.map((row) => Buffer.from(row.bytes.buffer).toString('latin1'))
  expect(bytes.filter((text) => text.includes(ada.id) || text.includes('"conversation":"cnv_'))).toEqual([])
  expect(bytes.filter((text) => text.includes('restriction.made')).length).toBeGreaterThan(0)
}, 30_000)

it('is written to in a language that there is, whatever tag was typed, and the tag is not kept', async () => {
  const { team } = acme
  const kept: string[] = []
  for (const [at, language] of ['en-aa-bb', 'de-ada-lovelace', 'no', 'xx-adaking1'].entries()) {
    const { id } = await person(`reader${at}`)
    // The letter of the first has a date in it, which no calendar could write with that tag.
    const kind = at === 0 ? 'access' : 'objection'
    const { request } = await (await team.privacyRequests.open({ kind, contactId: id, language })).completed()
    expect(request.status).toBe('fulfilled')
    kept.push(request.language)
  }
  expect(kept).toEqual(['en', 'de', 'nb', 'en'])
}, 30_000)

it('keeps what is restricted past its period, until that is lifted or its erasure asked for', async () => {
  const { contacts, privacyRequests, retention } = acme.team
  const [free, kept, gone] = [await person('free'), await person('kept'), await person('gone')]
  for (const { id } of [kept, gone]) await ask('restriction', id)
  clock.advance(11 * 365 * 24 * 60 * 60 * 1000)
  const run = async () => {
    const { id } = await retention.start({})
    await until(async () => expect((await retention.run(id)).state).toBe('completed'))
    return (await retention.withheld(id, { limit: 100 })).data.filter((row) =>
      [kept.id, gone.id].includes(row.id as never),
    )
  }
  const found = (id: string) =>
    contacts.get(id).then(
      ({ name }) => name,
      () => null,
    )
  expect(await run()).toEqual(
    expect.arrayContaining(
      [kept, gone].map(({ id }) => ({
        collection: 'contacts',
        id,
        why: 'restriction',
        ground: 'Art. 18 GDPR',
        until: null,
      })),
    ),
  )
  expect([await found(free.id), await found(kept.id), await found(gone.id)]).toEqual([null, 'kept', 'gone'])
  await (await privacyRequests.open({ kind: 'erasure', contactId: gone.id })).completed()
  await privacyRequests.lift(kept.id, 'The person has what they need')
  expect(await run()).toEqual([])
  expect([await found(kept.id), await found(gone.id)]).toEqual([null, null])
}, 30_000)
