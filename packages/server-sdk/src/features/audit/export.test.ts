import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AuditProof, Checkpoint, ConsistencyProof, Page } from '@sotto/contracts'
import { verifyConsistency, verifyInclusion } from '@sotto/verify'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { leafHash, readCheckpoint } from '../../audit/index.ts'
import { csvCell as cell } from '../../csv.ts'
import { sottoRouter } from '../../http/router.ts'
import { bearer } from '../../http/testing/serve.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam
let server: Server
let url: string
let all: string
let logOnly: string
let ada: { id: string }
let conversationId: string

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
  const { team } = acme
  ada = await team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
  const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
  const started = await team.conversations.start({ botId: bot.id, contact: { id: ada.id as `con_${string}` } })
  conversationId = started.conversation.id
  // More than one group of 256.
  for (let n = 0; n < 300; n++) await team.bots.change(bot.id, { greeting: `Hello ${n}` })
  all = (await team.apiKeys.create({ name: 'All', scopes: ['audit:read', 'contacts:read', 'conversations:read'] }))
    .secret
  logOnly = (await team.apiKeys.create({ name: 'Log', scopes: ['audit:read'] })).secret
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/audit`
  await vi.waitFor(async () => expect((await team.audit.verify({ rows: false })).waiting).toBe(0), {
    timeout: 20_000,
    interval: 100,
  })
}, 120_000)
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await running.close()
})

const get = (path: string, key = all) => fetch(url + path, { headers: bearer(key) })
async function body<T>(path: string, key = all): Promise<T> {
  const response = await get(path, key)
  expect(response.status, path).toBe(200)
  return (await response.json()) as T
}
const exported = async (query: string, key = all) => {
  const response = await get(`/export?${query}`, key)
  expect(response.status, query).toBe(200)
  return response.text()
}
const hashes = (encoded: readonly string[]) => encoded.map((hash) => Buffer.from(hash, 'base64'))
const linesOf = (text: string) => text.slice(0, -1).split('\n')
interface Header {
  origin: string
  size: number
  verifier: string
  checkpoint: string
}

describe('proofs over HTTP', () => {
  it('of an entry, in the form of C2SP tlog-proof, checked with the public key alone', async () => {
    const [entry] = (await acme.team.audit.list({ action: 'contact.created' })).data
    const { proof, publicKey, entry: stored, index } = await body<AuditProof>(`/entries/${entry?.id}/proof`)
    const [head, checkpoint] = proof.split('\n\n') as [string, string]
    const [version, extra, at, ...path] = head.split('\n')
    expect([version, extra, at]).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from(stored).toString('base64')}`,
      `index ${index}`,
    ])
    const note = `${checkpoint}\n\n${proof.split('\n\n')[2]}`
    const signed = readCheckpoint(note, publicKey)
    expect(
      verifyInclusion({
        entry: Buffer.from(stored),
        index,
        size: signed?.size ?? 0,
        proof: hashes(path),
        root: signed?.root as Buffer,
      }),
    ).toBe(true)
    expect(await body(`/entries/${entry?.id}`)).toMatchObject({
      id: entry?.id,
      index,
      origin: signed?.origin,
      subject: ada.id,
    })
  })

  it('of growth, between checkpoints that are kept', async () => {
    const before = await body<Checkpoint>('/checkpoint')
    await acme.team.contacts.change(ada.id, { company: 'Kestrel' })
    const after = await vi.waitFor(
      async () => {
        const now = await body<Checkpoint>('/checkpoint')
        expect(now.size).toBeGreaterThan(before.size)
        return now
      },
      { timeout: 15_000 },
    )
    const { proof } = await body<ConsistencyProof>(`/consistency?from=${before.size}&to=${after.size}`)
    const root = ({ rootHash }: Checkpoint) => Buffer.from(rootHash, 'base64')
    expect(
      verifyConsistency({
        first: before.size,
        second: after.size,
        proof: hashes(proof),
        firstRoot: root(before),
        secondRoot: root(after),
      }),
    ).toBe(true)
    const { data } = await body<Page<Checkpoint>>('/checkpoints?limit=100')
    const sizes = data.map(({ size }) => size)
    expect(sizes).toEqual(expect.arrayContaining([before.size, after.size]))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    for (const { note, publicKey, size } of data) expect(readCheckpoint(note, publicKey)?.size).toBe(size)
    const refused = await get(`/consistency?from=${before.size}&to=999999`)
    expect(refused.status).toBe(400)
    const paged = await body<Page<Checkpoint>>('/checkpoints?limit=1')
    expect((await body<Page<Checkpoint>>(`/checkpoints?limit=1&cursor=${paged.nextCursor}`)).data[0]?.size).toBe(
      sizes[1],
    )
  })
})

describe('an export', () => {
  it('of the whole log is what is stored, with leaves that make the root of its checkpoint', async () => {
    const text = await exported('')
    const [first, ...lines] = linesOf(text)
    const header = JSON.parse(first as string) as Header
    expect(Object.keys(header)).toEqual(['sotto-log-export', 'origin', 'size', 'verifier', 'checkpoint'])
    expect(readCheckpoint(header.checkpoint, header.verifier)).toMatchObject({
      origin: header.origin,
      size: header.size,
    })
    const entries = lines.filter((line) => line.startsWith('{"action":'))
    const leaves = lines
      .filter((line) => line.startsWith('{"leaves":'))
      .map((line) => JSON.parse(line).leaves as string)
    expect(Buffer.concat(hashes(leaves))).toEqual(Buffer.concat(entries.map((line) => leafHash(Buffer.from(line)))))
    expect([lines.indexOf(lines.find((line) => line.startsWith('{"leaves":')) as string), leaves.length]).toEqual([
      256, 2,
    ])
    expect(lines.at(-1)).toBe(JSON.stringify({ end: true, entries: header.size }))
    expect(entries).toHaveLength(header.size)

    // A cut export is continued: joined without the second header it is the whole, whatever was logged since.
    const rest = linesOf(await exported(`from=256&size=${header.size}`))
    expect(JSON.parse(rest[0] as string)).toMatchObject({ from: 256, size: header.size })
    expect([first, ...lines.slice(0, 257), ...rest.slice(1)].join('\n')).toBe(text.slice(0, -1))
    expect((await get('/export?from=100')).status).toBe(400)
    expect((await get('/export?from=256&size=999999')).status).toBe(400)
  })

  it.each(['export', 'entries'])(
    '%s refuses a period that ends before it begins, and names both ends',
    async (path) => {
      const [earlier, later] = ['2026-05-03T10:00:00%2B02:00', '2026-05-03T08:00:01Z']
      const refused = await get(`/${path}?since=${later}&until=${earlier}`)
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({
        errors: [
          { field: 'query.since', message: 'must not be later than until' },
          { field: 'query.until', message: 'must not be earlier than since' },
        ],
      })
      expect((await get(`/${path}?since=${earlier}&until=${later}`)).status).toBe(200)
    },
  )

  it('of a part proves each entry, and names people beside it to those who may see them', async () => {
    const query = `subject=${ada.id}&people=true`
    const [first, ...lines] = linesOf(await exported(query))
    const header = JSON.parse(first as string) as Header & { filter: object }
    expect(header.filter).toEqual({ subject: ada.id, people: true })
    const root = readCheckpoint(header.checkpoint, header.verifier)?.root as Buffer
    const end = JSON.parse(lines.pop() as string)
    expect(end).toEqual({ end: true, entries: lines.length })
    expect(lines.length).toBeGreaterThan(2)
    const actions = lines.map((line) => {
      const { index, entry, proof, people } = JSON.parse(line)
      const inclusion = { entry: Buffer.from(entry), index, size: header.size, proof: hashes(proof), root }
      expect(verifyInclusion(inclusion)).toBe(true)
      expect(people.subject).toBe(ada.id)
      return JSON.parse(entry).action as string
    })
    expect(actions).toEqual(expect.arrayContaining(['contact.created', 'conversation.started']))
    expect(await exported(query, logOnly)).not.toContain('"people":{"target":"con_')
    expect(linesOf(await exported('subject=con_nobody'))).toHaveLength(2)
    const { data } = await acme.team.audit.list({ action: 'contact.created' })
    const at = data[0]?.at as string
    const later = new Date(Date.parse(at) + 1).toISOString()
    expect(linesOf(await exported(`action=contact.created&since=${at}&until=${later}`))).toHaveLength(3)
    expect(linesOf(await exported(`action=contact.created&until=${at}`))).toHaveLength(2)
  })

  it('as CSV has the columns that were promised, and no content', async () => {
    const text = await exported(`format=csv&actorId=${acme.ownerId}`)
    const [columns, ...rows] = text.trimEnd().split('\r\n')
    for (const column of ['actor_id', 'target_user_id', 'transcript_id', 'action', 'timestamp', 'ip', 'api_token_id'])
      expect(columns?.split(',')).toContain(column)
    const started = rows.find((row) => row.includes('conversation.started'))
    expect(started).toContain(ada.id)
    expect(started).toContain(conversationId)
    expect(text).not.toContain('ada@example.com')
    expect(text).not.toContain('Kestrel')
    // Continued without a second header, both parts are the whole.
    const size = Number((await body<Checkpoint>('/checkpoint')).size)
    const whole = await exported(`format=csv&size=${size}`)
    const part = await exported(`format=csv&size=${size}&from=10`)
    expect(whole.endsWith(part)).toBe(true)
    expect(part.trimEnd().split('\r\n')).toHaveLength(size - 10)
  })

  it('as OCSF has a class, an activity and a type for each entry', async () => {
    const events = linesOf(await exported('format=ocsf')).map((line) => JSON.parse(line))
    for (const event of events) {
      expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id)
      expect(Math.floor(event.class_uid / 1000)).toBe(event.category_uid)
      expect(event).toMatchObject({
        severity_id: 1,
        metadata: { version: expect.any(String), product: { name: 'Sotto' } },
      })
      expect(event.time).toBe(Date.parse(event.metadata.original_time))
      if (event.class_uid === 6003)
        expect(event).toMatchObject({ api: { operation: event.message }, src_endpoint: {}, actor: {} })
      else expect(event.user).toBeDefined()
    }
    const typeOf = (action: string) => events.find(({ message }) => message === action)?.type_uid
    expect([typeOf('contact.created'), typeOf('bot.changed'), typeOf('api-key.created')]).toEqual([
      600301, 600303, 300101,
    ])
  })

  it('is in the log before its first byte is there, and not for those who may only look at contacts', async () => {
    const response = await get('/export?format=csv')
    const [newest] = (await acme.team.audit.list({ action: 'audit.exported', limit: 1 })).data
    expect(newest).toMatchObject({ action: 'audit.exported', details: { format: 'csv' }, actor: { kind: 'api-key' } })
    await response.body?.cancel()
    const { secret } = await acme.team.apiKeys.create({ name: 'None', scopes: ['contacts:read'] })
    for (const path of ['/export', '/entries', '/checkpoints', '/verification', '/sinks'])
      expect((await get(path, secret)).status, path).toBe(403)
    const other = await makeTeam(running.sotto)
    const { secret: foreign } = await other.team.apiKeys.create({
      name: 'All',
      scopes: ['audit:read', 'contacts:read'],
    })
    expect(linesOf(await exported(`subject=${ada.id}`, foreign))).toHaveLength(2)
    expect(await exported('', foreign)).not.toContain(acme.teamId)
  })
})

it.each([
  ['=1+1', `'=1+1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['+44 7700', `'+44 7700`],
  ['-12.5', '-12.5'],
  [-3, '-3'],
  ['-cmd', `'-cmd`],
  ['a,"b"\n', '"a,""b""\n"'],
  [null, ''],
])('the cell %j is written %j', (value, written) => {
  expect(cell(value)).toBe(written)
})
