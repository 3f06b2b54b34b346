import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookDelivery, WebhookWithSecret } from '@sotto/contracts'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { outbox } from '../../../mail/index.ts'
import type { Reach } from '../../../outgoing/address.ts'
import type { Team } from '../../../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { WebhookDispatcher } from '../index.ts'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  payload: { type: string; timestamp: string; data: Record<string, string> }
}

export const hour = 60 * 60 * 1000
export const soon = { timeout: 10_000, interval: 20 }
export const headersOf = ({ headers }: Received) => headers as Record<string, string>

export function sign(secret: string, { headers, body }: Received): string {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers as Record<string, string>
  return new Webhook(secret).sign(id as string, new Date(Number(timestamp) * 1000), body)
}

/** What sends webhooks, beside a server that sends nothing by itself. */
export function dispatcher({ sotto }: TestSotto, reach: Reach): WebhookDispatcher {
  const logger = { info() {}, warn() {}, error() {} }
  const made = new WebhookDispatcher({ system: sotto.system, reach, logger, changed() {}, kickJobs() {} })
  made.start()
  return made
}

/** A team with webhooks, and whoever receives them, for the tests of a file. */
export interface Receiving {
  clock: ReturnType<typeof testClock>
  readonly running: TestSotto
  /** Sends nothing by itself. */
  readonly quiet: TestSotto
  readonly acme: TestTeam
  /** Where the receiver is. */
  readonly at: string
  /** What has come, by path. */
  received: ReadonlyMap<string, Received[]>
  /** Who answers instead of the receiver, by path. */
  answers: Map<string, (response: ServerResponse) => void>
  answering(where: string, status: number, headers?: Record<string, string>): void
  /** A path that no other test uses. */
  path(): string
  arrived(where: string, times?: number): Promise<[Received, ...Received[]]>
  make(where: string, more?: object, team?: Team): Promise<WebhookWithSecret>
  deliveriesOf(id: string): Promise<WebhookDelivery[]>
  /** The newest delivery of a webhook, once it is in a state. */
  settled(id: string, state: string): Promise<WebhookDelivery>
}

export function useReceiver(): Receiving {
  // The library of receivers refuses what is older than five minutes by the real clock.
  const clock = testClock(new Date().toISOString())
  const received = new Map<string, Received[]>()
  const answers: Receiving['answers'] = new Map()
  let receiver: Server
  let running: TestSotto
  let quiet: TestSotto
  let acme: TestTeam
  let at: string
  let count = 0

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const path = request.url ?? ''
      received.set(path, [...(received.get(path) ?? []), { headers: request.headers, body, payload: JSON.parse(body) }])
      const answer = answers.get(path)
      if (answer) answer(response)
      else response.end('thank you')
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
    running = await startTestSotto({
      now: clock.now,
      allowPrivateAddresses: true,
      mail: { transport: outbox(), from: { name: 'Sotto', address: 'sotto@example.com' } },
    })
    acme = await makeTeam(running.sotto)
    quiet = await startTestSotto({ now: clock.now, allowPrivateAddresses: true, runJobs: false })
  }, 30_000)
  afterAll(async () => {
    await running.close()
    await quiet.close()
    receiver.closeAllConnections()
    await new Promise((resolve) => receiver.close(resolve))
  })
  afterEach(async () => {
    for (const { id } of (await acme.team.webhooks.list()).data) await acme.team.webhooks.remove(id)
  })

  const place: Receiving = {
    clock,
    get running() {
      return running
    },
    get quiet() {
      return quiet
    },
    get acme() {
      return acme
    },
    get at() {
      return at
    },
    received,
    answers,
    answering: (where, status, headers = {}) =>
      void answers.set(where, (response) => response.writeHead(status, headers).end('no')),
    path() {
      count += 1
      return `/${count}`
    },
    arrived: (where, times = 1) =>
      vi.waitFor(() => {
        const all = received.get(where) ?? []
        expect(all.length).toBeGreaterThanOrEqual(times)
        return all as [Received, ...Received[]]
      }, soon),
    make: (where, more = {}, team = acme.team) =>
      team.webhooks.create({ url: at + where, events: ['contact.created'], ...more }),
    deliveriesOf: async (id) => (await acme.team.webhooks.deliveries(id)).data,
    settled: (id, state) =>
      vi.waitFor(async () => {
        const [last] = await place.deliveriesOf(id)
        expect(last?.state).toBe(state)
        return last as WebhookDelivery
      }, soon),
  }
  return place
}
