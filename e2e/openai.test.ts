import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SottoClient } from '@sotto/client-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReferenceServer } from './running/reference-server.ts'

type Behaviour = 'answer' | 401 | 429 | 500 | 'stops in the middle'

let provider: Server
let behaviour: Behaviour = 'answer'
const recorded: string[] = []
let server: ReferenceServer
let sotto: SottoClient
let botId: string

const read = async (request: IncomingMessage) => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'recorded', choices: [{ index: 0, delta: content ? { content } : {}, finish_reason: finish }] })}\n\n`

beforeAll(async () => {
  provider = createServer(async (request, response) => {
    recorded.push(`${request.method} ${request.url}\n${await read(request)}`)
    if (typeof behaviour === 'number') {
      response.writeHead(behaviour, { 'content-type': 'application/json', 'retry-after': '0' })
      return void response.end(JSON.stringify({ error: { message: 'refused', type: 'test' } }))
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(chunk('A standard service costs £85. [1]'))
    if (behaviour === 'stops in the middle') {
      response.write(chunk(' It takes'))
      return void setTimeout(() => response.destroy(), 50)
    }
    response.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
  })
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
  const { port } = provider.address() as AddressInfo
  server = await ReferenceServer.inNewFolder({
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    OPENAI_API_KEY: 'sk-recorded',
    OPENAI_MODEL: 'recorded',
  })
  const places = await server.start()
  sotto = new SottoClient({ baseUrl: places.url, key: places.secretKey as string })
  for await (const bot of sotto.bots.list()) botId = bot.id
})

afterAll(async () => {
  await server.remove()
  provider.close()
})

async function ask(text: string, contact?: { name: string; email: string }) {
  const { conversation } = await sotto.conversations.start({
    botId: botId as `bot_${string}`,
    ...(contact ? { contact } : {}),
  })
  const events = []
  for await (const event of sotto.conversations.send(conversation.id, { text })) events.push(event)
  return events
}

test('a model words the answer from the documents, and never sees who asks', async () => {
  behaviour = 'answer'
  recorded.length = 0
  const events = await ask(
    'I am Hannah Okafor (hannah.okafor@example.com, +44 7700 900168). What does a standard service cost?',
    { name: 'Hannah Okafor', email: 'hannah.okafor@example.com' },
  )
  const completed = events.at(-1)
  if (completed?.type !== 'message.completed') throw new Error(JSON.stringify(completed))
  expect(completed).toMatchObject({ grounded: true, usage: { model: 'recorded' } })
  expect(completed.text).toContain('£85')
  expect(completed.citations[0]?.quote).toContain('85')
  const sent = recorded.join('\n')
  expect(sent).toContain('standard service')
  for (const secret of ['Hannah', 'Okafor', 'hannah.okafor@example.com', '900168']) expect(sent).not.toContain(secret)
})

test.each<[Behaviour, string]>([
  [401, 'model_unauthorised'],
  [429, 'model_rate_limited'],
  [500, 'model_unavailable'],
  ['stops in the middle', 'model_interrupted'],
])('a provider that does %s fails the answer and leaves the conversation consistent', async (does, code) => {
  behaviour = does
  const events = await ask('What does a standard service cost?')
  const failed = events.at(-1)
  expect(failed).toMatchObject({ type: 'message.failed', problem: { code } })
  expect(JSON.stringify(failed)).not.toContain('sk-recorded')
  behaviour = 'answer'
  const id = failed?.conversationId as `cnv_${string}`
  const again = await sotto.conversations.send(id, { text: 'And again: what does a standard service cost?' }).result()
  expect(again?.text).toContain('£85')
  const states = []
  for await (const message of sotto.conversations.messages(id)) states.push([message.author.kind, message.state])
  expect(states).toEqual([
    ['visitor', 'completed'],
    ['bot', 'failed'],
    ['visitor', 'completed'],
    ['bot', 'completed'],
  ])
})
