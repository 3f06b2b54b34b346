import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeTeam } from '../../../testing/index.ts'
import { hour, until, usePortal } from '../testing/portal.ts'
import { checkedGateway, formSignature, isSigned } from './gateway.ts'
import { isStop } from './stop-words.ts'

const place = usePortal()
const { clock, sent, gateways } = place

it('a message that says STOP is answered once, from the gateway alone, and whoever it is', async () => {
  const { team } = place.acme
  const secret = 'an auth token of Twilio'
  gateways[place.slug] = { protocol: 'twilio', secret: ['the token before it', secret] }
  const number = '+44 7700 900171'
  const kit = await team.contacts.create({ email: 'kit@example.com', phone: number })
  const at = `/v1/privacy/sms/${place.slug}`
  const message = (more: Record<string, string>) => ({
    ...{
      ToCountry: 'GB',
      ToState: '',
      From: '+447700900171',
      To: '+447700900000',
      NumMedia: '0',
      ApiVersion: '2010-04-01',
    },
    ...{ AccountSid: 'AC1', MessageSid: `SM${Math.random()}`, Body: 'Stop!', Später: 'ü & = +', ...more },
  })
  const signed = (fields: Record<string, string>, { key = secret, address = `https://chat.example.com${at}` } = {}) => {
    const text = Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('')
    return createHmac('sha1', key)
      .update(address + text)
      .digest('base64')
  }
  const deliver = async (fields: Record<string, string>, signature = signed(fields), path = at) => {
    const answer = await fetch(place.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'x-twilio-signature': signature },
    })
    return [answer.status, answer.headers.get('content-type'), await answer.text()] as const
  }
  const twiml = [200, 'text/xml; charset=utf-8', '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'] as const
  const mayUse = async () => (await team.privacyRequests.mayUse(kit.id, 'marketing')).allowed
  // What is not from the gateway, or nothing to end, changes nothing.
  const stop = message({})
  for (const signature of [
    '',
    'AAAA',
    signed(stop, { key: 'another token, of somebody' }),
    signed({ ...stop, Body: 'Hi' }),
  ])
    expect((await deliver(stop, signature))[0]).toBe(403)
  expect((await deliver(stop, signed(stop, { address: `https://evil.example${at}` })))[0]).toBe(403)
  const theirs = `/v1/privacy/sms/${(await (await makeTeam(place.running.sotto)).team.team.get()).slug}`
  expect((await deliver(stop, signed(stop), theirs))[0]).toBe(404)
  for (const Body of ['Stop by at five?', '', 'START']) expect(await deliver(message({ Body }))).toEqual(twiml)
  const report = { MessageSid: 'SM1', MessageStatus: 'delivered' }
  expect((await deliver(report))[0]).toBe(400)
  expect(await mayUse()).toBe(true)
  // A port that goes without saying, and a secret that is being replaced.
  const other = { key: 'the token before it', address: `https://chat.example.com:443${at}` }
  expect(await deliver(stop, signed(stop, other))).toEqual(twiml)
  await until(async () => expect(await mayUse()).toBe(false))
  const asked = async () => (await team.privacyRequests.list({ contactId: kit.id })).data
  expect(await asked()).toMatchObject([{ kind: 'objection', channel: 'sms', verification: 'none' }])
  // Nobody has the number: the same answer, and no list brings it.
  const unknown = { From: 'whatsapp:+447700900172', Body: 'bye', OptOutType: 'STOP' }
  expect(await deliver(message(unknown))).toEqual(twiml)
  const rows = [{ value: { externalId: 'x', granted: ['marketing-sms'], at: '2026-05-01T00:00:00Z' } }]
  expect(await team.consent.import(rows, { origin: 'a list', contacts: 'create' })).toMatchObject({ refused: 0 })
  const { apiKey } = await team.apiKeys.create({ name: 'CRM', scopes: ['contacts:write'] })
  const crm = { kind: 'api-key', teamId: place.acme.teamId, apiKeyId: apiKey.id, scopes: ['contacts:write'] } as const
  const synced = place.running.sotto.as(crm, { ip: null, requestId: null }).team.contacts
  await expect(synced.create({ phone: '+44 7700 900172' })).rejects.toMatchObject({ code: 'contact_suppressed' })
  // They want advertising again; the same message, posted again, ends nothing.
  await team.consent.permission.request({ email: 'kit@example.com', form: { button: 'News, please' } })
  const link = await until(() => {
    const mail = sent.findLast(({ to, text }) => to === 'kit@example.com' && text.includes('/consent/confirmation'))
    return (
      /\/v1\/consent\/confirmation\?token=\S+/.exec(mail?.text ?? 'none')?.[0] ?? Promise.reject(new Error('no mail'))
    )
  })
  await fetch(place.url + link, { method: 'POST' })
  expect(await mayUse()).toBe(true)
  expect(await Promise.all([deliver(stop), deliver(stop)])).toEqual([twiml, twiml])
  clock.advance(hour)
  expect([await mayUse(), (await asked()).length]).toEqual([true, 1])

  // Another gateway, which posts a form of its own.
  gateways[place.slug] = { protocol: 'form', secret }
  const form = { from: number, text: ' ARRÊT ', id: '77' }
  const signature = formSignature(secret, `https://chat.example.com${at}`, Object.entries(form))
  expect((await deliver({ ...form, signature: signature.replace(/^./, 'g') }))[0]).toBe(403)
  expect(await deliver({ ...form, signature })).toMatchObject([200, 'text/plain; charset=utf-8', ''])
  await until(async () => expect(await mayUse()).toBe(false))
}, 40_000)

it('the signature is that which Twilio’s own examples have, and words in many languages mean STOP', () => {
  const fields = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+12349013030',
    Digits: '1234',
    From: '+12349013030',
    To: '+18005551212',
  }
  const given: Record<string, string> = { 'x-twilio-signature': '0/KCTR6DLpKmkAf8muzZqo1nDgQ=' }
  const form = {
    fields: Object.entries(fields),
    url: '/myapp.php?foo=1&bar=2',
    header: (name: string) => given[name] ?? null,
  }
  const gateway = { protocol: 'twilio', secret: '12345' } as const
  expect(isSigned(gateway, 'https://mycompany.com', form)).toBe(true)
  expect(isSigned(gateway, 'https://mycompany.com', { ...form, url: '/myapp.php?foo=1' })).toBe(false)
  expect(() => checkedGateway(gateway)).toThrow('at least 16 characters')
  expect(['STOP', 'stop.', ' Stop all ', 'OPT-OUT', 'Arrêt', 'СТОП', '停止'].filter((text) => !isStop(text))).toEqual(
    [],
  )
  expect(['stop it', 'do not stop', '', 'start', 'endless'].filter(isStop)).toEqual([])
})
