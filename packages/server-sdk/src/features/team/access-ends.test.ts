import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sottoRouter } from '../../http/router.ts'
import type { Sotto } from '../../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

let running: TestSotto
let acme: TestTeam
const servers: Server[] = []
/** Two instances on one database. */
const urls: string[] = []

const serve = async (sotto: Sotto) => {
  const server = createServer(express().use(sottoRouter(sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, runJobs: false })
  acme = await makeTeam(running.sotto)
  await serve(running.sotto)
  await serve(await running.another())
}, 30_000)
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  await running.close()
})

/** Follows the events of a conversation. @returns when the stream was ended, by the clock of this machine */
const follow = (url: string, conversationId: string, headers: Record<string, string>) =>
  new Promise<{ ended: Promise<number> }>((resolve, reject) => {
    const request = get(
      `${url}/v1/conversations/${conversationId}/events`,
      { headers: { accept: 'text/event-stream', ...headers } },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode}`))
        response.resume()
        resolve({
          ended: new Promise((done) => {
            response.on('close', () => done(performance.now()))
          }),
        })
      },
    )
    request.on('error', reject)
  })

it.each(['removed', 'given a lower role'] as const)(
  'who is %s loses sessions, keys and open streams within a second, on every instance',
  async (what) => {
    const email = `${what.replaceAll(' ', '-')}@example.com`
    const { member, password } = await acme.team.members.create({ name: 'Bo', email, role: 'admin' })
    const team = await running.sotto.team(acme.teamId, { actor: { userId: member.id } })
    const { secret } = await team.apiKeys.create({ name: 'Own', scopes: ['conversations:read', 'audit:read'] })
    const { token } = await running.sotto.access.signIn(email, password, { ip: null, requestId: null })
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { conversation } = await acme.team.conversations.start({ botId: bot.id })
    const session = { cookie: `session=${token}` }
    const key = { authorization: `Bearer ${secret}` }
    const ask = (url: string, path: string, headers: Record<string, string>) =>
      fetch(url + path, { headers }).then(({ status }) => status)
    const streams = await Promise.all(urls.map((url) => follow(url, conversation.id, session)))
    const ofKey = await Promise.all(urls.map((url) => follow(url, conversation.id, key)))
    for (const url of urls) expect(await ask(url, '/v1/audit/entries', key)).toBe(200)

    if (what === 'removed') await acme.team.members.remove(member.id)
    else await acme.team.members.change(member.id, { role: 'viewer' })
    const at = performance.now()
    for (const url of urls) {
      expect(await ask(url, '/v1/session', session)).toBe(401)
      // A key is refused what its maker may not do any more; without a maker it is refused altogether.
      expect(await ask(url, '/v1/audit/entries', key)).toBe(what === 'removed' ? 401 : 403)
    }
    for (const { ended } of streams) expect((await ended) - at).toBeLessThan(1000)
    if (what === 'removed') for (const { ended } of ofKey) expect((await ended) - at).toBeLessThan(1000)
  },
  20_000,
)
