import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Team } from '@sotto/server-sdk'

/** Webhooks of a team with things that arrived, and one that does not. @returns the one that works, and its end */
export async function tellSomebody(team: Team): Promise<{ webhookId: string; close(): Promise<void> }> {
  let refused = 0
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const refuse = body.includes('ticket.created') && refused++ < 1
      response.writeHead(refuse ? 503 : 204).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/sotto`
  const { webhook } = await team.webhooks.create({
    url,
    description: 'Newsletter',
    processor: 'Rookmail Ltd',
    events: ['contact.created', 'contact.changed', 'consent.granted', 'consent.withdrawn', 'ticket.created'],
  })
  await team.webhooks.create({ url: 'http://127.0.0.1:9/in', events: ['appointment.created'] })
  const old = await team.webhooks.create({ url, description: 'Old till', events: ['ticket.closed'] })
  await team.webhooks.change(old.webhook.id, { state: 'disabled' })
  const noor = await team.contacts.create({ name: 'Noor Haddad', email: 'noor@example.com' })
  await team.contacts.change(noor.id, { company: 'Larkhall Couriers' })
  await team.consent.declare(noor.id, { granted: ['marketing-email'] })
  await team.consent.withdraw(noor.id)
  await team.tickets.create({
    contactId: noor.id,
    conversationId: null,
    assigneeId: null,
    subject: 'Front light',
    description: null,
    priority: 'normal',
  })
  await team.webhooks.test(webhook.id)
  return { webhookId: webhook.id, close: () => new Promise((resolve) => receiver.close(() => resolve())) }
}
