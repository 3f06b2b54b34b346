import type { AnyEndpoint } from '@sotto/contracts'
import type { Response } from 'express'
import { z } from 'zod'
import { type FileAnswer, isReply, Reply, type ServerEvent } from './handler.ts'
import type { PageAnswer } from './page.ts'

/** What a handler gave, in the form in which it leaves. */
export interface Answer {
  status: number
  /** JSON; `null` where the answer has no body. */
  text: string | null
  session?: Reply<unknown>['session']
  events?: AsyncIterable<ServerEvent>
  file?: FileAnswer
  page?: PageAnswer
}

/** A handler gave something else than the contract says. The message names fields, never values. */
class AnswerInvalidError extends Error {
  override readonly name = 'AnswerInvalidError'

  constructor(operation: string, fields: readonly string[]) {
    super(`the answer of ${operation} is not what its declaration says: ${fields.join(', ')}`)
  }
}

/**
 * What a handler gave, cut to what the contract declares: a field that is not declared never leaves the server.
 *
 * @throws AnswerInvalidError
 */
export function answerOf(operation: string, { definition }: AnyEndpoint, given: unknown): Answer {
  const reply = isReply(given) ? given : new Reply(given)
  if (reply.events) return { status: 200, text: null, events: reply.events }
  const [status, schema] = Object.entries(definition.returns)[0] as [
    string,
    z.ZodType | null | string | readonly string[],
  ]
  if (schema === 'text/html') {
    if (!reply.page) throw new AnswerInvalidError(operation, ['a page is missing'])
    return { status: reply.page.status, text: null, page: reply.page }
  }
  if (reply.file) return fileOf(operation, Number(status), schema, reply.file)
  const session = reply.session ? { session: reply.session } : {}
  if (schema === null) return { status: Number(status), text: null, ...session }
  if (typeof schema === 'string') throw new AnswerInvalidError(operation, ['a stream of events is missing'])
  if (isList(schema)) throw new AnswerInvalidError(operation, ['a file is missing'])
  const parsed = schema.safeParse(reply.body)
  if (!parsed.success)
    throw new AnswerInvalidError(
      operation,
      parsed.error.issues.map((issue) => z.core.toDotPath(issue.path)),
    )
  return { status: Number(status), text: JSON.stringify(parsed.data), ...session }
}

const isList = (schema: unknown): schema is readonly string[] => Array.isArray(schema)

function fileOf(operation: string, status: number, schema: unknown, file: FileAnswer): Answer {
  if (isList(schema) && schema.includes(file.mediaType)) return { status, text: null, file }
  throw new AnswerInvalidError(operation, [`a file of the type ${file.mediaType}`])
}

export function sendPage(response: Response, { status, html, policy }: PageAnswer): void {
  response.status(status)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('X-Robots-Tag', 'noindex')
  response.setHeader('Content-Length', Buffer.byteLength(html))
  response.end(html)
}

export function sendText(response: Response, status: number, text: string | null): void {
  response.status(status)
  if (text !== null) {
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.setHeader('Content-Length', Buffer.byteLength(text))
  }
  response.end(text ?? undefined)
}
