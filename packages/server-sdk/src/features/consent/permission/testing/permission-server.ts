import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { sottoRouter } from '../../../../http/router.ts'
import type { MailTransport, OutgoingMail } from '../../../../mail/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../../testing/index.ts'

export const clock = testClock()
export const hour = 60 * 60 * 1000
export const sent: OutgoingMail[] = []
/** Whether mail cannot be delivered just now. */
export const delivery = { isDown: false }
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    if (delivery.isDown) throw new Error('down')
    sent.push(mail)
  },
}
export let running: TestSotto
export let acme: TestTeam
let server: Server
export let url: string
export let key: string

/** A server with a team that may write to people, for the tests of a file; nothing was mailed when one begins. */
export function usePermission(): void {
  beforeAll(async () => {
    running = await startTestSotto({
      now: clock.now,
      publicUrl: 'https://chat.example.com/',
      mail: {
        transport,
        from: { name: 'Sotto', address: 'no-reply@sotto.example' },
        unsubscribeTo: 'leave@sotto.example',
      },
    })
    acme = await makeTeam(running.sotto, 'Kestrel & Co <Cycles>')
    key = (await acme.team.bots.create({ name: 'Wren', visibility: 'public' })).publishableKey
    server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false })))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await running.close()
  })
  beforeEach(() => {
    sent.length = 0
    delivery.isDown = false
  })
}

export const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 10_000, interval: 10 })
export const mailTo = (to: string) =>
  until(() => {
    const mail = sent.find((one) => one.to === to)
    if (!mail) throw new Error('no mail yet')
    return mail
  })
/** Where a link leads on this machine. */
export const here = (text: string) => {
  const link = /https:\/\/chat\.example\.com(\/v1\/\S+?token=[\w.-]+)/.exec(text)?.[1]
  if (!link) throw new Error(`no link in: ${text}`)
  return url + link
}
export const form = { heading: 'Neues aus der Werkstatt?', button: 'Ja, bitte' }
export const ask = (email: string, body: Record<string, unknown> = { form }, as = key) =>
  fetch(`${url}/v1/consent/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', origin: 'https://shop.example' },
    body: JSON.stringify({ email, ...body }),
  })
export const press = (link: string, fields: Record<string, string> = {}) =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
export const person = async (email: string) =>
  (await acme.team.contacts.find({ email }).toArray())[0]?.id ?? (await acme.team.contacts.create({ email })).id
export const contactOf = async (email: string) => (await acme.team.contacts.find({ email }).toArray())[0]?.id
export const headingOf = async (response: Response) => /<h1>([^<]*)<\/h1>/.exec(await response.text())?.[1]
export const requests = () => running.client.db(running.database).collection('permissionRequests')
let count = 0
export const someone = () => `someone${++count}@example.com`

/** Somebody who agreed by mail. */
export async function agreed(): Promise<{ email: string; contactId: string }> {
  const email = someone()
  await ask(email)
  await press(here((await mailTo(email)).text))
  return { email, contactId: (await contactOf(email)) as string }
}
