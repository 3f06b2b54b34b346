import { isIPv4, isIPv6 } from 'node:net'
import { plainAddress, spelled } from '../../../keys/index.ts'
import { byPattern, type Detector } from './identifier.ts'

const lower = (value: string) => value.toLowerCase()

const emailPattern =
  /("[^"\n]{1,64}"|[\p{L}\p{N}\p{M}._%+'’&~#!$*/=?^`{|}-]{1,64})(?:[@＠]|%40)(?:(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}\p{M}-]{2,63}|\[[\d.:a-f]{3,45}\])/giu

/** How much of what stands before the @ is Markdown, a quote or a parameter's name, where a mailbox is left then. */
function wrapping(local: string): number {
  const wrapped = /^(?:.*[=/?&|{}`*^#])?[^\p{L}\p{N}]*(?=[\p{L}\p{N}])/u.exec(local)
  return wrapped?.[0].length ?? 0
}

const label = String.raw`[\p{L}\p{N}-]{1,63}`
const written = (at: string, dot: string) =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])[\p{L}\p{N}._+-]{1,64}${at}${label}(?:${dot}${label}){0,3}${dot}\p{L}[\p{L}-]{1,62}(?![\p{L}\p{N}])`,
    'dgiu',
  )

/**
 * Plain, percent-encoded, with words for its signs or room around them: `ada@example.com`, `ada%40example.com`,
 * `ada (at) example dot com`, `ada @ example . com`.
 */
export const emailAddresses: Detector[] = [
  function* (text) {
    for (const match of text.matchAll(emailPattern)) {
      const local = match[1] ?? ''
      const end = match.index + match[0].length
      const start = local.startsWith('"') ? match.index : match.index + wrapping(local)
      yield { kind: 'EMAIL', start, end, key: lower(text.slice(start, end)).replace('%40', '@') }
    }
  },
  byPattern(
    'EMAIL',
    written(spelled.at, spelled.spacedDot),
    // " at " alone is English: only with a spelled-out dot, or in brackets.
    (value) => !/\sat\s/i.test(value) || /\sat\s(?!(?:an?|the|this|that|these|those)\s).*\bdot\b/i.test(value),
    (value) => lower(plainAddress(value)),
  ),
  // An @ is also a word: "it @ example.com" names nobody.
  byPattern(
    'EMAIL',
    written(`(?:${spelled.spacedAt}|@)`, spelled.spacedDot),
    (value) => /\s/.test(value),
    (value) => lower(plainAddress(value)),
    { mayBeWords: true },
  ),
]

const addressPattern = /\b(?:https?|ftp|wss?):\/\/[^\s<>"'“”]+[^\s<>"'“”.,;:!?)\]}*_`]/dgiu
const secretParameter = /[?&#][^=&]*(?:mail|user|name|token|key|session|auth|phone|account|id|code)[^=&]*=[^&]+/i
const profilePath =
  /\/(?:~|@|u|user|users|profile|profiles|people|in|members?|account|accounts|customers?|contacts?|orders?)\b\/?[^/?#]+/i
const socialHost =
  /(?:^|\.)(?:facebook|instagram|twitter|x|tiktok|github|gitlab|linkedin|xing|t|threads|bsky|snapchat|pinterest|reddit|strava)\.(?:com|me|net|app|org)$/

/** Web addresses that name a person or carry a credential: user part, profile, token or id in the query. */
export const personalUrls: Detector[] = [
  byPattern('URL', addressPattern, (value) => {
    if (!URL.canParse(value)) return true
    const url = new URL(value)
    if (url.username || url.password) return true
    if (secretParameter.test(url.search) || secretParameter.test(url.hash)) return true
    if (profilePath.test(url.pathname) || /\/[~@][^/]+/.test(url.pathname)) return true
    return socialHost.test(url.hostname) && url.pathname.length > 1
  }),
  byPattern(
    'URL',
    /(?<![\p{L}\p{N}@.])(?:(?:www\.)?(?:facebook|instagram|twitter|tiktok|github|linkedin|xing|strava)\.com|t\.me)\/[^\s<>"']*[\p{L}\p{N}/]/dgiu,
  ),
  byPattern(
    'HANDLE',
    /(?<![\p{L}\p{N}@._%+/-])(?<value>@[\p{L}\p{N}_][\p{L}\p{N}_.]{1,38}[\p{L}\p{N}_])(?![\p{L}\p{N}@])/dgu,
  ),
]

export const networkAddresses: Detector[] = [
  byPattern('IP', /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/dgu, (value) => isIPv4(value)),
  function* (text) {
    for (const match of text.matchAll(/(?<![\p{L}\p{N}.])[\da-f]*:[\da-f]*:[\da-f:.]*(?![\p{L}\p{N}])/giu)) {
      let value = match[0]
      // A colon or a full stop of the sentence may follow.
      while (/[:.]$/.test(value) && !isIPv6(value)) value = value.slice(0, -1)
      if (value.length > 2 && isIPv6(value)) {
        yield { kind: 'IP', start: match.index, end: match.index + value.length, key: lower(value) }
      }
    }
  },
  byPattern('MAC', /(?<![\p{L}\p{N}:-])[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?![\p{L}\p{N}:-])/dgiu),
  byPattern(
    'LOCATION',
    /(?<![\p{L}\p{N}.])[-+]?\d{1,3}\.\d{4,}°?\s?[NS]?\s?[,;/ ]\s?[-+]?\d{1,3}\.\d{4,}°?\s?[EWO]?(?![\p{N}])/dgu,
  ),
]

/** Keys, session tokens, wallets, UUIDs: long, and of letters and digits both. */
export const tokens: Detector[] = [
  byPattern('TOKEN', /-----BEGIN [A-Z ]+-----[\s\S]{1,8000}?-----END [A-Z ]+-----/dgu),
  byPattern(
    'TOKEN',
    /(?<![\p{L}\p{N}_-])(?:eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?:sk|pk|rk|ghp|gho|glpat|xox[abp]|whsec|AKIA)[_-]?[\w-]{12,})/dgu,
  ),
  byPattern('TOKEN', /(?<![\p{L}\p{N}_/.-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}(?![\p{L}\p{N}_-])/dgiu, (value) => {
    const digits = value.replace(/\D/g, '').length
    return digits >= 4 && !/^[a-z]+(?:-[a-z]+)+-\d{1,4}$/i.test(value)
  }),
]
