import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { sottoRouter } from '../../../http/router.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { wordsOnly } from '../../../testing/words-only.ts'
import type { SmsGateway } from '../sms/gateway.ts'

export const hour = 60 * 60 * 1000
const day = 24 * hour
/** Not what stands in a token of a link by chance. */
export const codePattern = /(?<![\w-])[A-Z2-9]{4}-[A-Z2-9]{4}(?![\w-])/
export const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

interface Sent {
  to: string
  subject: string
  text: string
}

export interface Confirmed {
  status: number
  request: { reference: string }
  token: string
  current: Record<string, string | null> | null
}

/** A team with a portal that listens, for the tests of a file. */
export interface Portal {
  clock: ReturnType<typeof testClock>
  sent: Sent[]
  /** Of each team, by its slug. */
  gateways: Record<string, SmsGateway>
  readonly running: TestSotto
  readonly acme: TestTeam
  readonly slug: string
  /** Without limits of rate; those apply under `/limited`. */
  readonly url: string
  post(path: string, body: object, base?: string): Promise<Response>
  /** The path of an endpoint of the team's portal. */
  portal(path: string): string
  /** Asks for something; resolves once the code was mailed. */
  ask(input: Record<string, unknown>): Promise<{ pending: string; code: string; mail: Sent }>
  confirm(given: { pending: string; code: string }): Promise<Confirmed>
}

export function usePortal(): Portal {
  const clock = testClock()
  const sent: Sent[] = []
  const gateways: Portal['gateways'] = {}
  let running: TestSotto
  let acme: TestTeam
  let slug: string
  let server: Server
  let url: string

  beforeAll(async () => {
    const transport = {
      description: 'a test',
      async send(mail: Sent) {
        sent.push(mail)
      },
    }
    running = await startTestSotto({
      now: clock.now,
      publicUrl: 'https://chat.example.com',
      models: { embeddings: wordsOnly },
      smsGateway: ({ slug: team }) => gateways[team] ?? null,
      mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
    })
    acme = await makeTeam(running.sotto)
    slug = (await acme.team.team.get()).slug
    const app = express()
    app.use('/limited', sottoRouter(running.sotto))
    app.use(sottoRouter(running.sotto, { rateLimits: false }))
    server = createServer(app)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }, 30_000)
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await running.close()
  })
  // An address gets few codes in an hour.
  beforeEach(() => clock.advance(day))

  const place: Portal = {
    clock,
    sent,
    gateways,
    get running() {
      return running
    },
    get acme() {
      return acme
    },
    get slug() {
      return slug
    },
    get url() {
      return url
    },
    post: (path, body, base = url) =>
      fetch(base + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    portal: (path) => `/v1/privacy-portal/${slug}${path}`,
    async ask(input) {
      const before = sent.length
      const { pending } = (await (await place.post(place.portal('/requests'), input)).json()) as { pending: string }
      const mail = await until(() => {
        const found = sent.slice(before).find(({ text }) => codePattern.test(text))
        if (!found) throw new Error('no code was mailed yet')
        return found
      })
      return { pending, code: codePattern.exec(mail.text)?.[0] as string, mail }
    },
    async confirm({ pending, code }) {
      const answer = await place.post(place.portal('/confirmations'), { pending, code })
      return { status: answer.status, ...((await answer.json()) as Omit<Confirmed, 'status'>) }
    },
  }
  return place
}
