import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { permissionNames } from '@sotto/contracts'
import { parse } from 'csv-parse/sync'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sottoRouter } from '../../http/router.ts'
import { browserChoice } from '../../http/testing/consent.ts'
import { asJson, bearer, problemIn } from '../../http/testing/serve.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

const shop = 'https://kestrel.example'
let running: TestSotto
let acme: TestTeam
let server: Server
let url: string
let publishable: string
let secret: string

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  const bot = await acme.team.bots.create({ name: 'Wren', visibility: 'public', allowedOrigins: [shop] })
  publishable = bot.publishableKey
  secret = (await acme.team.apiKeys.create({ name: 'Server', scopes: [...permissionNames] })).secret
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await running.close()
})

const fromShop = () => ({ ...asJson, ...bearer(publishable), origin: shop })
const post = (path: string, body: unknown, headers: Record<string, string> = { ...asJson, ...bearer(secret) }) =>
  fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
const get = (path: string) => fetch(url + path, { headers: bearer(secret) })

describe('a banner', () => {
  it('delivers a choice once, with and without its idempotency key, from many tabs at once', async () => {
    const delivery = browserChoice('acme')
    const { id, visitor } = delivery.record
    const send = (more: Record<string, string> = {}) =>
      post('/v1/consent/records', delivery, { ...fromShop(), ...more })
    const keyed = { 'idempotency-key': id }
    const answers = await Promise.all([send(keyed), send(), send(), send({ 'idempotency-key': `${id}-again` })])
    const receipts = new Set<string>()
    for (const answer of answers) {
      expect([201, 409]).toContain(answer.status)
      expect(answer.headers.get('access-control-allow-origin')).toBe(shop)
      if (answer.ok) receipts.add(JSON.stringify(((await answer.json()) as { receipt: unknown }).receipt))
    }
    const again = await send(keyed)
    expect(again.status).toBe(201)
    receipts.add(JSON.stringify(((await again.json()) as { receipt: unknown }).receipt))
    expect(receipts.size).toBe(1)
    const listed = await (await get(`/v1/consent/records?visitor=${visitor}`)).json()
    expect(listed).toMatchObject({ data: [{ source: 'banner' }], nextCursor: null })
    expect((listed as { data: unknown[] }).data).toHaveLength(1)
  })

  it('is heard from the pages of its bot alone, and hears nothing of anybody', async () => {
    const elsewhere = await post('/v1/consent/records', browserChoice('acme'), {
      ...fromShop(),
      origin: 'https://evil.example',
    })
    expect((await problemIn(elsewhere)).code).toBe('origin_not_allowed')
    const list = await fetch(`${url}/v1/consent/records`, { headers: { ...bearer(publishable), origin: shop } })
    expect((await problemIn(list)).code).toBe('forbidden')
    const key = await fetch(`${url}/v1/consent/receipt-key`, { headers: { ...bearer(publishable), origin: shop } })
    expect(await key.json()).toEqual({ verifier: await acme.team.consent.receiptKey() })
  })

  it('is believed when the browser sends Global Privacy Control, whatever the page says', async () => {
    const delivery = browserChoice('acme')
    const sent = await post('/v1/consent/records', delivery, { ...fromShop(), 'sec-gpc': '1' })
    expect(sent.status).toBe(201)
    const [line] = (await acme.team.consent.list({ visitor: delivery.record.visitor })).data
    expect(line?.gpc).toBe(true)
  })
})

describe('an export', () => {
  it('is the ledger as NDJSON or CSV, in which no cell is a formula', async () => {
    const { id } = await acme.team.contacts.create({ name: 'Eve' })
    await acme.team.consent.declare(id, { granted: ['profiling'], proof: '=HYPERLINK("https://evil.example","x")' })
    const lines = (await (await get('/v1/consent/export')).text()).trim().split('\n')
    expect(lines.length).toBeGreaterThan(2)
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ contactId: id, choices: { profiling: 'granted' } })
    const answer = await get('/v1/consent/export?format=csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const rows = parse(await answer.text(), { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(lines.length)
    expect(rows.at(-1)).toMatchObject({
      contactId: id,
      granted: 'profiling',
      proof: `'=HYPERLINK("https://evil.example","x")`,
    })
  })
})

describe('an import', () => {
  const upload = (name: string, content: string | Buffer<ArrayBuffer>, fields: Record<string, string> = {}) => {
    const form = new FormData()
    for (const [field, value] of Object.entries({ origin: 'Newsletter list, double opt-in 2025', ...fields }))
      form.append(field, value)
    form.append('file', new Blob([content]), name)
    return fetch(`${url}/v1/consent/imports`, { method: 'POST', headers: bearer(secret), body: form })
  }
  const at = '2026-04-01T09:00:00Z'
  const many = `email,granted,at,proof\n${`ada@example.com,early,${at},a 26" frame\n`.repeat(150)}`

  it('takes CSV and NDJSON, tells of each wrong row, and takes the same row once', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const csv = [
      '\uFEFFemail,granted,denied,at,proof',
      `ada@example.com,marketing-email;profiling,,${at},"Form of 1 April, ""yes"" ticked"`,
      `nobody@example.com,marketing-email,,${at},`,
      `ada@example.com,Marketing!,,${at},`,
      'ada@example.com,marketing-email',
      `ada@example.com,,,${at},`,
      `ada@example.com,a,a,${at},`,
      'ada@example.com,marketing-sms,,2099-01-01T00:00:00Z,',
      '',
    ].join('\r\n')
    const first = await upload('list.csv', csv)
    expect(first.status).toBe(200)
    const report = (await first.json()) as { errors: { row: number; field: string }[] }
    expect(report).toMatchObject({ rows: 7, imported: 1, repeated: 0, refused: 6 })
    expect([...new Set(report.errors.map(({ row }) => row))]).toEqual([2, 3, 4, 5, 6, 7])
    expect(JSON.stringify(report)).not.toContain('nobody@example.com')
    expect(await (await upload('list.csv', csv)).json()).toMatchObject({ imported: 0, repeated: 1, refused: 6 })
    expect(await acme.team.consent.allows(ada.id, 'marketing-email')).toBe(true)
    const [line] = (await acme.team.consent.list({ contactId: ada.id })).data
    expect(line).toMatchObject({ source: 'import', at: '2026-04-01T09:00:00.000Z' })
    expect(line?.proof).toBe('Newsletter list, double opt-in 2025\nForm of 1 April, "yes" ticked')

    const lines = [{ email: 'bo@example.com', granted: ['marketing-email'], at }, '{"email":', 7, { at }]
    const ndjson = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
    const second = await upload('list.ndjson', ndjson, { contacts: 'create' })
    expect(await second.json()).toMatchObject({ rows: 4, imported: 1, refused: 3 })
    const [bo] = await acme.team.contacts.find({ email: 'bo@example.com' }).toArray()
    expect(await acme.team.consent.allows(bo?.id as string, 'marketing-email')).toBe(true)
  })

  it.each([
    ['an unknown column', 'list.csv', 'mail,granted,at\n'],
    ['an open quote', 'list.csv', `${many}"ada@example.com,early,${at}\n`],
    ['something after a quote', 'list.csv', `${many}"ada"@example.com,early,${at}\n`],
    ['another encoding', 'list.csv', Buffer.from(`${many}ada@example.com,early,${at},café\n`, 'latin1')],
    ['sixteen bits for each character', 'list.ndjson', Buffer.from('\uFEFF{}', 'utf16le')],
    ['a name that does not tell', 'list.txt', ''],
  ])('refuses %s as a whole, and imports nothing of it', async (_what, name, content) => {
    expect((await problemIn(await upload(name, content))).code).toBe('invalid_request')
    expect((await acme.team.consent.list({ purpose: 'early' })).data).toEqual([])
  })

  it('finds a person by each name, as whom they have become, and says of each row why there is nobody', async () => {
    const { contacts } = acme.team
    const keep = await contacts.create({ email: 'kay@example.com', externalId: 'K-1' })
    const gone = await contacts.create({ email: 'Kay.Too@example.com' })
    const other = await contacts.create({ externalId: 'O-1' })
    await contacts.merge(keep.id, gone.id)
    const about = (names: object, purpose: string) => ({ ...names, granted: [purpose], at })
    const rows = [
      about({ contactId: gone.id }, 'one'),
      about({ email: 'KAY.TOO@example.com' }, 'two'),
      about({ email: 'kay@example.com', externalId: 'K-1', contactId: keep.id }, 'three'),
      about({ email: 'new@example.com', externalId: 'O-1' }, 'four'),
      about({ email: 'kay@example.com', externalId: 'O-1' }, 'five'),
      about({ email: 'fresh@example.com', externalId: 'F-1' }, 'six'),
      about({ email: 'FRESH@example.com' }, 'seven'),
      about({ externalId: 'F-1' }, 'eight'),
      about({ contactId: `con_${'0'.repeat(26)}`, email: 'nobody@example.com' }, 'nine'),
      about({ email: 'new@example.com' }, 'ten'),
    ]
    const send = async (strangers: string) =>
      (await (await post('/v1/consent/imports', { origin: 'List', contacts: strangers, rows })).json()) as object
    const nobody = 'names nobody whom the team knows'
    const two = { row: 5, field: 'externalId', message: 'names two different people' }
    const lost = { row: 9, field: 'contactId', message: nobody }
    expect(await send('existing')).toEqual({
      ...{ rows: 10, imported: 4, repeated: 0, refused: 6 },
      errors: [
        two,
        ...[6, 7].map((row) => ({ row, field: row === 6 ? 'externalId' : 'email', message: nobody })),
        { row: 8, field: 'externalId', message: nobody },
        lost,
        { row: 10, field: 'email', message: nobody },
      ],
    })
    expect(await send('create')).toEqual({ rows: 10, imported: 4, repeated: 4, refused: 2, errors: [two, lost] })
    const said = async (contactId: string) =>
      (await acme.team.consent.state(contactId)).map(({ purpose }) => purpose).sort()
    expect(await said(keep.id)).toEqual(['one', 'three', 'two'])
    expect(await said(other.id)).toEqual(['four'])
    const [fresh] = await contacts.find({ email: 'fresh@example.com' }).toArray()
    expect(await said(fresh?.id as string)).toEqual(['eight', 'seven', 'six'])
  })

  it('writes rows in several steps', async () => {
    const rows = Array.from({ length: 120 }, (_, index) =>
      JSON.stringify({
        email: 'ada@example.com',
        granted: [`p${index % 50}`],
        at: new Date(1_700_000_000_000 + index * 1000),
      }),
    )
    expect(await (await upload('list.jsonl', `${rows.join('\n')}\n`)).json()).toMatchObject({
      rows: 120,
      imported: 120,
    })
  })
})
