/**
 * A server for the tests and the demo page: it speaks the contract as far as the widget uses it, keeps everything in
 * memory, and does what a test tells it through `/control/<key>`. Each publishable key is a world of its own.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConversationEvent, ErrorCode, Message, Problem, WidgetConfiguration } from '@sotto/contracts'
import type { Instructions, Operation, Recorded, Step } from './instructions.ts'
import { workshop } from './workshop.ts'

interface Conversation {
  id: string
  token: string
  status: 'open' | 'waiting' | 'closed'
  messages: Message[]
  events: ConversationEvent[]
  streams: Set<ServerResponse>
  keys: Map<string, number>
}

interface World {
  key: string
  configuration: WidgetConfiguration
  answers: Step[][]
  refuse: Partial<Record<Operation, (ErrorCode | 'drop')[]>>
  late: string[]
  gates: Map<string, { open: () => void; opened: Promise<void> }>
  conversation: Conversation | null
  recorded: Recorded[]
}

/** An event without what every event has. */
type Happening = ConversationEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'seq' | 'conversationId'>
    : never
  : never

const statuses: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  origin_not_allowed: 403,
  rate_limited: 429,
  conversation_closed: 409,
  answer_in_progress: 409,
  idempotency_conflict: 409,
  internal: 500,
}

let counter = 0
const idOf = <Prefix extends string>(prefix: Prefix) => {
  counter += 1
  return `${prefix}_${String(counter).padStart(26, '0')}` as const
}

const routes: [method: string, path: RegExp, operation: Operation][] = [
  ['GET', /^\/v1\/widget$/, 'widget'],
  ['POST', /^\/v1\/conversations$/, 'start'],
  ['GET', /^\/v1\/conversations\/[^/]+$/, 'conversation'],
  ['DELETE', /^\/v1\/conversations\/[^/]+$/, 'remove'],
  ['GET', /^\/v1\/conversations\/[^/]+\/messages$/, 'messages'],
  ['POST', /^\/v1\/conversations\/[^/]+\/messages$/, 'send'],
  ['GET', /^\/v1\/conversations\/[^/]+\/events$/, 'events'],
  ['PUT', /^\/v1\/conversations\/[^/]+\/messages\/[^/]+\/rating$/, 'rate'],
]

export function createFakeServer() {
  const worlds = new Map<string, World>()

  const worldOf = (key: string): World => {
    const world = worlds.get(key) ?? {
      key,
      configuration: workshop.configuration,
      answers: [],
      refuse: {},
      late: [],
      gates: new Map(),
      conversation: null,
      recorded: [],
    }
    worlds.set(key, world)
    return world
  }

  /** Answers the request if it is one for this server. */
  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(request.url ?? '/', 'http://server')
    if (!/^\/(v1|control)\//.test(pathname)) return false
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*, authorization')
    response.setHeader('access-control-allow-methods', '*')
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return true
    }
    const body = await bodyOf(request)
    if (pathname.startsWith('/control/')) {
      const world = worldOf(pathname.slice('/control/'.length))
      if (request.method === 'GET') json(response, 200, world.recorded)
      else {
        instruct(world, body as Instructions)
        json(response, 200, {})
      }
      return true
    }
    await serve(worlds, request, response, pathname, body)
    return true
  }

  function instruct(
    world: World,
    { configuration, answers, refuse, release, late, member, status, cut, lose }: Instructions,
  ) {
    if (configuration) world.configuration = { ...world.configuration, ...configuration }
    if (answers) world.answers.push(...answers)
    if (refuse) Object.assign(world.refuse, refuse)
    if (late) world.late.push(late)
    if (release) gate(world, release).open()
    const { conversation } = world
    if (!conversation) return
    if (member) {
      const message = messageOf(conversation, { kind: 'member', id: idOf('mem'), name: member.name }, member.text)
      emit(conversation, created(message, member.text))
    }
    if (status) {
      conversation.status = status
      emit(conversation, { type: 'conversation.updated', status, assigneeId: null })
    }
    if (cut) cutStreams(conversation)
    if (lose) world.conversation = null
  }

  async function serve(
    all: Map<string, World>,
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    body: unknown,
  ) {
    const operation = routes.find(([method, path]) => method === request.method && path.test(pathname))?.[2]
    const credential = request.headers.authorization?.replace('Bearer ', '') ?? ''
    const world = credential.startsWith('pk_')
      ? worldOf(credential)
      : [...all.values()].find(({ conversation }) => conversation?.token === credential)
    if (!operation || !world) return refuse(response, 'not_found')
    const header = (name: string) => request.headers[name]?.toString()
    const [idempotencyKey, lastEventId] = [header('idempotency-key'), header('last-event-id')]
    world.recorded.push({ operation, authorization: credential.slice(0, 3), body, idempotencyKey, lastEventId })
    const refusal = world.refuse[operation]?.shift()
    if (refusal === 'drop') return response.destroy()
    if (refusal) return refuse(response, refusal)
    if (operation === 'widget') return json(response, 200, world.configuration)
    if (operation === 'start') return json(response, 201, start(world))
    const { conversation } = world
    if (!conversation || !pathname.includes(conversation.id)) return refuse(response, 'not_found')
    switch (operation) {
      case 'conversation':
        return json(response, 200, { id: conversation.id, status: conversation.status })
      case 'messages':
        return json(response, 200, { data: conversation.messages, nextCursor: null })
      case 'remove':
        cutStreams(conversation)
        world.conversation = null
        return response.writeHead(204).end()
      case 'rate': {
        const message = conversation.messages.find(({ id }) => pathname.includes(id))
        if (!message) return refuse(response, 'not_found')
        message.rating = (body as { rating: Message['rating'] }).rating
        return json(response, 200, message)
      }
      case 'events':
        return stream(conversation, response, Number(lastEventId ?? 0))
      case 'send': {
        const late = world.late.shift()
        if (late) await gate(world, late).opened
        if (conversation.status === 'closed') return refuse(response, 'conversation_closed')
        const repeated = idempotencyKey === undefined ? undefined : conversation.keys.get(idempotencyKey)
        if (repeated !== undefined) return stream(conversation, response, repeated)
        const before = conversation.events.length
        if (idempotencyKey) conversation.keys.set(idempotencyKey, before)
        stream(conversation, response, before)
        return answer(world, conversation, (body as { text: string }).text)
      }
    }
  }

  function start(world: World) {
    const id = idOf('cnv')
    const token = `vt_${idOf('vis')}`
    world.conversation = { id, token, status: 'open', messages: [], events: [], streams: new Set(), keys: new Map() }
    return { conversation: { id, status: 'open' }, visitorToken: token }
  }

  async function answer(world: World, conversation: Conversation, text: string) {
    const question = messageOf(conversation, { kind: 'visitor', id: null, name: null }, text)
    emit(conversation, created(question, text))
    if (conversation.status !== 'open') return
    const steps = world.answers.shift() ?? workshop.answerTo(text)
    const reply = messageOf(conversation, { kind: 'bot', id: world.configuration.botId, name: null }, '')
    Object.assign(reply, { state: 'writing', replyTo: question.id })
    emit(conversation, created(reply, null))
    const messageId = reply.id
    const complete = (final: string) => {
      Object.assign(reply, { state: 'completed', text: final, grounded: reply.citations.length > 0 })
      const { citations } = reply
      emit(conversation, { type: 'message.completed', messageId, text: final, citations, grounded: true, usage: null })
    }
    for (const step of steps) {
      if (world.conversation !== conversation) return
      if ('delta' in step) {
        reply.text += step.delta
        emit(conversation, { type: 'message.delta', messageId, text: step.delta })
      } else if ('citation' in step) {
        const citation = { ...step.citation, documentId: idOf('doc'), chunkId: idOf('chk') }
        reply.citations.push(citation)
        emit(conversation, { type: 'message.citation', messageId, citation })
      } else if ('wait' in step) await new Promise((resolve) => setTimeout(resolve, step.wait))
      else if ('hold' in step) await gate(world, step.hold).opened
      else if ('cut' in step) cutStreams(conversation)
      else if ('complete' in step) return complete(step.complete)
      else {
        const problem = problemOf(step.fail)
        Object.assign(reply, { state: 'failed', problem })
        return emit(conversation, { type: 'message.failed', messageId, problem, mayRetry: step.mayRetry })
      }
    }
    complete(reply.text)
  }
}

const created = ({ id, author, replyTo, createdAt }: Message, text: string | null): Happening => ({
  type: 'message.created',
  messageId: id,
  author,
  replyTo,
  text,
  createdAt,
})

function messageOf(conversation: Conversation, author: Message['author'], text: string): Message {
  const message: Message = {
    id: idOf('msg'),
    conversationId: conversation.id as Message['conversationId'],
    author,
    text,
    state: 'completed',
    replyTo: null,
    citations: [],
    grounded: null,
    usage: null,
    rating: null,
    problem: null,
    createdAt: new Date().toISOString(),
  }
  conversation.messages.push(message)
  return message
}

function emit(conversation: Conversation, happening: Happening) {
  const seq = conversation.events.length + 1
  const event = { seq, conversationId: conversation.id, ...happening } as ConversationEvent
  conversation.events.push(event)
  for (const response of conversation.streams) write(response, event)
}

function stream(conversation: Conversation, response: ServerResponse, after: number) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': here\n\n')
  for (const event of conversation.events.slice(after)) write(response, event)
  conversation.streams.add(response)
  response.on('close', () => conversation.streams.delete(response))
}

const write = (response: ServerResponse, event: ConversationEvent) =>
  response.write(`event: ${event.type}\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`)

function cutStreams(conversation: Conversation) {
  for (const response of conversation.streams) response.destroy()
}

function gate(world: World, name: string) {
  let found = world.gates.get(name)
  if (!found) {
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    found = { open, opened }
    world.gates.set(name, found)
  }
  return found
}

const problemOf = (code: ErrorCode): Problem => ({
  type: `/docs#${code}`,
  title: code,
  status: statuses[code] ?? 502,
  code,
  detail: 'As told by the test.',
})

function refuse(response: ServerResponse, code: ErrorCode) {
  const problem = problemOf(code)
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
}

function json(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text ? JSON.parse(text) : undefined
}
