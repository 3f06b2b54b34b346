import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openai } from '../../models/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false, publicUrl: 'https://chat.example.com' })
  acme = await makeTeam(running.sotto, 'Kestrel Cycles')
})
afterAll(() => running.close())

/** What a web page gets that shows the key of a bot. */
const widget = async (key: string, origin: string | null = null) =>
  running.sotto.widget(await running.sotto.access.authenticate(key), { origin })

describe('a bot', () => {
  it('is private, with nothing but a name, until somebody says otherwise', async () => {
    const bot = await acme.team.bots.create({ name: 'Wren' })
    expect(bot).toMatchObject({ visibility: 'private', documents: 0, passages: 0, starters: [], allowedOrigins: [] })
    expect(bot.publishableKey).toMatch(/^pk_[\w-]{43}$/)
    await expect(widget(bot.publishableKey)).rejects.toMatchObject({ code: 'not_found' })
    await acme.team.bots.change(bot.id, { visibility: 'public' })
    expect((await widget(bot.publishableKey)).name).toBe('Wren')
    await acme.team.bots.change(bot.id, { visibility: 'private' })
    await expect(widget(bot.publishableKey)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells visitors how long what they write is kept, as it was chosen for the team, or for the bot', async () => {
    const { team } = await makeTeam(running.sotto, 'Umbra')
    const { id: botId, publishableKey } = await team.bots.create({ name: 'Wren', visibility: 'public' })
    const told = async () => {
      const { disclosure, keeps } = await widget(publishableKey)
      return [disclosure.keeping, keeps[0]?.howLong]
    }
    expect(await told()).toEqual(['Kept for 2 years · read by Umbra', '2 years'])
    await team.retention.change({ preset: 'baseline' })
    expect(await told()).toEqual(['Kept for 90 days · read by Umbra', '90 days'])
    await team.retention.change({ rules: [{ category: 'conversations', keep: { months: 1 }, then: 'delete' }] })
    expect(await told()).toEqual(['Kept for 1 month · read by Umbra', '1 month'])
    await team.retention.overrides.add({ botId }, { category: 'conversations', keep: 0 })
    expect(await told()).toEqual(['Kept until the conversation ends · read by Umbra', 'Until the conversation ends'])
    const other = await team.bots.create({ name: 'Kite', visibility: 'public' })
    expect((await widget(other.publishableKey)).disclosure.keeping).toBe('Kept for 1 month · read by Umbra')
  })

  it.each([
    ['nowhere', {}, [['Nothing goes to a model provider', 'Answers are made on this server']]],
    [
      'for vectors alone',
      { embeddings: openai.embeddings({ apiKey: 'sk-test', baseURL: 'http://127.0.0.1:9/v1' }) },
      [['goes to 127.0.0.1', 'To find the passages that answer']],
    ],
    [
      'for answers and vectors',
      {
        chat: openai({ apiKey: 'sk-test', baseURL: 'http://127.0.0.1:9/v1' }),
        embeddings: openai.embeddings({ apiKey: 'sk-test', baseURL: 'http://127.0.0.1:9/v1' }),
      },
      [['goes to 127.0.0.1', 'To word the answer. To find the passages that answer']],
    ],
  ])('tells visitors where their words go: %s', async (_where, models, expected) => {
    const other = await startTestSotto({ runJobs: false, publicUrl: 'https://chat.example.com', models })
    const { team } = await makeTeam(other.sotto, 'Umbra')
    const { publishableKey } = await team.bots.create({ name: 'Wren', visibility: 'public' })
    const { keeps } = await other.sotto.widget(await other.sotto.access.authenticate(publishableKey), { origin: null })
    expect(keeps.slice(3).map(({ what, why }) => [what, why])).toEqual(
      expected.map(([what, why]) => [expect.stringContaining(what as string), why]),
    )
    await other.close()
  })

  it('keeps what a change does not name, its key included', async () => {
    const bot = await acme.team.bots.create({ name: 'Wren', starters: ['Prices?'], colour: '#00707a' })
    const changed = await acme.team.bots.change(bot.id, { greeting: 'Good morning' })
    expect(changed).toEqual({ ...bot, greeting: 'Good morning' })
    expect(await acme.team.bots.get(bot.id)).toEqual(changed)
  })

  it.each([
    ['no name', {}],
    ['an empty disclosure', { name: 'Wren', disclosure: ' ' }],
    ['an origin with a path', { name: 'Wren', allowedOrigins: ['https://kestrel.example/shop'] }],
    ['five starters', { name: 'Wren', starters: ['1', '2', '3', '4', '5'] }],
    ['a key of its choice', { name: 'Wren', publishableKey: 'pk_1' }],
  ])('is not made with %s', async (_what, input) => {
    await expect(acme.team.bots.create(input as never)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('is shown on the websites that it names, and on no other', async () => {
    const bot = await acme.team.bots.create({
      name: 'Wren',
      visibility: 'public',
      allowedOrigins: ['https://kestrel.example'],
    })
    expect((await widget(bot.publishableKey, 'https://kestrel.example')).botId).toBe(bot.id)
    for (const origin of [
      null,
      'null',
      'https://kestrel.example.evil',
      'http://kestrel.example',
      'https://kestrel.example:444',
    ])
      await expect(widget(bot.publishableKey, origin), String(origin)).rejects.toMatchObject({
        code: 'origin_not_allowed',
      })
  })
})

describe('what the widget shows before the first message', () => {
  it('says that a machine answers, who reads along, and how long it is kept', async () => {
    const { publishableKey } = await acme.team.bots.create({ name: 'Wren', visibility: 'public' })
    const shown = await widget(publishableKey)
    expect(shown.disclosure.machine).toContain('machine')
    expect(shown.disclosure.reading).toContain('Kestrel Cycles')
    expect(shown.disclosure.keeping).toContain('2 years')
    expect(shown.keeps.length).toBeGreaterThan(2)
    expect(shown.privacyUrl).toMatch(/^https:\/\/chat\.example\.com\/privacy\//)
    expect(JSON.stringify(shown)).not.toContain(publishableKey)
  })

  it('can be reworded, and never left out', async () => {
    const { publishableKey, id } = await acme.team.bots.create({
      name: 'Wren',
      visibility: 'public',
      disclosure: 'Ines and Bo read what you write.',
    })
    expect((await widget(publishableKey)).disclosure).toMatchObject({
      machine: expect.stringContaining('machine'),
      reading: 'Ines and Bo read what you write.',
    })
    await acme.team.bots.change(id, { disclosure: null })
    expect((await widget(publishableKey)).disclosure.reading).toContain('Kestrel Cycles')
  })
})

it('the first public bot of a team is found without anybody signed in', async () => {
  const fresh = await makeTeam(running.sotto)
  await fresh.team.bots.create({ name: 'Private' })
  expect(await running.sotto.firstPublicBot(fresh.teamId)).toBeNull()
  const bot = await fresh.team.bots.create({ name: 'Public', visibility: 'public' })
  expect(await running.sotto.firstPublicBot(fresh.teamId)).toEqual({ id: bot.id, publishableKey: bot.publishableKey })
})
