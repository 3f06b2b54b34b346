import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Who hands over the text messages that people send, and how it is known that it was them.
 * - `twilio`: as Twilio posts an incoming message, signed with the auth token of the account (`X-Twilio-Signature`)
 * - `form`: any other software that posts a form with `from`, `text` and `id`, signed as Twilio does it, with HMAC-SHA-256
 *   in hex, in the header `X-Signature` or the field `signature`, which is not signed itself
 *
 * While a secret is replaced, both may be given.
 */
export interface SmsGateway {
  protocol: 'twilio' | 'form'
  secret: string | readonly string[]
}

/** The gateway of a team; `null` where it has none. */
export type SmsGateways =
  | SmsGateway
  | ((team: { id: string; slug: string }) => SmsGateway | null | Promise<SmsGateway | null>)

/** A form as somebody else's software posted it. */
export interface PostedForm {
  /** All fields, also those that nobody knows, in the order in which they came. */
  fields: readonly (readonly [name: string, value: string])[]
  /** Path and query below the place where the router is mounted. */
  url: string
  header(name: string): string | null
}

export interface IncomingMessage {
  from: string
  text: string
  /** What the gateway calls the message. */
  id: string
  /** The gateway itself takes it as a wish to hear nothing more. */
  isOptOut: boolean
}

const shortestSecret = 16

/** @throws TypeError for a secret that is too short to be one */
export function checkedGateway(gateway: SmsGateway): SmsGateway {
  const secrets = [gateway.secret].flat()
  if (secrets.length === 0 || secrets.some((secret) => secret.length < shortestSecret))
    throw new TypeError(`the secret of an SMS gateway must have at least ${shortestSecret} characters`)
  return gateway
}

/** What is signed: the address, then each name with its values, by name; a value that comes twice counts once. */
function signedText(url: string, fields: PostedForm['fields']): string {
  const values = new Map<string, Set<string>>()
  for (const [name, value] of fields) values.set(name, (values.get(name) ?? new Set()).add(value))
  const names = [...values.keys()].sort()
  return (
    url +
    names
      .map((name) =>
        [...(values.get(name) ?? [])]
          .sort()
          .map((value) => name + value)
          .join(''),
      )
      .join('')
  )
}

/** The addresses that a gateway may mean: it may write the port that goes without saying, and leave out another. */
function addressesOf(publicUrl: string, path: string): string[] {
  const [whole, origin = '', rest = ''] = /^(https?:\/\/[^/]+)(.*)$/.exec(publicUrl + path) ?? [publicUrl + path]
  const withoutPort = origin.replace(/:\d+$/, '')
  const port = origin.startsWith('https:') ? 443 : 80
  return [...new Set([whole, withoutPort + rest, `${withoutPort}:${port}${rest}`])]
}

const isSame = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other)

/** Whether a form was signed by the gateway: with one of its secrets, for this address. */
export function isSigned({ protocol, secret }: SmsGateway, publicUrl: string, form: PostedForm): boolean {
  const isTwilio = protocol === 'twilio'
  const fieldOf = (name: string) => form.fields.find(([known]) => known === name)?.[1] ?? null
  const given = isTwilio ? form.header('x-twilio-signature') : (form.header('x-signature') ?? fieldOf('signature'))
  if (!given) return false
  const fields = isTwilio ? form.fields : form.fields.filter(([name]) => name !== 'signature')
  const sent = Buffer.from(given.trim(), isTwilio ? 'base64' : 'hex')
  let matches = false
  for (const one of [secret].flat())
    for (const address of addressesOf(publicUrl, form.url)) {
      const made = createHmac(isTwilio ? 'sha1' : 'sha256', one)
        .update(signedText(address, fields), 'utf8')
        .digest()
      matches = isSame(sent, made) || matches
    }
  return matches
}

/** The signature of a form, as whoever posts one with the protocol `form` makes it: HMAC-SHA-256 in hex. */
export const formSignature = (secret: string, url: string, fields: PostedForm['fields']): string =>
  createHmac('sha256', secret).update(signedText(url, fields), 'utf8').digest('hex')

/** The message in a form; `null` where it has none, such as a report of a delivery. */
export function messageIn({ protocol }: SmsGateway, { fields }: PostedForm): IncomingMessage | null {
  const all = new Map(fields)
  const [from, text, id] =
    protocol === 'twilio'
      ? [all.get('From'), all.get('Body'), all.get('MessageSid') ?? all.get('SmsSid')]
      : [all.get('from'), all.get('text'), all.get('id')]
  if (!from || text === undefined || !id) return null
  // Twilio names other channels before the number: `whatsapp:+447700900168`.
  const number = protocol === 'twilio' ? from.replace(/^[a-z]+:/, '') : from
  return { from: number.trim(), text, id, isOptOut: protocol === 'twilio' && all.get('OptOutType') === 'STOP' }
}
