import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { defaultParseLimits } from './parse/index.ts'

let running: TestSotto
let acme: TestTeam
let bot: ReturnType<TestTeam['team']['bot']>
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-test-adding-'))
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
  bot = acme.team.bot((await acme.team.bots.create({ name: 'Wren' })).id)
}, 60_000)

afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true })
})

test('a stream is read, takes the name of its file, and can be asked about once it is ready', async () => {
  const path = join(folder, 'loan-bikes.md')
  await writeFile(path, '# Loan bikes\n\nA loan bike is free for three days. You need a photo ID.\n')
  const { document } = await bot.knowledge.add({
    file: createReadStream(path),
    keepOriginal: 'delete-after-processing',
  })
  expect(document).toMatchObject({ filename: 'loan-bikes.md', state: 'queued', original: 'kept' })
  const ready = await bot.knowledge.ready(document.id)
  expect(ready).toMatchObject({ title: 'Loan bikes', state: 'ready', original: 'deleted' })
  const [hit] = (await bot.knowledge.search('How long is a loan bike free?')).data
  expect(hit?.text).toContain('free for three days')
}, 30_000)

test('a file on disk takes its own name too', async () => {
  const path = join(folder, 'prices.csv')
  await writeFile(path, 'service,price\nTube,£8\n')
  const { document } = await bot.knowledge.add({ path })
  expect(document.filename).toBe('prices.csv')
})

test('a stream that brings too much is ended as soon as it does', async () => {
  let given = 0
  const endless = Readable.from(
    (function* () {
      for (;;) {
        given += 1_000_000
        yield Buffer.alloc(1_000_000)
      }
    })(),
  )
  await expect(bot.knowledge.add({ file: endless })).rejects.toMatchObject({ code: 'document_too_large' })
  expect(endless.destroyed).toBe(true)
  expect(given).toBeLessThan(defaultParseLimits.maxBytes + 5_000_000)
  expect((await bot.knowledge.list()).data.map(({ filename }) => filename)).not.toContain(null)
})

test('a stream for a bot that is not there is ended unread', async () => {
  const file = Readable.from([Buffer.from('text')])
  const nobody = acme.team.bot('bot_01hz8m0q7v3x5k9d2c4b6n8p0r')
  await expect(nobody.knowledge.add({ file })).rejects.toMatchObject({ code: 'not_found' })
  expect(file.destroyed).toBe(true)
})

test('waiting for a document that cannot be read says why', async () => {
  const { document } = await bot.knowledge.add({ bytes: Buffer.from('%PDF-1.7\nbroken'), filename: 'broken.pdf' })
  await expect(bot.knowledge.ready(document.id)).rejects.toMatchObject({ code: expect.stringMatching(/^document_/) })
}, 30_000)

test('waiting ends with its signal, and for a document that is not there at once', async () => {
  const reason = new Error('closing time')
  const { document } = await bot.knowledge.add({ title: 'Later', text: 'Later.' })
  await expect(bot.knowledge.ready(document.id, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  await expect(bot.knowledge.ready('doc_01hz8m0q7v3x5k9d2c4b6n8p0r')).rejects.toMatchObject({ code: 'not_found' })
})

test('settings of a bot are checked, with what is left out filled in', async () => {
  const made = await acme.team.bots.create({ name: '  Robin ' })
  expect(made).toMatchObject({ name: 'Robin', visibility: 'private', allowedOrigins: [], instructions: null })
  await expect(acme.team.bots.create({ name: '' })).rejects.toMatchObject({
    code: 'invalid_request',
    errors: [{ field: 'body.name' }],
  })
})
