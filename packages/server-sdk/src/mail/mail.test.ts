import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { JobRunner } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { makeTeam, startTestSotto, type TestSotto, testClock } from '../testing/index.ts'
import {
  discardMails,
  enqueueMail,
  type Mail,
  type MailTransport,
  mailHandler,
  mailKind,
  mails,
  smtp,
} from './index.ts'
import { htmlOf, linked } from './mail.ts'
import { startMailServer, type TestMailServer } from './testing/mail-server.ts'

const clock = testClock()
const from = { name: 'Sotto', address: 'no-reply@sotto.example' }
const said: string[] = []
const logger = {
  info: (...args: unknown[]) => void said.push(JSON.stringify(args)),
  warn: (...args: unknown[]) => void said.push(JSON.stringify(args)),
  error: (...args: unknown[]) => void said.push(JSON.stringify(args)),
}
let running: TestSotto
let scope: TeamScope
let server: TestMailServer
let runner: JobRunner | undefined

beforeAll(async () => {
  server = await startMailServer()
  running = await startTestSotto({ now: clock.now, runJobs: false })
  const { teamId } = await makeTeam(running.sotto)
  scope = running.sotto.system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
})
afterAll(async () => {
  await running.close()
  await server.close()
})
beforeEach(() => {
  server.received.length = 0
  server.refusals.length = 0
  said.length = 0
})
afterEach(() => runner?.stop())

/** An instance that sends mail. */
function sending(transport: MailTransport = smtp(`smtp://127.0.0.1:${server.port}`)): JobRunner {
  const handlers = new Map([[mailKind, mailHandler({ transport, from })]])
  runner = new JobRunner({ system: running.sotto.system, handlers, logger })
  runner.start()
  return runner
}

const mail = (more: Partial<Mail> = {}): Mail => ({
  to: 'ada@example.com',
  subject: 'Your code',
  text: 'Your code is 123456.',
  kind: 'one-time-code',
  ...more,
})
const read = (id: string) => scope.collection(mails).get(id)
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 10_000, interval: 20 })
const ended = (id: string, state: string) => until(async () => expect((await read(id)).state).toBe(state))

describe('a mail', () => {
  it('goes to a real server, in two parts, with what a mail needs', async () => {
    sending()
    const text = 'Größe “L” – zwei Zeilen,\nund ein Link: https://example.com/a?b=1&c=2.\n\n<b>Nicht fett.</b>'
    const { id } = await enqueueMail(
      scope,
      mail({ subject: 'Ihr Rad 🚲 ist fertig', text, sender: 'Kestrel, "Cycles"', replyTo: 'shop@example.com' }),
    )
    await ended(id, 'sent')
    const [got] = server.received
    expect(got).toMatchObject({ from: from.address, to: ['ada@example.com'] })
    const source = got?.source ?? ''
    const header = source.slice(0, source.indexOf('\r\n\r\n'))
    expect(header).toMatch(/^From: "Kestrel, \\"Cycles\\"" <no-reply@sotto\.example>$/m)
    expect(header).toMatch(/^To: ada@example\.com$/m)
    expect(header).toMatch(/^Reply-To: shop@example\.com$/m)
    expect(header).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(header).toContain(`Message-ID: <${id}@sotto.example>`)
    expect(header).toMatch(/^Date: Sun, 03 May 2026 09:00:\d\d \+0000$/m)
    expect(header).toMatch(/^Auto-Submitted: auto-generated$/m)
    expect(header).toMatch(/^Content-Type: multipart\/alternative;/m)
    expect(header).not.toMatch(/List-Unsubscribe/)
    for (const line of source.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998)
    expect(source).toMatch(/Content-Type: text\/plain; charset=utf-8/)
    expect(source).toMatch(/Content-Type: text\/html; charset=utf-8/)
    const stored = await read(id)
    expect(stored.text).toBe(text)
    expect(stored.html).toContain('<a href="https://example.com/a?b=1&amp;c=2">')
    expect(stored.html).toContain('&lt;b&gt;Nicht fett.')
  })

  it('can be ended with one click, where it says how', async () => {
    sending()
    const { id } = await enqueueMail(scope, mail({ unsubscribe: 'https://sotto.example/u/abc', kind: 'digest' }))
    await ended(id, 'sent')
    expect(server.received[0]?.source).toMatch(
      /^List-Unsubscribe: <https:\/\/sotto\.example\/u\/abc>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m,
    )
  })

  it('has no value that begins another header', async () => {
    const breaks = ['\r\nBcc: eve@example.com', '\nBcc: eve@example.com', '\r', '\0', '\u2028', '\u0085']
    for (const end of breaks)
      for (const wrong of [
        { subject: `Hello${end}` },
        { to: `ada@example.com${end}` },
        { sender: `Acme${end}` },
        { replyTo: `shop@example.com${end}` },
        { unsubscribe: `https://sotto.example/${end}` },
      ])
        await expect(enqueueMail(scope, mail(wrong)), JSON.stringify(wrong)).rejects.toMatchObject({
          code: 'invalid_request',
        })
    for (const wrong of [
      { to: 'ada@example.com, eve@example.com' },
      { to: 'Ada <ada@example.com>' },
      { subject: '' },
      { text: 'bell \u0007' },
      { unsubscribe: 'http://sotto.example/' },
      { unsubscribe: 'mailto:ada@example.com' },
      { kind: 'Code for Ada' },
      { bcc: 'eve@example.com' },
    ])
      await expect(enqueueMail(scope, mail(wrong))).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await scope.collection(mails).count({ state: 'waiting' })).toBe(0)
  })

  it('is text in the HTML made of it, whatever was written', () => {
    const pieces = fc.constantFrom('https://a.example/', 'http://', '<', '>', '"', "'", '&', '</a>', '\n', '.', ' ')
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        const bare = linked(text).replaceAll(/<a href="[^"<>]*">|<\/a>/g, '')
        expect(bare).not.toMatch(/[<>"]/)
      }),
      { numRuns: process.env.SOTTO_LONG ? 5000 : 300 },
    )
    expect(htmlOf('One.\r\n\r\nTwo\nlines.')).toContain('<p>One.</p>\n<p>Two<br>\nlines.</p>')
    expect(linked('(see https://a.example/x).')).toBe('(see <a href="https://a.example/x">https://a.example/x</a>).')
  })
})

describe('the outbox', () => {
  it('holds a mail if its transaction commits, and not otherwise', async () => {
    const before = await scope.collection(mails).count()
    await expect(
      scope.transaction(async (inside) => {
        await enqueueMail(inside, mail())
        throw new Error('on second thoughts')
      }),
    ).rejects.toThrow('on second thoughts')
    expect(await scope.collection(mails).count()).toBe(before)
  })

  it('keeps nothing of it in the clear, and says nothing of it in the log', async () => {
    sending()
    server.refusals.push(451, 550)
    const { id } = await enqueueMail(scope, mail({ to: 'very.private@example.com', subject: 'Secret subject' }))
    const stored = await running.client.db(running.database).collection<{ _id: string }>('mails').findOne({ _id: id })
    expect(JSON.stringify(stored)).not.toMatch(/private|Secret|123456/)
    await until(() => expect(said.join()).toMatch(/will be tried again/))
    clock.advance(2000)
    runner?.kick()
    await ended(id, 'failed')
    expect(said.join()).toMatch(/a job failed/)
    expect(said.join()).not.toMatch(/private|Secret|123456|no such user/)
  })

  it('tries again what may pass, with the same Message-ID', async () => {
    sending()
    server.refusals.push(451)
    const { id } = await enqueueMail(scope, mail())
    await until(() => expect(said.join()).toMatch(/will be tried again/))
    expect((await read(id)).state).toBe('waiting')
    clock.advance(2000)
    runner?.kick()
    await ended(id, 'sent')
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.source).toContain(`<${id}@sotto.example>`)
  })

  it('gives up what is refused for good, what is too late, and what nobody takes for hours', async () => {
    const down: MailTransport = {
      description: 'down',
      send: async () => {
        throw new Error('connection refused by ada@example.com')
      },
    }
    sending(down)
    const late = await enqueueMail(scope, mail({ until: new Date(clock.now().getTime() + 60_000) }))
    const never = await enqueueMail(scope, mail())
    let passes = 0
    await vi.waitFor(
      async () => {
        clock.advance(3_600_000)
        passes += 1
        runner?.kick()
        expect([(await read(late.id)).state, (await read(never.id)).state]).toEqual(['failed', 'failed'])
      },
      { timeout: 20_000, interval: 30 },
    )
    expect(passes).toBeGreaterThan(10)
    expect((await read(late.id)).problem).toMatch(/no use any more/)
    expect((await read(never.id)).problem).toMatch(/no mail server took it/)

    await runner?.stop()
    sending()
    server.refusals.push(550)
    const { id } = await enqueueMail(scope, mail())
    await ended(id, 'failed')
    expect((await read(id)).problem).toBe('The receiving mail server refused it (550).')
  })

  it('forgets a mail a day after it ended, with its key, and keeps what waits', async () => {
    sending()
    const sent = await enqueueMail(scope, mail())
    await ended(sent.id, 'sent')
    await runner?.stop()
    const waits = await enqueueMail(scope, mail())
    const { unit } = (await scope.collection(mails).findOne({ id: sent.id })) ?? {}
    const day = 24 * 3_600_000
    clock.advance(day - 60_000)
    await running.sotto.system.sweep(mails, new Date(clock.now().getTime() - day))
    expect(await scope.collection(mails).findById(sent.id)).not.toBeNull()
    clock.advance(120_000)
    await running.sotto.system.sweep(mails, new Date(clock.now().getTime() - day))
    expect(await scope.collection(mails).findById(sent.id)).toBeNull()
    expect((await scope.unitKeys([unit as string])).size).toBe(0)
    expect((await read(waits.id)).state).toBe('waiting')
  })

  it('discards what concerns a person', async () => {
    const waits = await enqueueMail(scope, mail({ concerns: 'con_ada' }))
    const other = await enqueueMail(scope, mail({ concerns: 'con_bo' }))
    expect(await discardMails(scope, 'con_ada')).toBe(1)
    expect(await scope.collection(mails).findById(waits.id)).toBeNull()
    sending()
    await ended(other.id, 'sent')
    // The job of the discarded one found nothing to send.
    expect(server.received.map(({ to }) => to)).not.toHaveLength(0)
    expect(server.received.some(({ source }) => source.includes(waits.id))).toBe(false)
  })

  it('is open to a developer where nothing is sent', async () => {
    clock.advance(1000)
    const { id } = await enqueueMail(scope, mail({ subject: 'Look at me' }))
    expect(await running.sotto.outbox?.find(id)).toMatchObject({ id, subject: 'Look at me', to: 'ada@example.com' })
    const [newest] = (await running.sotto.outbox?.list()) ?? []
    expect(newest?.id).toBe(id)
    expect(await running.sotto.outbox?.find('mail_none')).toBeNull()
    const outside = await running.another({ mail: { transport: smtp('smtp://localhost'), from } })
    expect(outside.outbox).toBeNull()
  })
})

describe('SMTP', () => {
  const one = () => ({
    messageId: 'm@sotto.example',
    date: new Date(0),
    from,
    to: 'ada@example.com',
    replyTo: null,
    subject: 'Hello',
    text: 'Hello.',
    html: '<p>Hello.</p>',
    headers: {},
  })
  const send = (address: string, signal = AbortSignal.timeout(10_000)) => smtp(address).send(one(), signal)

  it('uses TLS where it is offered, signs in, and passes no password on', async () => {
    const secure = await startMailServer({
      authOptional: false,
      disabledCommands: [],
      onAuth: ({ username, password }, _session, done) =>
        username === 'user@example.com' && password === 'pass:word'
          ? done(null, { user: username })
          : done(new Error(`wrong password ${password}`)),
    })
    await send(`smtp://user%40example.com:pass%3Aword@127.0.0.1:${secure.port}`)
    expect(secure.received[0]?.secure).toBe(true)
    const error = await send(`smtp://user%40example.com:not-this@127.0.0.1:${secure.port}`).catch((thrown) => thrown)
    // A wrong password is the operator's to mend; the mail is not at fault.
    expect(error).toMatchObject({ name: 'MailEAUTHError', message: expect.stringMatching(/EAUTH 535/) })
    expect(`${error.message}${error.stack}`).not.toMatch(/not-this|user@example/)
    expect(error.cause).toBeUndefined()
    await secure.close()
  })

  it('sends nothing in the clear to another machine', async () => {
    const error = await send(`smtp://127.0.0.1:${server.port}?requireTLS=true`).catch((thrown) => thrown)
    expect(error.name).toMatch(/^MailE\w+Error$/)
    expect(server.received).toEqual([])
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(send(`smtp://127.0.0.1:${server.port}`, stop.signal)).rejects.toThrow(/EABORT/)
    await expect(send('smtp://127.0.0.1:1')).rejects.toThrow(/could not be used/)
  })

  it('refuses addresses that it cannot use, and quotes nothing of them', () => {
    for (const address of ['mail.example.com', 'http://secret@x', 'smtp://', 'smtp://h/secret', 'smtp://h?secret=1']) {
      expect(() => smtp(address)).toThrow(TypeError)
      expect(() => smtp(address)).not.toThrow(/secret/)
    }
    expect(smtp('smtps://user:secret@mail.example.com').description).toBe('SMTP mail.example.com:465')
    expect(smtp('smtp://mail.example.com').description).toBe('SMTP mail.example.com:587')
  })
})
