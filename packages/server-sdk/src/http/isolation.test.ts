import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AnyEndpoint, api, type OperationId, pathParameters } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decodeEntry } from '../audit/index.ts'
import { startTestSotto, type TestSotto } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { sottoRouter } from './router.ts'
import { call, type Headers, type Heard } from './testing/caller.ts'
import { type Credential, credentials } from './testing/credentials.ts'
import { type Example, examples, smsSecret } from './testing/examples/index.ts'
import { ghost, type Place, placesIn, placesOf, valueAt, withValue } from './testing/id-places.ts'
import { bearer } from './testing/serve.ts'
import type { Side } from './testing/side.ts'
import { makeSide } from './testing/two-teams.ts'

const operations = Object.keys(api) as OperationId[]
const endpointOf = (operation: OperationId): AnyEndpoint => api[operation]
const lines: string[] = []
const write = (fields: object, message: string) => void lines.push(JSON.stringify([fields, message]))

let test: TestSotto
let server: Server
let url: string
let ours: Side
let theirs: Side

beforeAll(async () => {
  test = await startTestSotto({
    models: { embeddings: wordsOnly },
    publicUrl: 'https://sotto.example',
    smsGateway: { protocol: 'form', secret: smsSecret },
    logger: { info: write, warn: write, error: write },
  })
  ours = await makeSide(test.sotto, 'quillbrook')
  theirs = await makeSide(test.sotto, 'marrowfen')
  server = createServer(express().use(sottoRouter(test.sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 120_000)

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await test.close()
})

/** Calls for our team: whatever comes of it, no word of the other team may be in it. */
async function ask(operation: OperationId, example: Example, headers: Headers): Promise<Heard> {
  const heard = await call(url, operation, example, headers)
  if (heard.all.includes(theirs.word)) throw new Error(`${operation} answered with data of another team: ${heard.all}`)
  return heard
}

const made = new Map<OperationId, Promise<Example>>()

/** An example for calls that are refused: it changes nothing, so that one is enough for all of them. */
function refusedExample(operation: OperationId): Promise<Example> {
  const example = made.get(operation) ?? Promise.resolve(examples[operation](ours, { kind: 'nobody' }))
  made.set(operation, example)
  return example
}

/** Request ids of the calls of a credential that had success, by operation. */
const successes = new Map<string, OperationId>()

const long = process.env.SOTTO_LONG !== undefined
const betweenRoles = ['a session of the member', 'a session of the admin', 'somebody of support']
const atTheTop = ['a session of the owner', 'a secret key with all scopes']
const asksForNothing = new Set([
  'a secret key without scopes',
  'the publishable key of a private bot',
  'a key that never was',
  'a revoked secret key',
  'a session that was ended',
  'a session of a member who left',
  'the token of a deleted conversation',
])

/** What ends the credential with which it is done. */
const endsItself: ReadonlySet<OperationId> = new Set(['signOut', 'endSupportSession'])

/**
 * What may be done is done by the lowest role that may, what may be read by the owner and by one credential of each other
 * kind, too. The long run does it by all of them; what may not be done is tried by all of them in each run.
 */
const isRepeated = (name: string, operation: OperationId) => {
  if (long) return false
  const isDone = [...successes.values()].includes(operation)
  if (betweenRoles.includes(name)) return isDone
  if (atTheTop.includes(name)) return isDone && endpointOf(operation).method !== 'GET'
  return asksForNothing.has(name)
}

it('has an example for every operation of the contract', () => {
  expect(Object.keys(examples).sort()).toEqual([...operations].sort())
})

describe('the permission table', () => {
  it.each(Object.keys(credentials))(
    'holds for %s',
    async (name) => {
      const credential = credentials[name] as Credential
      const headers = await credential.headers(ours)
      const found: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      const refused: Promise<void>[] = []
      for (const operation of operations) {
        const { definition } = endpointOf(operation)
        const may = credential.may(definition.allow)
        if (may === true && isRepeated(name, operation)) continue
        wanted[operation] = may === true ? Object.keys(definition.returns).join() : may
        if (may !== true) {
          const example = await refusedExample(operation)
          refused.push(
            ask(operation, example, headers).then(({ code, status }) => {
              found[operation] = code ?? String(status)
            }),
          )
          continue
        }
        let sent = endsItself.has(operation) ? await credential.headers(ours) : headers
        let example = await examples[operation](ours, credential)
        if (credential.kind === 'visitor' && operation === 'deleteConversation') {
          const { conversationId, token } = await ours.fresh.visitor()
          sent = bearer(token)
          example = { params: { conversationId } }
        }
        const heard = await ask(operation, example, sent)
        found[operation] = heard.code ?? String(heard.status)
        successes.set(heard.requestId, operation)
      }
      await Promise.all(refused)
      expect(found).toEqual(wanted)
    },
    120_000,
  )
})

describe('the log', () => {
  /** What stands in the log because of something else than the request for which the contract names it. */
  const beside: Partial<Record<OperationId, readonly string[]>> = {
    sendMessage: ['answer.begun'],
    confirmPermission: ['contact.created', 'permission.confirmed'],
    decidePrivacyRedactions: ['access-export.decided'],
    unsubscribe: ['privacy-request.opened', 'privacy-request.fulfilled'],
  }
  const inBackground = [
    'audit-verification.finished',
    'audit-verification.finished',
    'access-review.asked',
    'access-review-line.created',
    'answer.begun',
    'breach.reminded',
    'message.answered',
    'document.ready',
    'team.created',
    'credential.created',
    'credential.deleted',
    'unit.sealed-anew',
    'permission.asked',
    'permission.confirmed',
    'privacy-request.acknowledged',
    'privacy-request.code-asked',
    'privacy-request.corrected',
    'privacy-request.fulfilled',
    'privacy-request.handed-over',
    'restriction.made',
    'support.asked',
    'access-review.asked',
    'access-review-line.created',
  ]

  it('has the declared entry of every call that had success, and no other than of looks at what was shown', async () => {
    const entries = await test.client
      .db(test.database)
      .collection<{ bytes: { buffer: Uint8Array } }>('auditEntries')
      .find({ teamId: ours.teamId } as never)
      .toArray()
    const written = new Map<string, string[]>()
    for (const { bytes } of entries) {
      const { request, action } = decodeEntry(bytes.buffer)
      if (request) written.set(request, [...(written.get(request) ?? []), action])
    }
    const wrong: string[] = []
    const seen = new Set<OperationId>()
    for (const [requestId, operation] of successes) {
      const actions = new Set(written.get(requestId) ?? [])
      const { logs } = endpointOf(operation).definition
      if (logs && !actions.delete(logs)) wrong.push(`${operation} did not write ${logs}`)
      // That a credential came or went is noted beside what it was for.
      for (const action of actions)
        if (
          action !== 'support.looked' &&
          !(logs && /\.read$|^credential\./.test(action)) &&
          !beside[operation]?.includes(action)
        )
          wrong.push(`${operation} wrote ${action}`)
      seen.add(operation)
    }
    expect([...new Set(wrong)]).toEqual([])
    expect([...seen].sort()).toEqual([...operations].sort())
    const declared = new Set([
      ...operations.map((operation) => endpointOf(operation).definition.logs),
      'support.looked',
      ...inBackground,
    ])
    const all = new Set(entries.map(({ bytes }) => decodeEntry(bytes.buffer).action))
    expect(
      [...all].filter((action) => !declared.has(action) && !/^(erasure|access-export|retention)\./.test(action)),
    ).toEqual([])
  })
})

/** No job of the team waits or runs. */
const atRest = (side: Side) =>
  vi.waitFor(
    async () => {
      // What waits for an instant to come does nothing until then.
      const now = new Date()
      const unfinished = { teamId: side.teamId, state: { $in: ['queued', 'running'] }, runAfter: { $lte: now } }
      expect(await test.client.db(test.database).collection('jobs').countDocuments(unfinished)).toBe(0)
    },
    { timeout: 60_000, interval: 50 },
  )

/** How far a sink of the log or a webhook has come, and when it is tried again: nobody asked for that. */
const ofItsOwn: Readonly<Record<string, readonly string[]>> = {
  auditSinks: ['leaseUntil', 'fence', 'failures', 'problem', 'sentOrigin', 'sentSize'],
  webhooks: ['failures'],
  webhookDeliveries: ['attempts', 'fence', 'problem', 'nextAttemptAt'],
}

const rowsOf = async (side: Side) => {
  const rows: Record<string, unknown> = {}
  for (const { name } of test.sotto.dataMap.collections)
    rows[name] = await test.client
      .db(test.database)
      .collection(name)
      .find({ teamId: side.teamId })
      .project(Object.fromEntries((ofItsOwn[name] ?? []).map((field) => [field, 0])))
      .sort({ _id: 1 })
      .toArray()
  return rows
}

describe('ids of another team', () => {
  it('stand in the examples wherever an operation takes an id', async () => {
    for (const operation of operations) {
      const { query, body } = endpointOf(operation).definition
      const example = await examples[operation](ours, { kind: 'member' })
      const given = placesIn(example).map(({ part, path }) => `${part}.${path.join('.')}`)
      const taken = [
        ...endpointOf(operation)
          .paramNames.filter((name) => name in pathParameters)
          .map((name) => `params.${name}`),
        ...placesOf(query).map((path) => `query.${path}`),
        ...placesOf(body).map((path) => `body.${path}`),
      ]
      expect(given, operation).toEqual(expect.arrayContaining(taken))
    }
  })

  // A secret key takes the same way to a row as the owner.
  const askers = ['a session of the owner', 'the token of a visitor', ...(long ? ['a secret key with all scopes'] : [])]

  it.each(askers)(
    'are refused like ids that nobody has, for %s',
    async (name) => {
      const credential = credentials[name] as Credential
      const headers = await credential.headers(ours)
      const tries: [OperationId, Place, Example, string][] = []
      for (const operation of operations) {
        if (credential.may(endpointOf(operation).definition.allow) !== true) continue
        const example = await examples[operation](ours, credential)
        const foreign = await examples[operation](theirs, credential)
        for (const place of placesIn(example)) tries.push([operation, place, example, valueAt(foreign, place)])
      }
      await atRest(theirs)
      const before = await rowsOf(theirs)
      expect(tries.length).toBeGreaterThan(credential.kind === 'visitor' ? 5 : 40)
      for (const [operation, place, example, value] of tries) {
        const where = `${operation} ${place.part}.${place.path.join('.')}`
        const foreign = await ask(operation, withValue(example, place, value), headers)
        const unknown = await ask(operation, withValue(example, place, ghost(value)), headers)
        const told = ({ status, body, file }: Heard) => ({
          status,
          body: { ...(body as object), milliseconds: 0 },
          file,
        })
        expect(told(foreign), where).toEqual(told(unknown))
        // A file has nobody in it for an id that nobody has.
        if (foreign.file !== null) expect(foreign.status, where).toBe(200)
        else if (place.part === 'query') expect(foreign.body, where).toEqual({ data: [], nextCursor: null })
        else expect(foreign.code, where).toBe('not_found')
      }
      expect(await rowsOf(theirs)).toEqual(before)
    },
    120_000,
  )

  it('and words of them are nowhere in what the operator reads', () => {
    const secrets = [ours, theirs].flatMap((side) => [
      side.word,
      side.keys.everything,
      side.visitor.token,
      ...Object.values(side.members).map(({ password }) => password),
    ])
    for (const secretText of [...secrets, 'ada@example.com', '7700'])
      expect(lines.filter((line) => line.includes(secretText))).toEqual([])
  })
})
