import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sottoRouter } from '../../../http/router.ts'
import { atItsPace } from '../../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { wordsOnly } from '../../../testing/words-only.ts'

const clock = testClock()
const sent: { to: string; subject: string; text: string }[] = []
let running: TestSotto
let acme: TestTeam
let server: Server
let url: string

beforeAll(async () => {
  const transport = {
    description: 'a test',
    async send(mail: (typeof sent)[number]) {
      sent.push(mail)
    },
  }
  running = await startTestSotto({
    now: clock.now,
    models: { embeddings: wordsOnly },
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
  })
  acme = await makeTeam(running.sotto)
  await acme.team.contacts.create({ name: 'Bo Lind', email: 'lind@example.com' })
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false })))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 30_000)

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await running.close()
})

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const linkIn = (text: string) => /\/v1\/privacy\/exports\?token=\S+/.exec(text)?.[0]

/** Somebody whose copy was let go, and the link that they got by mail. */
async function released(email: string) {
  const { team } = acme
  const person = await team.contacts.create({ name: 'Ada King', email })
  await team.tickets.create({ contactId: person.id, subject: 'Shoes', description: 'Bo Lind may know.' })
  const request = await team.privacyRequests.open({ kind: 'access', subject: person.id })
  await until(async () => expect((await team.privacyRequests.get(request.id)).step).toBe('review'))
  const places = await team.privacyRequests.redactions(request.id, { undecided: 'true' })
  if (places.data.length > 0)
    await team.privacyRequests.redact(request.id, { numbers: 'undecided', decision: 'remove' })
  await expect(team.privacyRequests.exportFile(request.id)).rejects.toMatchObject({ code: 'request_not_ready' })
  await request.completed()
  const path = await until(() => {
    const found = sent.map((mail) => (mail.to === email ? linkIn(mail.text) : undefined)).find(Boolean)
    if (!found) throw new Error('the mail is not sent yet')
    return found
  })
  return { person, request, path, token: path.split('token=')[1] as string }
}

const form = (path: string, fields: Record<string, string>) =>
  fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), headers: { 'accept-language': 'en' } })
const json = (path: string, body: object) =>
  fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const codeFor = (email: string, before: number) =>
  until(() => {
    const codes = sent.filter(({ to, text }) => to === email && /^[2-9A-Z]{4}-[2-9A-Z]{4}$/m.test(text))
    expect(codes.length).toBeGreaterThan(before)
    return /^[2-9A-Z]{4}-[2-9A-Z]{4}$/m.exec(codes.at(-1)?.text ?? '')?.[0] as string
  })

it('gives a person their file by page, button and code, once, and goes on where it broke off', async () => {
  const { path, request } = await released('ada@example.com')
  const rows = running.client.db(running.database).collection('accessExports')
  const before = await rows.find({ teamId: acme.teamId }).toArray()
  const mails = sent.length
  // Mail scanners look, more than once, and in both ways.
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    const seen = await fetch(url + path, { method })
    expect(seen.status).toBe(200)
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    const text = await seen.text()
    for (const word of ['Ada', 'ada@', 'King', 'Shoes', request.id]) expect(text).not.toContain(word)
  }
  expect(await rows.find({ teamId: acme.teamId }).toArray()).toEqual(before)
  expect(sent.length).toBe(mails)

  const asked = await form(path, { step: 'send' })
  expect(await asked.text()).toContain('autocomplete="one-time-code"')
  const code = await codeFor('ada@example.com', 0)
  const wrong = await form(path, { step: 'download', code: 'AAAA AAAA' })
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('The code is wrong')])
  const begun = await (await form(path, { step: 'download', code: code.toLowerCase() })).text()
  const file = /url=([^"]+)"/.exec(begun)?.[1]?.replaceAll('&amp;', '&') as string
  expect(begun).toContain(`href="${file}"`)

  const head = await fetch(url + file, { method: 'HEAD', headers: { range: 'bytes=0-9' } })
  expect([head.status, head.headers.get('accept-ranges')]).toEqual([200, 'bytes'])
  const bytes = Number(head.headers.get('content-length'))
  expect(bytes).toBeGreaterThan(1000)
  const tag = head.headers.get('etag') as string
  const part = await fetch(url + file, { headers: { range: 'bytes=0-99' } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-99/${bytes}`])
  const first = Buffer.from(await part.arrayBuffer())
  for (const range of [`bytes=${bytes}-`, 'bytes=-0']) {
    const none = await fetch(url + file, { headers: { range } })
    expect([none.status, none.headers.get('content-range')]).toEqual([416, `bytes */${bytes}`])
  }
  // What reads a ZIP looks at its end first: that is not the whole.
  const end = await fetch(url + file, { headers: { range: 'bytes=-22' } })
  expect([end.status, end.headers.get('content-range')]).toEqual([206, `bytes ${bytes - 22}-${bytes - 1}/${bytes}`])
  const last = Buffer.from(await end.arrayBuffer())
  expect([last.length, last.subarray(0, 2).toString()]).toEqual([22, 'PK'])
  // Begun with another file: from the beginning, also where this one has no such bytes.
  const other = await fetch(url + file, { headers: { range: `bytes=${bytes}-`, 'if-range': '"other"' } })
  expect(other.status).toBe(200)
  const whole = Buffer.from(await other.arrayBuffer())
  expect(other.headers.get('content-disposition')).toMatch(/^attachment; filename="your-data-[\d-]+\.zip"$/)
  expect(other.headers.get('cache-control')).toContain('no-store')
  expect([whole.length, whole.subarray(0, 2).toString()]).toEqual([bytes, 'PK'])
  const rest = await fetch(url + file, { headers: { range: 'bytes=100-', 'if-range': tag } })
  expect(Buffer.concat([first, Buffer.from(await rest.arrayBuffer())])).toEqual(whole)
  expect(whole.subarray(-22)).toEqual(last)
  for (const range of ['bytes=0-', `bytes=-${bytes}`, 'bytes=0-9,20-29']) {
    const again = await fetch(url + file, { headers: { range } })
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([410, 'already_downloaded'])
  }
  for (const fields of [{ step: 'send' }, { step: 'download', code }]) {
    const second = await form(path, fields)
    expect([second.status, await second.text()]).toEqual([410, expect.stringContaining('was downloaded already')])
  }
  const entries = (await acme.team.audit.list({ limit: 100 })).data.filter(
    ({ action }) => action === 'access-export.downloaded',
  )
  expect(entries).toHaveLength(1)
}, 40_000)

it('lets one of many redeem, counts tries, and shows staff the file and its places, logged', async () => {
  const { token, request, person } = await released('bo@example.com')
  const nobody = await json('/v1/privacy/exports/codes', { token: `${token.slice(0, 60)}${'x'.repeat(120)}` })
  expect(nobody.status).toBe(404)
  expect((await json('/v1/privacy/exports/codes', { token })).status).toBe(202)
  const code = await codeFor('bo@example.com', 0)
  const all = await Promise.all(
    Array.from({ length: 5 }, () => json('/v1/privacy/exports/redemptions', { token, code })),
  )
  const passes = await Promise.all(all.filter(({ ok }) => ok).map((one) => one.json() as Promise<{ pass: string }>))
  expect(passes).toHaveLength(1)
  for (const one of all.filter(({ ok }) => !ok)) expect([400, 410]).toContain(one.status)

  const { team } = acme
  const detail = await team.privacyRequests.get(request.id)
  expect(detail.export?.kinds).toContainEqual({ collection: 'tickets', done: 1, total: 1 })
  expect((await team.privacyRequests.redactions(request.id)).data.map(({ decision }) => decision)).toContain('remove')
  const taken = await team.privacyRequests.exportFile(request.id)
  expect(taken.bytes).toBe(detail.export?.bytes)
  await taken.chunks.return()
  const { data } = await team.audit.list({ limit: 100 })
  expect(data.find(({ action }) => action === 'access-export.taken')?.actor).toMatchObject({ id: acme.ownerId })

  // A download that runs breaks off with the person: no half file is taken for a whole one.
  const file = `${url}/v1/privacy/exports/file?pass=${passes[0]?.pass}`
  const plan = await team.erasures.plan({ contactId: person.id, mentions: false })
  const { jobId } = await team.erasures.start(plan)
  await atItsPace(running, clock, async () => expect((await team.erasures.get(jobId)).state).toBe('completed'))
  // That there was a file names nobody: there is nothing that staff would have to look at.
  const { certificate } = await team.erasures.get(jobId)
  expect(JSON.parse(certificate?.certificate ?? '{}')).toMatchObject({ scan: { found: 0, mentions: 0 } })
  expect((await fetch(file)).status).toBe(404)
  const page = await fetch(`${url}/v1/privacy/exports?token=${token}`)
  expect([page.status, await page.text()]).toEqual([404, expect.not.stringContaining('Acme')])
  await expect(team.privacyRequests.exportFile(request.id)).rejects.toMatchObject({ code: 'request_not_ready' })
}, 40_000)

it('gives a file to one of many at once, and in whatever parts no more of it than twice', async () => {
  const { token } = await released('cy@example.com')
  await json('/v1/privacy/exports/codes', { token })
  const code = await codeFor('cy@example.com', 0)
  const redeemed = (await (await json('/v1/privacy/exports/redemptions', { token, code })).json()) as {
    pass: string
    bytes: number
  }
  const { pass, bytes } = redeemed
  const get = (range?: string) =>
    fetch(`${url}/v1/privacy/exports/file?pass=${pass}`, range === undefined ? {} : { headers: { range } })

  const begun = await running.sotto.exportLinks.file(pass)
  if ('refused' in begun) throw new Error(begun.refused)
  await begun.chunks.next()
  for (const other of await Promise.all(Array.from({ length: 20 }, () => get())))
    expect([other.status, other.headers.get('retry-after')]).toEqual([429, '60'])
  // It breaks off before anything was taken: whoever comes next begins anew.
  await begun.chunks.return()
  // The server that gave it is killed: nobody says that it broke off.
  await running.sotto.exportLinks.file(pass, { to: bytes - 2 })
  expect((await get()).status).toBe(429)
  clock.advance(61_000)
  const all = await get(`bytes=0-${bytes - 2}`)
  expect([all.status, (await all.arrayBuffer()).byteLength]).toEqual([206, bytes - 1])
  for (const range of [`bytes=0-${bytes - 2}`, 'bytes=1001-', `bytes=0-${bytes - 2}`]) {
    const more = await get(range)
    expect([more.status, ((await more.json()) as { code: string }).code]).toEqual([410, 'already_downloaded'])
  }
  expect((await get('bytes=-22')).status).toBe(206)
}, 40_000)
