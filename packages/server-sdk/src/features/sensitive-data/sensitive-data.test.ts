import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { screenedFields } from '../../mongo/screening.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { everything } from '../collections.ts'

let running: TestSotto
let acme: TestTeam
let botId: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly } })
  acme = await makeTeam(running.sotto)
  botId = (await acme.team.bots.create({ name: 'Wren', visibility: 'public' })).id
}, 30_000)
afterAll(() => running.close())

const card = '4111 1111 1111 1111'
const iban = 'DE89370400440532013000'
const entries = async (action: string) => (await acme.team.audit.list({ action })).data
const begin = async (contact?: { email: string }) =>
  (await acme.team.conversations.start({ botId, ...(contact ? { contact } : {}) })).conversation.id
const say = (id: string, text: string, idempotencyKey?: string) =>
  acme.team.chat.send(id, { text, author: 'visitor', idempotencyKey }).result()

describe('what people write', () => {
  it('loses its numbers before anything is stored, told or logged', async () => {
    const id = await begin()
    const sent = await say(id, `My card is ${card}, when do you open?`, 'k1')
    expect(sent.message.text).toBe('My card is [card number removed], when do you open?')
    expect(sent.answer).not.toBeNull()
    // Sent again, it is the same message; another one is not.
    expect((await say(id, `My card is ${card}, when do you open?`, 'k1')).message.id).toBe(sent.message.id)
    await expect(say(id, 'Something else', 'k1')).rejects.toMatchObject({ code: 'idempotency_conflict' })

    const contact = await acme.team.contacts.create({ name: `Ada ${iban}`, company: 'X' })
    expect(contact.name).toBe('Ada [bank account removed]')
    expect((await acme.team.contacts.change(contact.id, { company: `ssn 123-45-6789` })).company).toContain(
      '[ID number',
    )
    const ticket = await acme.team.tickets.create({
      contactId: contact.id,
      subject: 'Refund',
      description: `Bitte auf ${iban} zahlen, danke`,
    })
    expect(ticket.description).toBe('Bitte auf [Bankverbindung entfernt] zahlen, danke')

    const logged = await entries('sensitive.redacted')
    expect(logged.map(({ details }) => details)).toContainEqual({ classes: { payment: 1 } })
    expect(logged.some(({ target }) => target?.id === ticket.id)).toBe(true)
    const everythingLogged = JSON.stringify((await acme.team.audit.list({ limit: 100 })).data)
    for (const value of [card, iban, '123-45-6789']) expect(everythingLogged).not.toContain(value)
  })

  it('about health is deleted, and whoever wrote it is told so in the conversation', async () => {
    const id = await begin()
    const whole = await say(id, 'Ich habe Diabetes.')
    expect(whole.message.text).toBe('[Gesundheitsangabe entfernt]')
    expect(whole.answer).toBeNull()
    const part = await say(id, 'I have asthma. When do you open?')
    expect(part.message.text).toBe('[health information removed] When do you open?')
    expect(part.answer?.replyTo).toBe(part.message.id)
    const said = (await acme.team.conversations.messages(id)).data
    expect(said.map(({ author }) => author.kind)).toEqual(['visitor', 'bot', 'visitor', 'bot', 'bot'])
    expect(said[1]?.text).toMatch(/gelöscht/)
    expect(said[3]?.text).toMatch(/deleted/)
    // Whoever follows from the beginning hears of each once, in order and without a gap.
    const { signal } = new AbortController()
    const seqs: number[] = []
    const last = (await acme.team.conversations.get(id)).messageCount
    for await (const event of await acme.team.chat.follow(id, 0, signal)) {
      seqs.push(event.seq)
      expect(JSON.stringify(event)).not.toMatch(/asthma|Diabetes/)
      if (event.type === 'message.completed' && event.messageId === said[4]?.id) break
    }
    expect(last).toBe(5)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  })

  it('stays where the bot expects it and the person said yes', async () => {
    const { sensitiveData, consent } = acme.team
    await expect(sensitiveData.change({ rules: { health: 'consent' } })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    await sensitiveData.change({
      rules: { health: 'consent' },
      purpose: 'health-data',
      bots: [botId as `bot_${string}`],
    })
    const contact = await acme.team.contacts.create({ email: 'ada@example.com' })
    const id = await begin({ email: 'ada@example.com' })
    expect((await say(id, 'I have diabetes')).message.text).toBe('[health information removed]')
    await consent.declare(contact.id, { granted: ['health-data'], denied: [], source: 'api' } as never)
    expect((await say(id, 'I have diabetes')).message.text).toBe('I have diabetes')
    await consent.withdraw(contact.id)
    expect((await say(id, 'I have diabetes')).message.text).toBe('[health information removed]')
    await sensitiveData.change({ rules: { health: 'delete' }, purpose: null, bots: [] })
  })
})

describe('rules of a team', () => {
  it('are what is usual until they are changed, and are tried without being kept', async () => {
    const other = await makeTeam(running.sotto)
    expect(await other.team.sensitiveData.get()).toMatchObject({
      rules: { payment: 'redact', 'government-id': 'redact', health: 'delete', custom: 'redact' },
      changedAt: null,
    })
    const changed = await other.team.sensitiveData.change({
      rules: { payment: 'delete' },
      patterns: [{ name: 'membership', pattern: 'KC-\\d{6}' }],
      alsoHealth: ['kestrelitis'],
      staff: false,
    })
    expect(changed.rules).toEqual({ payment: 'delete', 'government-id': 'redact', health: 'delete', custom: 'redact' })
    const tried = await other.team.sensitiveData.try(`Hi. I am KC-123456. Take ${card} now. I have kestrelitis.`)
    expect(tried.text).toBe('Hi. I am [removed]. [card number removed] [health information removed]')
    expect(tried.found.map(({ kind }) => kind)).toEqual(['membership', 'card', 'health'])
    expect(await other.team.audit.list({ action: 'sensitive.redacted' })).toMatchObject({ data: [] })
    // What members write is left alone here; what software brings is not.
    expect((await other.team.contacts.create({ name: `A ${iban}` })).name).toContain(iban)
    const importer = await running.sotto.team(other.teamId, { actor: { system: 'importer' } })
    expect((await importer.contacts.create({ name: 'KC-123456' })).name).toBe('[removed]')
    for (const pattern of ['(?=a)', '((a{100}){100}){100}'])
      await expect(other.team.sensitiveData.change({ patterns: [{ name: 'x', pattern }] })).rejects.toMatchObject({
        code: 'invalid_request',
        errors: [{ field: 'body.patterns.0.pattern' }],
      })
  })
})

it('takes numbers out of documents, their names and titles, and does not keep the original of those', async () => {
  const { knowledge } = acme.team.bot(botId)
  const text = `# Refunds ${iban}\n\nWe refund to ${iban} within a week.\n\nOpen from nine to five.`
  const { document } = await knowledge.add({ text, filename: `refund ${card}.md`, mediaType: 'text/markdown' })
  const read = await knowledge.ready(document.id)
  expect(read).toMatchObject({ filename: 'refund [card number removed].md', original: 'deleted' })
  expect(read.title).toBe('Refunds [bank account removed]')
  const { data } = await knowledge.search('refund within a week')
  expect(JSON.stringify(data)).toContain('bank account removed')
  expect(JSON.stringify(data)).not.toContain(iban)
  const other = await knowledge.add({
    text: 'Nothing in it, open from nine.',
    filename: 'a.md',
    mediaType: 'text/markdown',
  })
  expect((await knowledge.ready(other.document.id)).original).toBe('kept')
  await vi.waitFor(
    async () =>
      expect((await entries('sensitive.redacted')).some(({ target }) => target?.id === document.id)).toBe(true),
    { timeout: 15_000 },
  )
})

it('looks through every text that people write: a new field is, or says why not', () => {
  const seen = everything.collections.flatMap((declaration) =>
    screenedFields(declaration).map(({ name }) => `${declaration.name}.${name}`),
  )
  for (const field of ['messages.text', 'contacts.name', 'contacts.company', 'tickets.subject', 'tickets.description'])
    expect(seen).toContain(field)
  for (const field of ['appointments.title', 'appointments.notes', 'conversations.saidName', 'conversations.page'])
    expect(seen).toContain(field)
  for (const field of ['documents.title', 'documents.filename', 'privacyRequestPeople.reason', 'privacyIntakes.asked'])
    expect(seen).toContain(field)
})
