/**
 * The origin of what somebody typed: `example.com/shop` is `https://example.com`.
 *
 * @returns `null` where it names no website
 */
export function originOf(typed: string): string | null {
  const text = typed.trim()
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+:\d+/.test(text) ? text : `https://${text}`
  if (!text || !URL.canParse(address)) return null
  const { protocol, hostname, origin } = new URL(address)
  const named = hostname === 'localhost' || hostname.includes('.')
  // What the contract takes: IPv6 addresses are not among it.
  return (protocol === 'https:' || protocol === 'http:') && named && /^[a-z0-9.-]+$/.test(hostname) ? origin : null
}
