import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSotto, memoryKeyring, type Sotto } from '@sotto/server-sdk'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ownApp, sessionCookie } from './app.ts'
import { ownTeam } from './team.ts'

const database = `t${randomBytes(6).toString('hex')}`
const session = randomBytes(16).toString('hex')
let sotto: Sotto
let server: Server
let url: string

const as = (cookie: string | undefined, path: string, init: RequestInit = {}) =>
  fetch(url + path, { ...init, headers: { ...init.headers, ...(cookie ? { cookie } : {}) } })
const signedIn = `${sessionCookie}=${session}`

beforeAll(async () => {
  sotto = await createSotto({ mongo: inject('mongoUri'), database, keyring: memoryKeyring() })
  const { owner, botId } = await ownTeam(sotto)
  server = ownApp({ sotto, botId, sessions: new Map([[session, owner]]) }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await sotto.close()
  const client = await new MongoClient(inject('mongoUri')).connect()
  for (const suffix of ['', '_keys', '_index']) await client.db(database + suffix).dropDatabase()
  await client.close()
})

test('a page of the app shows the contacts of whoever it has signed in', async () => {
  const people = await as(signedIn, '/people')
  expect(await people.json()).toEqual([{ name: 'Ada Lovelace', email: 'ada@example.com' }])
  for (const cookie of [undefined, `${sessionCookie}=guessed`]) expect((await as(cookie, '/people')).status).toBe(401)
})

test('a question is answered in a stream of text, with its source', async () => {
  const asked = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'Can you collect my bicycle?' }
  const answer = await (await as(signedIn, '/questions', asked)).text()
  expect(answer).toMatch(/cargo bike/i)
  expect(answer).toMatch(/\n\[1\] \S/)
}, 30_000)

test('the API below /sotto knows the same person, and refuses everybody else', async () => {
  const contacts = await as(signedIn, '/sotto/v1/contacts?email=ADA@example.com')
  expect(((await contacts.json()) as { data: unknown[] }).data).toHaveLength(1)
  const refused = await as(undefined, '/sotto/v1/contacts')
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'unauthenticated'])
})

test('what was done is in the log under the name of the person, not of the app', async () => {
  const { owner } = await ownTeam(sotto)
  const team = await sotto.team(owner.teamId, { actor: { userId: owner.userId } })
  const { data } = await team.audit.list({ action: 'contact.read' })
  expect(data[0]?.actor).toEqual({ kind: 'member', id: owner.userId })
})

test('the second start finds the team that the first one made', async () => {
  expect(await ownTeam(sotto)).toEqual(await ownTeam(sotto))
})
