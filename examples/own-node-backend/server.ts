import { randomBytes } from 'node:crypto'
import { startEmbeddedMongo } from '@sotto/embedded-mongo'
import { createSotto, fileKeyring, openai } from '@sotto/server-sdk'
import { ownApp, sessionCookie } from './app.ts'
import { ownTeam } from './team.ts'

const port = Number(process.env.PORT ?? 4100)
const embedded = process.env.MONGODB_URI ? undefined : await startEmbeddedMongo({ dataDir: './data' })
const usesOpenAI = Boolean(process.env.OPENAI_API_KEY)

const sotto = await createSotto({
  mongo: process.env.MONGODB_URI ?? embedded?.uri ?? '',
  keyring: fileKeyring('./keys'),
  models: { chat: usesOpenAI ? openai() : undefined },
})
const { owner, botId } = await ownTeam(sotto)
const session = randomBytes(16).toString('hex')
const server = ownApp({ sotto, botId, sessions: new Map([[session, owner]]) }).listen(port, '127.0.0.1', (error) => {
  if (error) throw error
  console.log(`
  curl -b ${sessionCookie}=${session} http://localhost:${port}/people
  curl -b ${sessionCookie}=${session} http://localhost:${port}/questions -H 'Content-Type: text/plain' -d 'Can you collect my bicycle?'
  curl -b ${sessionCookie}=${session} http://localhost:${port}/sotto/v1/conversations

Ctrl-C stops it.`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    server.closeAllConnections()
    server.close()
    await sotto.close()
    await embedded?.close()
  })
