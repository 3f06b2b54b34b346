import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AnyEndpoint,
  api,
  type ConversationStarted,
  type DocumentAccepted,
  idPrefixes,
  pathParameters,
  type Session,
} from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { sottoRouter } from './router.ts'
import { asJson, bearer, problemIn } from './testing/serve.ts'

const shop = 'https://kestrel.example'
let test: TestSotto
let team: TestTeam
let other: TestTeam
let server: Server
let url: string

beforeAll(async () => {
  test = await startTestSotto()
  team = await makeTeam(test.sotto, 'Kestrel Cycles')
  other = await makeTeam(test.sotto, 'Another')
  server = createServer(express().use(sottoRouter(test.sotto, { cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await test.close()
})

async function signIn({ email, password }: TestTeam): Promise<Record<string, string>> {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: asJson,
    body: JSON.stringify({ email, password }),
  })
  expect(response.status).toBe(201)
  const { csrfToken } = (await response.json()) as Session
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { cookie, 'x-csrf-token': csrfToken }
}

const json = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}

describe('over HTTP, on a database', () => {
  it('answers whether it lives and can serve', async () => {
    expect(await json(await fetch(`${url}/healthz`))).toEqual({ status: 'ok' })
    expect(await json(await fetch(`${url}/readyz`))).toMatchObject({
      status: 'ready',
      checks: { database: 'ok', keyring: 'ok' },
    })
  })

  it('signs a member in, and out', async () => {
    const headers = await signIn(team)
    expect(await json(await fetch(`${url}/v1/session`, { headers }))).toMatchObject({
      role: 'owner',
      team: { name: 'Kestrel Cycles' },
    })
    expect((await fetch(`${url}/v1/session`, { method: 'DELETE', headers })).status).toBe(204)
    expect((await problemIn(await fetch(`${url}/v1/session`, { headers }))).code).toBe('unauthenticated')
  })

  it('refuses a wrong password and an unknown address in the same words', async () => {
    const refused = async (email: string) => {
      const response = await fetch(`${url}/v1/session`, {
        method: 'POST',
        headers: asJson,
        body: JSON.stringify({ email, password: 'wrong' }),
      })
      return { ...(await problemIn(response)), requestId: '' }
    }
    expect(await refused(team.email)).toEqual(await refused('nobody@example.com'))
  })

  it('takes a document, and a visitor’s message, which the team sees and another team does not', async () => {
    const headers = await signIn(team)
    const bot = await json<{ id: string; publishableKey: string }>(
      await fetch(`${url}/v1/bots`, {
        method: 'POST',
        headers: { ...headers, ...asJson },
        body: JSON.stringify({ name: 'Kes', visibility: 'public', allowedOrigins: [shop] }),
      }),
    )
    const form = new FormData()
    form.append('file', new Blob(['# Opening hours\n\nOn Saturdays we open from nine to four.']), 'hours.md')
    const added = await json<z.infer<typeof DocumentAccepted>>(
      await fetch(`${url}/v1/bots/${bot.id}/documents`, { method: 'POST', headers, body: form }),
    )
    expect(added).toMatchObject({
      document: { filename: 'hours.md', botId: bot.id },
      job: { kind: 'knowledge.ingest' },
    })

    const start = (origin: string) =>
      fetch(`${url}/v1/conversations`, {
        method: 'POST',
        headers: { ...bearer(bot.publishableKey), ...asJson, origin },
        body: '{}',
      })
    expect((await problemIn(await start('https://evil.example'))).code).toBe('origin_not_allowed')
    const { conversation, visitorToken } = await json<ConversationStarted>(await start(shop))
    const path = `${url}/v1/conversations/${conversation.id}`

    const sending = await fetch(`${path}/messages`, {
      method: 'POST',
      headers: { ...bearer(visitorToken), ...asJson, accept: 'text/event-stream', 'idempotency-key': 'first' },
      body: JSON.stringify({ text: 'When do you open on Saturdays?' }),
    })
    expect(sending.headers.get('content-type')).toContain('text/event-stream')
    const stream = await sending.text()
    const numbers = [...stream.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number))
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1))
    expect(stream).toMatch(/event: message\.(completed|failed)\n/)

    expect(await json(await fetch(path, { headers }))).toMatchObject({
      id: conversation.id,
      subject: 'When do you open on Saturdays?',
    })
    const foreign = await problemIn(await fetch(path, { headers: await signIn(other) }))
    const unknown = await problemIn(
      await fetch(path.replace(/.$/, conversation.id.endsWith('0') ? '1' : '0'), { headers }),
    )
    expect({ ...foreign, requestId: '' }).toEqual({ ...unknown, requestId: '' })
  }, 60_000)

  it('refuses ids of a wrong form in the words for what is not there, at every path', async () => {
    const headers = { ...(await signIn(other)), ...asJson }
    for (const endpoint of Object.values(api) as AnyEndpoint[]) {
      if (endpoint.method !== 'GET' || !endpoint.paramNames.some((name) => name in pathParameters)) continue
      // A query that is needed and not there is told first.
      if (endpoint.definition.query?.safeParse({}).success === false) continue
      const refused = async (digit: string) => {
        const path = endpoint.path.replace(
          /\{(\w+)\}/g,
          (_all, name: keyof typeof pathParameters) =>
            `${idPrefixes[pathParameters[name]]}_01jd7m3y8ftqv3xk9c2a5b6w7${digit}`,
        )
        const response = await fetch(url + path, {
          headers: { ...headers, accept: 'application/json, text/event-stream' },
        })
        return { path: endpoint.path, ...(await problemIn(response)), requestId: '' }
      }
      // The letter u is in no id, so the first one has a wrong form.
      expect(await refused('u')).toEqual(await refused('0'))
    }
  })
})
