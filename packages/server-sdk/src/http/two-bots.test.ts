import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConversationStarted, MessageSent, SearchResult } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { sottoRouter } from './router.ts'
import { asJson, bearer } from './testing/serve.ts'
import { document, jobsDone } from './testing/two-teams.ts'

interface BotSide {
  id: `bot_${string}`
  key: string
  word: string
  documentId: string
}

let test: TestSotto
let acme: TestTeam
let server: Server
let url: string
let secret: string
let wren: BotSide
let robin: BotSide

/** A bot with a document that is like the other bot's, but for one word. */
async function makeBot(word: string): Promise<BotSide> {
  const bot = await acme.team.bots.create({ name: 'Bot', visibility: 'public' })
  const { document: added, job } = await acme.team
    .bot(bot.id)
    .knowledge.add({ title: 'Handbook', text: document(word), mediaType: 'text/markdown' })
  await jobsDone(acme.team, [job.id])
  return { id: bot.id, key: bot.publishableKey, word, documentId: added.id }
}

beforeAll(async () => {
  test = await startTestSotto({ models: { embeddings: wordsOnly } })
  acme = await makeTeam(test.sotto)
  const scopes = ['knowledge:read', 'knowledge:write', 'conversations:read', 'conversations:write'] as const
  secret = (await acme.team.apiKeys.create({ name: 'all', scopes: [...scopes] })).secret
  wren = await makeBot('quillbrook')
  robin = await makeBot('marrowfen')
  server = createServer(express().use(sottoRouter(test.sotto, { rateLimits: false })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await test.close()
})

const send = (method: string, path: string, token: string, body?: object, accept = 'application/json') =>
  fetch(url + path, {
    method,
    headers: { ...bearer(token), accept, ...(body ? asJson : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const question = 'What is the word of the week?'

async function visit(bot: BotSide): Promise<{ id: string; token: string }> {
  const started = (await (await send('POST', '/v1/conversations', bot.key, {})).json()) as ConversationStarted
  return { id: started.conversation.id, token: started.visitorToken }
}

const sides = (): [BotSide, BotSide][] => [
  [wren, robin],
  [robin, wren],
]

describe('two bots of one team', () => {
  it('find nothing of each other, also when asked for the very words', async () => {
    for (const [own, other] of sides())
      for (const query of [question, other.word, `${own.word} ${other.word}`]) {
        const response = await send('POST', `/v1/bots/${own.id}/search`, secret, { query, limit: 50 })
        const text = await response.text()
        expect(response.status).toBe(200)
        expect(text).not.toContain(other.word)
        expect(text).not.toContain(other.documentId)
        if (query.includes(own.word))
          expect((JSON.parse(text) as z.output<typeof SearchResult>).data.length).toBeGreaterThan(0)
      }
  })

  it('answer from their own documents, whole and streamed', async () => {
    for (const [own, other] of sides()) {
      const visitor = await visit(own)
      const whole = await send('POST', `/v1/conversations/${visitor.id}/messages`, visitor.token, { text: question })
      const text = await whole.text()
      const { answer } = JSON.parse(text) as z.output<typeof MessageSent>
      expect(answer).toMatchObject({ grounded: true, text: expect.stringContaining(own.word) })
      expect(answer?.citations.map(({ documentId }) => documentId)).toEqual([own.documentId])
      expect(text).not.toContain(other.word)

      const asked = { text: 'Whom do I ask for when I take a loan bike?' }
      const path = `/v1/conversations/${visitor.id}/messages`
      const streamed = await (await send('POST', path, visitor.token, asked, 'text/event-stream')).text()
      expect(streamed).toContain('event: message.completed')
      expect(streamed).not.toContain(other.word)
    }
  })

  it('have documents that are not there through the other one', async () => {
    for (const [own, other] of sides())
      for (const method of ['GET', 'DELETE']) {
        const refusal = async (documentId: string) => {
          const response = await send(method, `/v1/bots/${own.id}/documents/${documentId}`, secret)
          const { requestId: _id, ...problem } = (await response.json()) as Record<string, unknown>
          return { status: response.status, problem }
        }
        const foreign = await refusal(other.documentId)
        expect(foreign).toMatchObject({ status: 404, problem: { code: 'not_found' } })
        expect(foreign).toEqual(await refusal(`doc_${'0'.repeat(26)}`))
      }
    const listed = await (await send('GET', `/v1/bots/${wren.id}/documents`, secret)).text()
    expect(listed).toContain(wren.documentId)
    expect(listed).not.toContain(robin.documentId)
  })

  it('have keys and visitors of their own', async () => {
    for (const [own, other] of sides()) {
      const elsewhere = await send('POST', '/v1/conversations', own.key, { botId: other.id })
      expect(elsewhere.status).toBe(404)
      const [mine, theirs] = [await visit(own), await visit(other)]
      for (const path of ['', '/messages'])
        expect((await send('GET', `/v1/conversations/${theirs.id}${path}`, mine.token)).status).toBe(404)
      const events = await send(
        'GET',
        `/v1/conversations/${theirs.id}/events`,
        mine.token,
        undefined,
        'text/event-stream',
      )
      expect(events.status).toBe(404)
      const asked = { text: question }
      expect((await send('POST', `/v1/conversations/${theirs.id}/messages`, mine.token, asked)).status).toBe(404)
    }
  })

  it('forget a document alone', async () => {
    const extra = await acme.team.bot(wren.id).knowledge.add({ title: 'Extra', text: `Also ${wren.word}` })
    await jobsDone(acme.team, [extra.job.id])
    expect((await send('DELETE', `/v1/bots/${wren.id}/documents/${extra.document.id}`, secret)).status).toBe(204)
    const found = await send('POST', `/v1/bots/${wren.id}/search`, secret, { query: `Also ${wren.word}`, limit: 50 })
    expect(await found.text()).not.toContain(extra.document.id)
    const { data } = await acme.team.bot(robin.id).knowledge.search(question)
    expect(data.map(({ documentId }) => documentId)).toContain(robin.documentId)
  })
})
