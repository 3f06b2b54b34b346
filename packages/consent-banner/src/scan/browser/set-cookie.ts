/** A Set-Cookie line, or what a script wrote to document.cookie, read as RFC 6265bis says. */
export interface CookieLine {
  readonly name: string
  readonly value: string
  /** Without a leading dot; null where the host alone is meant. */
  readonly domain: string | null
  readonly path: string | null
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: string | null
  /** Seconds until expiry; null for a session; zero or less deletes. */
  readonly lifetime: number | null
}

/** Reads one line at the time `now` (milliseconds). Null for a line that no browser takes for a cookie. */
export function readCookieLine(line: string, now: number): CookieLine | null {
  const [pair = '', ...attributes] = line.split(';')
  const equals = pair.indexOf('=')
  const name = (equals < 0 ? '' : pair.slice(0, equals)).trim()
  const value = (equals < 0 ? pair : pair.slice(equals + 1)).trim()
  if (name === '' && value === '') return null
  const read = new Map<string, string>()
  for (const attribute of attributes) {
    const [key = '', ...rest] = attribute.split('=')
    read.set(key.trim().toLowerCase(), rest.join('=').trim())
  }
  return {
    name,
    value,
    domain: read.get('domain')?.replace(/^\./, '').toLowerCase() || null,
    path: read.get('path')?.startsWith('/') ? (read.get('path') ?? null) : null,
    secure: read.has('secure'),
    httpOnly: read.has('httponly'),
    sameSite: read.get('samesite')?.toLowerCase() || null,
    lifetime: lifetimeOf(read.get('max-age'), read.get('expires'), now),
  }
}

function lifetimeOf(maxAge: string | undefined, expires: string | undefined, now: number): number | null {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge)
  if (expires === undefined) return null
  const at = Date.parse(expires.replace(/-(?=[A-Za-z]{3}-|\d{2,4}\s)/g, ' '))
  return Number.isNaN(at) ? null : Math.round((at - now) / 1000)
}
