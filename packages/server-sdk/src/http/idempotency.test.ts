import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { idempotency } from './declare.ts'
import { idempotencyLifetime } from './idempotency.ts'
import { sottoRouter } from './router.ts'
import type { Served } from './served.ts'
import { asJson, bearer, problemIn } from './testing/serve.ts'

const clock = testClock()
let test: TestSotto
let team: TestTeam
let secret: string
let otherSecret: string
let server: Server
let url: string
/** What stands around the handlers of the running test. */
let around: (work: () => Promise<unknown>) => Promise<unknown>

beforeAll(async () => {
  test = await startTestSotto({ now: clock.now, runJobs: false })
  team = await makeTeam(test.sotto)
  secret = (await team.team.apiKeys.create({ name: 'all', scopes: ['contacts:read', 'contacts:write'] })).secret
  otherSecret = (await team.team.apiKeys.create({ name: 'other', scopes: ['contacts:read', 'contacts:write'] })).secret
})
afterAll(() => test.close())

beforeEach(async () => {
  around = (work) => work()
  const { handlers } = test.sotto
  const served: Served = {
    ...test.sotto,
    handlers: { ...handlers, createContact: (call) => around(() => handlers.createContact(call)) as never },
  }
  server = createServer(express().use(sottoRouter(served, { rateLimits: false })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

let count = 0
const fresh = () => ({ key: `key-${++count}`, name: `Ada ${count}` })
const create = (key: string | null, body: object, token = secret) =>
  fetch(`${url}/v1/contacts`, {
    method: 'POST',
    headers: { ...bearer(token), ...asJson, ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  })
const made = async (name: string) =>
  (await team.team.contacts.find({ name: 'Ada' }).toArray()).filter((one) => one.name === name)
const replayed = (response: Response) => response.headers.get('idempotency-replayed')

describe('the same request with the same key', () => {
  it('is done once, and answered as the first was', async () => {
    const { key, name } = fresh()
    const first = await create(key, { name })
    const second = await create(key, { name })
    expect([first.status, replayed(first), second.status, replayed(second)]).toEqual([201, null, 201, 'true'])
    expect(await second.text()).toBe(await first.text())
    expect(await made(name)).toHaveLength(1)
  })

  it('is the same however it is written', async () => {
    const { key, name } = fresh()
    await create(key, { name, company: 'Kestrel' })
    expect(replayed(await create(key, { company: 'Kestrel', name: ` ${name} ` }))).toBe('true')
  })

  it('is done once also by several at a time', async () => {
    const { key, name } = fresh()
    let begun = () => {}
    const inHandler = new Promise<void>((resolve) => {
      begun = resolve
    })
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    around = async (work) => {
      begun()
      await held
      return work()
    }
    const first = create(key, { name })
    await inHandler
    const meanwhile = await create(key, { name })
    expect(meanwhile.headers.get('retry-after')).toBe('1')
    expect((await problemIn(meanwhile)).code).toBe('idempotency_conflict')
    finish()
    expect((await first).status).toBe(201)
    expect(replayed(await create(key, { name }))).toBe('true')
    expect(await made(name)).toHaveLength(1)
  })

  it('is done once also by several servers at a time', async () => {
    const { key, name } = fresh()
    const other = await test.another({ runJobs: false })
    const app = express().use(sottoRouter(other, { rateLimits: false }))
    const second = createServer(app)
    await new Promise<void>((resolve) => second.listen(0, '127.0.0.1', resolve))
    const otherUrl = `http://127.0.0.1:${(second.address() as AddressInfo).port}`
    const headers = { ...bearer(secret), ...asJson, 'idempotency-key': key }
    const answers = await Promise.all(
      [url, otherUrl].map((base) =>
        fetch(`${base}/v1/contacts`, { method: 'POST', headers, body: JSON.stringify({ name }) }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers.map(replayed).sort()).toEqual(['true', null].sort())
    expect(await made(name)).toHaveLength(1)
    second.closeAllConnections()
    await new Promise((resolve) => second.close(resolve))
  })

  it('is done anew after 24 hours', async () => {
    const { key, name } = fresh()
    await create(key, { name })
    clock.advance(idempotencyLifetime)
    expect(replayed(await create(key, { name }))).toBeNull()
    expect(await made(name)).toHaveLength(2)
  })
})

describe('the same key', () => {
  it('does not fit another request', async () => {
    const { key, name } = fresh()
    await create(key, { name })
    expect((await problemIn(await create(key, { name: 'Grace' }))).code).toBe('idempotency_conflict')
    const [existing] = await made(name)
    const elsewhere = await fetch(`${url}/v1/contacts/${existing?.id}`, {
      method: 'PATCH',
      headers: { ...bearer(secret), ...asJson, 'idempotency-key': key },
      body: JSON.stringify({ name }),
    })
    expect((await problemIn(elsewhere)).code).toBe('idempotency_conflict')
  })

  it('of another caller is another key', async () => {
    const { key, name } = fresh()
    await create(key, { name })
    expect(replayed(await create(key, { name }, otherSecret))).toBeNull()
    expect(await made(name)).toHaveLength(2)
  })

  it('has 1 to 200 visible characters', async () => {
    for (const key of ['a b', 'x'.repeat(201), 'é'])
      expect((await problemIn(await create(key, { name: 'Ada' }))).errors).toMatchObject([
        { field: 'headers.idempotency-key' },
      ])
  })
})

describe('a request that failed', () => {
  it('leaves nothing behind, neither effect nor answer', async () => {
    const { key, name } = fresh()
    around = async (work) => {
      await work()
      throw new Error('after the contact was written')
    }
    expect((await create(key, { name })).status).toBe(500)
    expect(await made(name)).toEqual([])
    around = (work) => work()
    const again = await create(key, { name })
    expect([again.status, replayed(again)]).toEqual([201, null])
    expect(await made(name)).toHaveLength(1)
  })

  it('may be refused at first and accepted later', async () => {
    const { key, name } = fresh()
    const email = `taken${count}@example.com`
    const other = await team.team.contacts.create({ name: 'Taken', email })
    expect((await problemIn(await create(key, { name, email }))).code).toBe('contact_exists')
    await team.team.contacts.change(other.id, { email: null })
    expect((await create(key, { name, email })).status).toBe(201)
  })

  it('counts the try of a code all the same', async () => {
    const { slug } = await team.team.team.get()
    await team.team.contractEnd.ask({ slug })
    const signedIn = await fetch(`${url}/v1/session`, {
      method: 'POST',
      headers: asJson,
      body: JSON.stringify({ email: team.email, password: team.password }),
    })
    const { csrfToken } = (await signedIn.json()) as { csrfToken: string }
    const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0])
    const confirm = () =>
      fetch(`${url}/v1/team/end/confirm`, {
        method: 'POST',
        headers: { ...asJson, cookie: cookie.join('; '), 'x-csrf-token': csrfToken, 'idempotency-key': fresh().key },
        body: JSON.stringify({ code: '00000000' }),
      })
    for (const _try of [1, 2]) expect((await problemIn(await confirm())).code).toBe('invalid_request')
    const rows = test.client.db(test.database).collection<{ _id: string }>('contractEnds')
    expect(await rows.findOne({ _id: team.teamId })).toMatchObject({ codesTried: 2 })
  })
})

it('keeps answers sealed, and no hash by which their requests could be guessed', async () => {
  const { key, name } = fresh()
  await create(key, { name, email: `sealed${count}@example.com` })
  const rows = await test.client.db(test.database).collection(idempotency.name).find().toArray()
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows)
    expect(Object.keys(row).sort()).toEqual(['_id', 'createdAt', 'sealed', 'status', 'teamId', 'unit', 'version'])
  expect(JSON.stringify(rows)).not.toContain('sealed@')
})
