import { getDomain } from 'tldts'

/**
 * The site that an address belongs to: the registrable domain, private suffixes such as github.io included. An address
 * without a domain (localhost, 127.0.0.1) is its host with the port, since there ports stand for hosts. Null for what
 * has no host (data:, blob:, about:).
 */
export function siteOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, hostname } = new URL(address)
  if (!/^(https?|wss?):$/.test(protocol) || host === '') return null
  return getDomain(hostname, { allowPrivateDomains: true }) ?? host
}

/** The same for the domain of a cookie, which has no port: on localhost a cookie belongs to all ports. */
export function cookieSiteOf(domain: string): string {
  const bare = domain.replace(/^\./, '').toLowerCase()
  return getDomain(bare, { allowPrivateDomains: true }) ?? bare
}

export const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : '')

/** An address without what may name a person: no credentials, no fragment, and of the query only the names. */
export function withoutValues(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 200)
  const url = new URL(address)
  if (url.protocol === 'data:') return 'data:'
  const names = [...new Set(url.searchParams.keys())].slice(0, 12).map((name) => `${encodeURIComponent(name)}=…`)
  return `${url.protocol}//${url.host}${url.pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`.slice(0, 300)
}
