import { SottoConnectionError, SottoError, SottoResponseError } from '@sotto/client-sdk'

/** `1 page`, `2 pages`, `1,195 passages`. */
export const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`

/** A size as people say it. */
export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte')
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** The initials of a name, at most two. */
export const initials = (name: string) =>
  name
    .split(/[\s@.]+/)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .slice(0, 2)
    .map((part) => [...part].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
    .join('')
    .toUpperCase()

/** Why something did not work and what to do, for the person who tried. Never what a page or a proxy said. */
export function failureInWords(error: unknown): string {
  if (error instanceof SottoError) {
    if (error.code === 'rate_limited') return `Too many requests. Try again ${inSeconds(error.retryAfter)}.`
    if (error.code === 'forbidden') return 'Your role does not allow that. Ask an admin of the team.'
    if (error.code === 'csrf_failed') return 'You signed in again elsewhere. Load the page again.'
    if (error.code === 'not_found') return 'It is not there any more.'
    if (error.status >= 500) return `${error.problem.title}. Try again in a moment.`
    const [field] = error.fields
    return field
      ? `${sentence(error.problem.detail || error.problem.title)} ${sentence(field.message)}`
      : sentence(error.problem.detail)
  }
  if (error instanceof SottoConnectionError)
    return error.reason === 'timeout'
      ? 'The server did not answer in time. Try again in a moment.'
      : 'The server cannot be reached. Check your connection, then try again.'
  if (error instanceof SottoResponseError)
    return 'The server answered in a form that this page does not know. Load the page again.'
  return 'Something went wrong in this page. Load it again.'
}

export const inSeconds = (seconds: number | undefined) =>
  seconds === undefined || seconds <= 1
    ? 'in a moment'
    : seconds < 90
      ? `in ${seconds} seconds`
      : `in ${Math.ceil(seconds / 60)} minutes`

const sentence = (text: string) => {
  const whole = text.trim().replace(/^./, (first) => first.toUpperCase())
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`
}
