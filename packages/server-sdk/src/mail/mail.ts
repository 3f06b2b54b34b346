import { emailAddress } from '@sotto/contracts'
import { z } from 'zod'

/** Control characters, and the two separators of lines that are none: what would begin another header. */
const unprintable = /[\p{Cc}\u2028\u2029]/u
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => !unprintable.test(text), 'must be one line')

/** Text may have lines and tabs, and nothing else that cannot be seen. */
const body = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), 'must have no control characters')

const address = line(254).pipe(emailAddress)

export const mailInput = z
  .strictObject({
    to: address,
    subject: line(200),
    text: body(100_000),
    html: body(500_000).optional(),
    kind: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'must be a word such as one-time-code'),
    sender: line(100).optional(),
    replyTo: address.optional(),
    unsubscribe: line(2000)
      .refine((url) => URL.parse(url)?.protocol === 'https:', 'must be an address that begins with https://')
      .optional(),
    concerns: z.string().max(100).optional(),
    until: z.date().optional(),
    purpose: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a purpose such as marketing-email')
      .optional(),
  })
  .refine(({ kind, purpose }) => (kind === 'marketing') === (purpose !== undefined), {
    path: ['purpose'],
    message: 'must be told for mail of the kind marketing, and for no other',
  })
  .refine(({ purpose, concerns }) => purpose === undefined || concerns?.startsWith('con_'), {
    path: ['concerns'],
    message: 'must be the id of the contact who permits it',
  })
  .refine(({ purpose, unsubscribe }) => purpose === undefined || unsubscribe === undefined, {
    path: ['unsubscribe'],
    message: 'must be left out: mail of the kind marketing gets a link of its own',
  })

/** A mail to one person. */
export interface Mail {
  /** One address. */
  to: string
  /** One line, at most 200 characters. */
  subject: string
  /** Plain words, at most 100,000 characters: what everybody can read. */
  text: string
  /** Default: the text in paragraphs, its addresses made links. At most 500,000 characters. */
  html?: string
  /**
   * What it is, as a word of small letters and hyphens: `one-time-code`, `checkpoint`. It stands in the clear. Mail of the
   * kind `marketing` names a `purpose`, and leaves only if the contact permits it at that moment.
   */
  kind: string
  /** What an advertising mail is for, such as `marketing-email`. Needs `concerns`: the contact. */
  purpose?: string
  /** The name before the server's own address, such as the team's. Default: the server's */
  sender?: string
  /** Where answers go. */
  replyTo?: string
  /**
   * Where a mail program ends such mails with one click (RFC 8058): an `https` address that takes a POST without a cookie.
   * For what nobody needs; never for a code or a confirmation. Mail of the kind `marketing` gets one by itself.
   */
  unsubscribe?: string
  /** The id of the person whom it concerns, so that it can be discarded with them. */
  concerns?: string
  /** From then on it is of no use and is not sent any more. Default: it is tried for about nine hours */
  until?: Date
}

/** The text as HTML without any style: paragraphs, lines and links. */
export function htmlOf(text: string): string {
  const paragraphs = text
    .trim()
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => `<p>${linked(paragraph).replaceAll(/\r?\n/g, '<br>\n')}</p>`)
  return `<!doctype html>\n<html><body>\n${paragraphs.join('\n')}\n</body></html>\n`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Escaped text with its web addresses as links; what ends a sentence is not part of one. */
export function linked(text: string): string {
  let html = ''
  let end = 0
  for (const { 0: found, index } of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    let length = found.length
    while ('.,;:!?)]'.includes(found.charAt(length - 1))) length -= 1
    const url = found.slice(0, length)
    html += `${escaped(text.slice(end, index))}<a href="${escaped(url)}">${escaped(url)}</a>`
    end = index + url.length
  }
  return html + escaped(text.slice(end))
}
