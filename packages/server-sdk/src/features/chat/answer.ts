import type { JobContext, JobHandler } from '../../jobs/index.ts'
import {
  type AnswerWriter,
  isModelError,
  type Passage,
  type Pseudonyms,
  type RecordDeparture,
} from '../../models/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations, type LiveConversations, type MessageDocument, messages } from '../conversations/index.ts'
import { departureLog } from '../departures.ts'
import {
  type Found,
  findPassages,
  groundingThreshold,
  type SearchDependencies,
  whatIsAsked,
} from '../knowledge/index.ts'
import { AnswerStream, emitted, end, fail } from './answer-stream.ts'
import { keepPseudonyms, pseudonymsOf } from './kept-pseudonyms.ts'

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
