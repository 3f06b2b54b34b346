import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Role, SupportApproval, SupportAsk, SupportSession } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { csrfToken } from '../../../access/tokens.ts'
import { sottoRouter } from '../../../http/router.ts'
import type { MailTransport, OutgoingMail } from '../../../mail/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { wordsOnly } from '../../../testing/words-only.ts'

export const clock = testClock()
export const here = { ip: '192.0.2.7', requestId: null }
export const minute = 60_000
/** What was mailed since the test began. */
export const sent: OutgoingMail[] = []
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    sent.push(mail)
  },
}
export let running: TestSotto
export let acme: TestTeam
export let other: TestTeam
let server: Server
export let url: string
export let contactId: string
export let bot: { id: string }
export let foreignBot: { id: string }
export let conversation: { id: string }
export let elsewhere: { id: string }

/** A server with two teams for the tests of a file, a minute later for each. */
export function useSupport(): void {
  beforeAll(async () => {
    running = await startTestSotto({
      now: clock.now,
      publicUrl: 'https://chat.example.com',
      models: { embeddings: wordsOnly },
      mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
    })
    acme = await makeTeam(running.sotto, 'Acme')
    other = await makeTeam(running.sotto, 'Other')
    contactId = (await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
    bot = await acme.team.bots.create({ name: 'Wren' })
    foreignBot = await other.team.bots.create({ name: 'Robin' })
    conversation = (await acme.team.conversations.start({ botId: bot.id as `bot_${string}` })).conversation
    const second = await acme.team.bots.create({ name: 'Lark' })
    elsewhere = (await acme.team.conversations.start({ botId: second.id })).conversation
    server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false, cookies: { secure: false } })))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }, 30_000)
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await running.close()
  })
  beforeEach(() => {
    sent.length = 0
    clock.advance(minute)
  })
}

/** What the server said. */
export interface Told {
  status: number
  code: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the test looks at
  body: any
}
export type Headers = Record<string, string>

export async function ask(method: string, path: string, headers: Headers = {}, body?: unknown): Promise<Told> {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const said = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, code: said?.code, body: said }
}

export async function session(memberId: string, of = acme): Promise<Headers> {
  const scope = running.sotto.access.scope(await running.sotto.access.member(of.teamId, memberId), here)
  const expiresAt = new Date(clock.now().getTime() + 30 * 24 * 60 * minute)
  const token = await running.sotto.access.issue(scope, 'session', { memberId, expiresAt })
  return { cookie: `session=${token}`, 'x-csrf-token': csrfToken(token) }
}
export const owner = () => session(acme.ownerId)
let count = 0
export async function join(role: Role, email = ''): Promise<string> {
  count += 1
  return (await acme.team.members.create({ name: role, email: email || `${role}${count}@acme.example`, role })).member
    .id
}

export const wish = {
  reference: 'CASE-4711',
  reason: 'The bot gives wrong answers about returns.',
  person: { name: 'Hilde Helper', email: 'hilde@support.example' },
  areas: ['conversations', 'contacts'],
} as const satisfies SupportAsk
export const asked = async (more: Partial<SupportAsk> = {}, of = acme) => {
  const { standing, code } = await running.sotto.support.ask(of.teamId, { ...wish, ...more } as SupportAsk)
  return { id: standing.id, code, path: `/v1/support-cases/${standing.id}` }
}
export const enter = (code: string) => ask('POST', '/v1/support-session', {}, { code })
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
/** Somebody of support who is let in. */
export async function letIn(more: Partial<SupportAsk> = {}, approval: SupportApproval = {}) {
  const one = await asked(more)
  await acme.team.support.approve(one.id, approval)
  const { body } = await enter(one.code)
  return { ...one, as: bearer((body as { token: string }).token), session: body as SupportSession }
}
export const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 10_000, interval: 20 })
