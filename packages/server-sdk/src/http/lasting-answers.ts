import type { AnyEndpoint } from '@sotto/contracts'
import type { Request, Response } from 'express'
import type { Admitted } from './admission.ts'
import type { Answer } from './answers.ts'
import { authorise } from './authorisation.ts'
import type { Desk } from './desk.ts'
import { sendFile } from './file-answer.ts'
import type { FileAnswer, RequestFacts } from './handler.ts'
import { sendEvents, startEventStream } from './server-events.ts'

/** How old the knowledge may be that a stream's credential is still good, in milliseconds. */
const credentialLease = 1000
/**
 * How often it is looked whether those of the team who follow a stream still may, in milliseconds: they are few, and what
 * they had ends within a second on every instance. Visitors are many, and their streams end with what they follow.
 */
const staffLook = 400

/** Sends a file, as long as whoever asked for it may have it. */
export async function download(
  endpoint: AnyEndpoint,
  desk: Desk,
  facts: RequestFacts,
  caller: Admitted['caller'],
  file: FileAnswer,
  request: Request,
  response: Response,
): Promise<void> {
  const { timers } = desk
  let checkedAt = timers.now()
  await sendFile(response, file, {
    timers,
    signal: facts.signal,
    headOnly: request.method === 'HEAD',
    async before() {
      const isLeased = caller?.principal.kind !== 'support' && timers.now() - checkedAt < credentialLease
      if (!caller || isLeased) return
      checkedAt = timers.now()
      await authorise(endpoint, await caller.identify(), { params: request.params, origin: facts.origin }, desk.sotto)
    },
  })
}

/** Sends events, as long as whoever follows them may see them. */
export async function stream(
  endpoint: AnyEndpoint,
  desk: Desk,
  facts: RequestFacts,
  caller: Admitted['caller'],
  events: NonNullable<Answer['events']>,
  request: Request,
  response: Response,
): Promise<void> {
  const { timers } = desk
  let checkedAt = timers.now()
  startEventStream(response)
  if (request.method === 'HEAD') {
    await events[Symbol.asyncIterator]().return?.()
    response.end()
    return
  }
  const look = async () => {
    if (!caller) return
    checkedAt = timers.now()
    await authorise(endpoint, await caller.identify(), { params: request.params, origin: facts.origin }, desk.sotto)
  }
  const kind = caller?.principal.kind
  const isStaff = kind === 'member' || kind === 'api-key' || kind === 'support'
  await sendEvents(response, events, {
    timers,
    signal: facts.signal,
    async before() {
      // What support sees ends to the instant: before each event it is asked again.
      if (kind === 'support' || timers.now() - checkedAt >= credentialLease) await look()
      await caller?.acting.settle()
    },
    watch: isStaff ? { every: staffLook, look } : undefined,
  })
  response.end()
}
