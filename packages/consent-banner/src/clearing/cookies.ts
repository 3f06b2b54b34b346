/** Where a cookie is bound to, as far as its policy says. */
interface Bound {
  readonly domain?: string | undefined
  readonly path?: string | undefined
}

/** A cookie may have no name: then it is shown without `=`. */
export const cookieNames = () =>
  new Set(document.cookie.split('; ').flatMap((cookie) => (cookie ? [/^([^=]*)=/.exec(cookie)?.[1] ?? ''] : [])))

/** The page's host and each domain above it; the empty one binds a cookie to the host alone. */
const domainsOf = ({ domain }: Bound) => {
  const parts = location.hostname.split('.')
  return new Set(['', ...parts.map((_, index) => parts.slice(index).join('.')), domain ?? ''])
}

/** The folders above the page. */
const folders = () => {
  const parts = location.pathname.split('/').slice(1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

// A prefixed cookie goes only when told securely, a partitioned one only when told so.
const kinds = ['', ';Secure', ';Secure;SameSite=None;Partitioned']

/** Writes the old way: the other one knows no bounds of domain and path. */
function write(name: string, value: string, seconds: number, path: string, domain: string, more: string) {
  const where = (path && `;Path=${path}`) + (domain && `;Domain=${domain}`)
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${name}=${value};Max-Age=${seconds}${where}${more}`
}

/** All that a cookie of this page can be bound to: each domain above, each path above, with attributes or without. */
export function expireEverywhere(name: string, bound: Bound) {
  const paths = folders().flatMap((folder) => [folder, `${folder}/`])
  for (const domain of domainsOf(bound)) {
    // No path is the folder of the page, and may hold what cannot be written as one.
    for (const path of new Set(['/', bound.path ?? '/', '', ...paths])) {
      for (const kind of kinds) write(name, name ? '' : '-', 0, path, domain, kind)
    }
  }
}

/**
 * Whether a cookie is there that scripts may not see. Browsers do not let them write over one: where a neighbouring name
 * can be written and this one cannot, it is there. What is written for that is gone before anybody else's turn.
 */
export function isHidden(name: string, bound: Bound): boolean {
  const canWrite = (written: string, path: string, domain: string, kind: string) => {
    write(written, '', 9, path, domain, kind)
    const isThere = cookieNames().has(written)
    write(written, '', 0, path, domain, kind)
    return isThere
  }
  const secure = location.protocol === 'https:' || name.startsWith('__') ? kinds.slice(1) : kinds
  return [...domainsOf(bound)].some((domain) =>
    [...new Set(['/', bound.path ?? '/', ...folders()])].some((path) =>
      secure.some((kind) => !canWrite(name, path, domain, kind) && canWrite(`${name}-`, path, domain, kind)),
    ),
  )
}
