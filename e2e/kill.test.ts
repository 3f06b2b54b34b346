import { join } from 'node:path'
import { SottoClient } from '@sotto/client-sdk'
import { startEmbeddedMongo } from '@sotto/embedded-mongo'
import { createSotto, fileKeyring } from '@sotto/server-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReferenceServer } from './running/reference-server.ts'

/** One data folder for all that follows: what was killed once must bear to be killed again. */
let server: ReferenceServer
let url: string
let secretKey: string

beforeAll(async () => {
  server = await ReferenceServer.inNewFolder()
})

afterAll(() => server.remove())

/** Checks the log as an operator would, on the data folder of a server that was stopped. */
async function verifyLog(stopped: ReferenceServer) {
  const mongo = await startEmbeddedMongo({ dataDir: join(stopped.dataDir, 'database') })
  const sotto = await createSotto({
    mongo: mongo.uri,
    keyring: fileKeyring(join(stopped.dataDir, '../keys')),
  })
  try {
    const team = await sotto.publicTeam('kestrel-cycles')
    const services = await sotto.team(team?.id as string, { actor: { system: 'test' } })
    // What was committed in the last moments before the stop gets its place now.
    const deadline = Date.now() + 20_000
    let report = await services.audit.verify()
    while (report.ok && report.waiting > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      report = await services.audit.verify()
    }
    return report
  } finally {
    await sotto.close()
    await mongo.close()
  }
}

const secretsShown = /Secret key\s+sk_\S+[\s\S]*Reading the sample documents/

test('killed while it reads documents, it goes on after the restart and has each passage once', async () => {
  const begun = await server.start(secretsShown)
  secretKey = begun.secretKey as string
  await server.kill()
  url = (await server.start()).url
  const sotto = new SottoClient({ baseUrl: url, key: secretKey })
  const bots = await sotto.bots.list().page()
  const bot = bots.data[0]
  if (!bot) throw new Error('no bot')
  const { data } = await sotto.documents.list(bot.id).page()
  expect(data.map(({ state }) => state)).toEqual(data.map(() => 'ready'))
  expect(bot.passages).toBe(data.reduce((sum, { passages }) => sum + passages, 0))
  const found = await sotto.search(bot.id, { query: 'standard service', limit: 50 })
  expect(new Set(found.data.map(({ text, documentId }) => documentId + text)).size).toBe(found.data.length)
})

test('killed while it answers, no acknowledged message is missing, answers end, and the log is whole', async () => {
  const sotto = new SottoClient({ baseUrl: url, key: secretKey, retry: { limit: 0 } })
  const bot = (await sotto.bots.list().page()).data[0]
  if (!bot) throw new Error('no bot')
  const acknowledged: { conversation: `cnv_${string}`; text: string }[] = []
  const sending = Array.from({ length: 6 }, async (_, index) => {
    const { conversation } = await sotto.conversations.start({ botId: bot.id })
    const text = `How much is a bike fit? I ask for ${index + 1} of us.`
    for await (const event of sotto.conversations.send(conversation.id, { text }))
      if (event.type === 'message.created' && event.author.kind === 'visitor')
        acknowledged.push({ conversation: conversation.id, text })
  })
  while (acknowledged.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  const before = [...acknowledged]
  await server.kill()
  await Promise.allSettled(
    sending.map((one) => Promise.race([one, new Promise((resolve) => setTimeout(resolve, 3000))])),
  )

  const again = new SottoClient({ baseUrl: (await server.start()).url, key: secretKey })
  for (const { conversation, text } of before) {
    const deadline = Date.now() + 40_000
    for (;;) {
      const messages = (await again.conversations.messages(conversation).page()).data
      expect(messages[0]?.text).toBe(text)
      const answer = messages.find(({ author }) => author.kind === 'bot')
      if (answer && answer.state !== 'writing') {
        expect(answer.state).toBe('completed')
        expect(answer.text).toContain('£60')
        break
      }
      if (Date.now() > deadline) throw new Error('the answer did not end')
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  await server.stop()
  expect(await verifyLog(server)).toMatchObject({ ok: true, firstBad: null, waiting: 0 })
})
