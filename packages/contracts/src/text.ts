import { z } from 'zod'

/** A single line: trimmed, not empty, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters')

/** Several lines: trimmed, not empty, without control characters other than line breaks and tabs. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), 'must not contain control characters')

/**
 * A text as it was on a screen, taken letter by letter, also empty. Half a character (a surrogate without its pair) cannot
 * be written in UTF-8, so nothing that holds one could be hashed or signed.
 */
export const verbatim = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cs}*$/u, 'must not hold half a character (a surrogate without its pair)')

/** A language tag (BCP 47), such as `de` or `pt-BR`. */
export const languageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as de or pt-BR')

const mailbox = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+"
const domainLabel = '(?!-)[\\p{L}\\p{M}\\p{N}-]{1,63}(?<!-)'
const topLabel = '(?:(?=\\p{L})[\\p{L}\\p{M}]{2,63}|xn--[a-z0-9-]{2,59})'
const addressPattern = new RegExp(`^${mailbox}(?:\\.${mailbox})*@(?:${domainLabel}\\.)+${topLabel}$`, 'iu')

/**
 * An e-mail address, with letters of any language on both sides of the @ (RFC 6531): trimmed, in the form NFKC, at most
 * 254 characters (RFC 5321). Case stays as it was typed. An address in quotes, and a number for a domain, is none here.
 */
export const emailAddress = z
  .string()
  .trim()
  // The full stop of Chinese and Japanese, as UTS 46 reads it; NFKC makes the ordinary one of the others.
  .overwrite((typed) => typed.normalize('NFKC').replaceAll('\u3002', '.'))
  .max(254, 'must have at most 254 characters')
  .regex(addressPattern, 'must be an e-mail address such as ada@example.com')
  .meta({ format: 'idn-email' })

/** A telephone number as it was typed; the server checks it and keeps the E.164 form. */
export const phoneNumber = z
  .string()
  .trim()
  .min(3)
  .max(40)
  .regex(/^\+?[0-9 ()./-]+$/, 'must be a telephone number, best with country code, such as +44 7700 900168')

/** An instant, ISO 8601 with offset. */
export const instant = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with offset, such as 2026-05-03T09:30:00Z',
})

/** An IANA time zone that this runtime knows, such as `Europe/London`. */
export const timezone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'must be an IANA time zone such as Europe/London')

/** Scheme, host and port of a website. */
export const webOrigin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/i, 'must be an origin such as https://www.example.com, without path')
