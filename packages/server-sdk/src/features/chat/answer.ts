import type { Citation, ConversationEvent, ErrorCode, Id } from '@sotto/contracts'
import { SottoError } from '../../errors.ts'
import type { JobContext, JobHandler } from '../../jobs/index.ts'
import type { RecordDeparture } from '../../models/index.ts'
import { type AnswerPart, type AnswerWriter, isModelError, type Passage, Pseudonyms } from '../../models/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import {
  appendEvents,
  conversationEvents,
  conversations,
  type LiveConversations,
  type MessageDocument,
  messages,
  problemOf,
  pseudonyms,
} from '../conversations/index.ts'
import { departureLog } from '../departures.ts'
import {
  type Found,
  findPassages,
  groundingThreshold,
  type SearchDependencies,
  whatIsAsked,
} from '../knowledge/index.ts'

export const answerKind = 'chat.answer'

/** How much of what was said before is told to the writer of an answer. */
const historyLength = 10
const passageCount = 8

export interface AnswerDependencies extends SearchDependencies {
  live: LiveConversations
  /** The writer for one conversation: what leaves for a model is pseudonymised and recorded as given. */
  writer(through: { pseudonyms: Pseudonyms; record: RecordDeparture }): AnswerWriter
}

/**
 * Writes the answer to a message: one writer at a time, leased. What was streamed is stored first and never withdrawn.
 * Taken up after a crash, it goes on only if it would say the same again, and otherwise ends as failed.
 */
export function answerHandler(dependencies: AnswerDependencies): JobHandler {
  return {
    concurrency: 16,
    async run(context) {
      const { conversationId = '', messageId = '' } = context.job.payload
      const answer = await context.scope.collection(messages).findById(messageId)
      // The conversation was deleted, or the answer had ended before the job could say so.
      if (answer?.state !== 'writing') return
      try {
        await write(context, dependencies, conversationId, answer)
      } catch (error) {
        if (context.signal.aborted || !isModelError(error)) throw error
        await end(context, dependencies.live, conversationId, messageId, {
          code: error.code,
          detail: error.message,
          mayRetry: error.mayRetry,
          retryAfter: error.retryAfter,
        })
      }
    },
    async failed({ scope, job }, error) {
      const { conversationId = '', messageId = '' } = job.payload
      const answer = await scope.collection(messages).findOne({ id: messageId })
      if (answer?.state === 'writing')
        await fail(scope, dependencies.live, conversationId, messageId, { ...error, mayRetry: true })
    },
  }
}

async function write(
  context: JobContext,
  dependencies: AnswerDependencies,
  conversationId: string,
  answer: MessageDocument,
): Promise<void> {
  const { scope, signal } = context
  const { live } = dependencies
  const conversation = await scope.collection(conversations).get(conversationId)
  if (!(await scope.mayUse(conversation.contactId, 'answering')))
    return end(context, live, conversationId, answer.id, {
      code: 'permission_missing',
      detail: 'The person restricted the use of their data while the answer was waited for.',
      mayRetry: false,
    })
  const row = await scope.collection(conversations).findOne({ id: conversationId })
  const bot = await scope.collection(bots).get(conversation.botId)
  const person = conversation.contactId ? await scope.collection(contacts).findById(conversation.contactId) : null
  const said = await history(scope, conversationId, answer)
  const { asked, around } = whatIsAsked(said.pop()?.text ?? '')
  // What is said around the question is told like something that was said before it.
  if (around) said.push({ role: 'user', text: around })
  const hidden = await pseudonymsOf(scope, conversationId, {
    person,
    said: { name: conversation.saidName, email: conversation.saidEmail },
  })
  const record = departureLog(scope, {
    unit: row?.unit ?? null,
    target: conversationId,
    subject: conversation.contactId ?? conversationId,
  })
  const found = await findPassages(dependencies, scope, bot.id, asked, {
    limit: passageCount,
    context: said
      .filter(({ role }) => role === 'user')
      .slice(-3)
      .map(({ text }) => text),
    pseudonyms: hidden,
    record,
    signal,
  })
  const parts = dependencies.writer({ pseudonyms: hidden, record }).write({
    question: asked,
    history: said,
    // Where even the best passage is below the threshold, the question is about something else.
    passages: (found[0]?.score ?? 0) < groundingThreshold ? [] : found.map(passageOf),
    botName: bot.name,
    ...(bot.instructions ? { instructions: bot.instructions } : {}),
    signal,
  })
  const stream = new AnswerStream(
    context,
    live,
    conversationId,
    answer.id,
    await emitted(scope, conversationId, answer.id),
  )
  for await (const part of parts) await stream.take(part)
  await keepPseudonyms(scope, conversationId, hidden)
  await stream.complete()
}

/** Stores the parts of an answer as events, skipping what an interrupted writer has stored before. */
class AnswerStream {
  readonly #context: JobContext
  readonly #live: LiveConversations
  readonly #conversationId: string
  readonly #messageId: string
  readonly #before: { text: string; citations: number }
  #text = ''
  readonly #citations: Citation[] = []
  #done: Extract<AnswerPart, { type: 'done' }> | undefined

  constructor(
    context: JobContext,
    live: LiveConversations,
    conversationId: string,
    messageId: string,
    before: { text: string; citations: number },
  ) {
    this.#context = context
    this.#live = live
    this.#conversationId = conversationId
    this.#messageId = messageId
    this.#before = before
  }

  async take(part: AnswerPart): Promise<void> {
    if (part.type === 'done') {
      this.#done = part
      return
    }
    if (part.type === 'citation') {
      this.#citations.push(citationOf(part))
      if (this.#citations.length <= this.#before.citations) return
      await this.#append([
        { type: 'message.citation', messageId: this.#messageId as Id<'message'>, citation: citationOf(part) },
      ])
      return
    }
    const old = this.#before.text
    const was = this.#text.length
    this.#text += part.text
    const common = Math.min(this.#text.length, old.length)
    if (this.#text.slice(0, common) !== old.slice(0, common))
      throw new SottoError('model_interrupted', 'The answer was interrupted and would go on in other words. Ask again.')
    const fresh = this.#text.slice(Math.max(was, old.length))
    if (fresh) await this.#append([{ type: 'message.delta', messageId: this.#messageId as Id<'message'>, text: fresh }])
  }

  /** The final message, equal to what was streamed, in one transaction with the end of the writing. */
  async complete(): Promise<void> {
    const { scope } = this.#context
    const grounded = this.#done?.grounded ?? false
    const usage = this.#done?.usage ?? null
    await scope.transaction(async (running) => {
      await this.#context.guard(running)
      const endSeq = await appendEvents(
        running,
        this.#conversationId,
        [
          {
            type: 'message.completed',
            messageId: this.#messageId as Id<'message'>,
            text: this.#text,
            citations: this.#citations,
            grounded,
            usage,
          },
        ],
        { answering: null, lastMessageId: this.#messageId, lastActivityAt: running.now() },
      )
      await running
        .collection(messages)
        .change(
          this.#messageId,
          { text: this.#text, citations: this.#citations, state: 'completed', grounded, usage, endSeq },
          { action: 'message.answered' },
        )
      running.afterCommit(() => this.#live.wake(this.#conversationId))
    })
  }

  async #append(events: Parameters<typeof appendEvents>[2]): Promise<void> {
    await this.#context.scope.transaction(async (running) => {
      await this.#context.guard(running)
      await appendEvents(running, this.#conversationId, events)
      running.afterCommit(() => this.#live.wake(this.#conversationId))
    })
  }
}

interface Failure {
  code: ErrorCode
  detail: string
  mayRetry: boolean
  retryAfter?: number | undefined
}

async function end(
  context: JobContext,
  live: LiveConversations,
  conversationId: string,
  messageId: string,
  failure: Failure,
): Promise<void> {
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await fail(running, live, conversationId, messageId, failure)
  })
}

/** What was streamed of a failed answer stays; nothing follows the failure. */
async function fail(
  scope: TeamScope,
  live: LiveConversations,
  conversationId: string,
  messageId: string,
  failure: Failure,
): Promise<void> {
  const { text } = await emitted(scope, conversationId, messageId)
  const problem = {
    ...problemOf(failure.code, failure.detail),
    ...(failure.retryAfter === undefined ? {} : { retryAfter: Math.ceil(failure.retryAfter) }),
  }
  const endSeq = await appendEvents(
    scope,
    conversationId,
    [{ type: 'message.failed', messageId: messageId as Id<'message'>, problem, mayRetry: failure.mayRetry }],
    { answering: null },
  )
  await scope
    .collection(messages)
    .change(messageId, { text, state: 'failed', problem: failure.code, endSeq }, { action: 'message.failed' })
  scope.afterCommit(() => live.wake(conversationId))
}

async function emitted(
  scope: TeamScope,
  conversationId: string,
  messageId: string,
): Promise<{ text: string; citations: number }> {
  const rows = await scope.collection(conversationEvents).find({ conversationId }, { sort: { seq: -1 }, limit: 1000 })
  let text = ''
  let citations = 0
  for (const row of rows) {
    const event = JSON.parse((await row.open()).event) as ConversationEvent
    if (!('messageId' in event) || event.messageId !== messageId) continue
    if (event.type === 'message.created') break
    if (event.type === 'message.delta') text = event.text + text
    if (event.type === 'message.citation') citations += 1
  }
  return { text, citations }
}

async function history(
  scope: TeamScope,
  conversationId: string,
  answer: MessageDocument,
): Promise<{ role: 'user' | 'assistant'; text: string }[]> {
  const rows = await scope
    .collection(messages)
    .find({ conversationId }, { sort: { seq: -1 }, limit: historyLength + 1 })
  const opened = await scope.collection(messages).openAll(rows)
  return opened
    .filter((message) => message.seq < answer.seq && message.text !== '')
    .reverse()
    .map((message) => ({ role: message.authorKind === 'visitor' ? 'user' : 'assistant', text: message.text }))
}

async function pseudonymsOf(
  scope: TeamScope,
  conversationId: string,
  about: {
    person: { name: string | null; email: string | null; phone: string | null; company: string | null } | null
    said: { name: string | null; email: string | null }
  },
): Promise<Pseudonyms> {
  const kept = await scope.collection(pseudonyms).findById(conversationId)
  const hidden = kept ? Pseudonyms.fromJSON(JSON.parse(kept.state)) : new Pseudonyms()
  const { person, said } = about
  const values = [
    { kind: 'name' as const, value: person?.name ?? said.name },
    { kind: 'email' as const, value: person?.email ?? said.email },
    { kind: 'phone' as const, value: person?.phone ?? null },
    { kind: 'company' as const, value: person?.company ?? null },
  ]
  hidden.know(values.flatMap(({ kind, value }) => (value ? [{ kind, value }] : [])))
  return hidden
}

async function keepPseudonyms(scope: TeamScope, conversationId: string, hidden: Pseudonyms): Promise<void> {
  const own = scope.collection(pseudonyms)
  const state = JSON.stringify(hidden)
  const updatedAt = scope.now()
  if (await own.findOne({ id: conversationId })) await own.change(conversationId, { state, updatedAt })
  else await own.insert({ conversationId, state, updatedAt }, { id: conversationId })
}

const passageOf = (found: Found): Passage => ({
  id: found.chunkId,
  documentId: found.documentId,
  documentTitle: found.documentTitle,
  text: found.text,
  sentences: found.sentences,
  position: { ...found.position, section: found.headingPath },
  score: found.score,
  bestSentence: found.bestSentence,
})

function citationOf(part: Extract<AnswerPart, { type: 'citation' }>): Citation {
  return {
    number: part.number,
    documentId: part.documentId as Id<'document'>,
    documentTitle: part.documentTitle,
    chunkId: part.passageId as Id<'chunk'>,
    page: part.position.page ?? null,
    row: part.position.row ?? null,
    section: [...(part.position.section ?? [])],
    quote: part.quote,
  }
}
