import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { MailRefusedError, type MailTransport } from './transport.ts'

/** How long a server may take for a connection, its greeting, and each of its answers, in milliseconds. */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }
const switches = ['requireTLS'] as const

/**
 * Mail through an SMTP server: `smtps://user:password@mail.example.com` (TLS from the start, port 465) or `smtp://…`
 * (port 587, TLS by STARTTLS). A server that offers no TLS is not used, unless it is on this machine or the address ends
 * in `?requireTLS=false`: what is in a mail concerns people.
 *
 * A refusal with a code from 500 on is for good; whatever else goes wrong is tried again.
 *
 * @throws TypeError for an address that cannot be used; its message quotes nothing of it
 */
export function smtp(address: string): MailTransport {
  const url = URL.parse(address)
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname || url.hash || !/^\/?$/.test(url.pathname))
    throw new TypeError('The address of the mail server must be one such as smtp://user:password@mail.example.com:587.')
  for (const name of url.searchParams.keys())
    if (!switches.includes(name as (typeof switches)[number]))
      throw new TypeError('The address of the mail server takes ?requireTLS=false and nothing else.')
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const near = isThisMachine(host)
  const requireTLS = !secure && (url.searchParams.get('requireTLS') ?? String(!near)) !== 'false'
  const port = Number(url.port) || (secure ? 465 : 587)
  const transporter = createTransport({
    ...patience,
    host,
    port,
    secure,
    requireTLS,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    // A certificate names no machine that is only reached from itself.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !(near && !requireTLS && !secure) },
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  return {
    description: `SMTP ${host}:${port}`,
    async send(mail, signal) {
      try {
        await transporter.sendMail({
          from: mail.from,
          to: { name: '', address: mail.to },
          ...(mail.replyTo ? { replyTo: { name: '', address: mail.replyTo } } : {}),
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.messageId}>`,
          date: mail.date,
          headers: { ...mail.headers },
          signal,
        })
      } catch (error) {
        throw forGood(error) ?? failed(error)
      }
    },
  }
}

interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
}

/** A refusal of sender, receiver or content. That of a password or of TLS is the operator's to mend, and passes. */
function forGood(error: unknown): MailRefusedError | undefined {
  const { code, responseCode = 0 } = error as SmtpError
  if (responseCode < 500 || !['EENVELOPE', 'EMESSAGE'].includes(code ?? '')) return undefined
  return new MailRefusedError(`The receiving mail server refused it (${responseCode}).`)
}

/** What is known of a failure without what was said: servers quote addresses. */
function failed(error: unknown): Error {
  const { code = 'unknown', responseCode } = error as SmtpError
  const made = new Error(`The mail server could not be used (${[code, responseCode].filter(Boolean).join(' ')}).`)
  made.name = `Mail${code}Error`
  return made
}

const isThisMachine = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
