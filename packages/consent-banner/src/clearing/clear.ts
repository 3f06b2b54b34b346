import type { ConsentPolicy, ConsentService } from '../policy/policy.ts'

export interface Trace {
  readonly service: string
  readonly kind: 'cookie' | 'local' | 'session' | 'indexed-db' | 'cache'
  readonly name: string
}

/**
 * Why a trace is still there.
 * - `http-only`: no script may see or delete it; a server has to
 * - `other-domain`: it belongs to another site, which alone can delete it
 * - `other-path`: it may lie below a path whose pages alone can see whether it is gone
 * - `in-use`: another tab has it open
 * - `refused`: the browser did not delete it
 */
export type Reason = 'http-only' | 'other-domain' | 'other-path' | 'in-use' | 'refused'

/** What was deleted, and what could not be. */
export interface ClearingReport {
  readonly removed: readonly Trace[]
  readonly left: readonly (Trace & { readonly reason: Reason })[]
}

const matcher = (pattern: string) => RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

const cookieNames = () => document.cookie.split('; ').map((cookie) => cookie.split('=')[0] as string)

/** All that a cookie of this page can be bound to: each domain above, each path above, with attributes or without. */
function expireEverywhere(name: string, domain: string | undefined, path: string | undefined) {
  const { hostname, pathname } = location
  const parts = hostname.split('.')
  const domains = ['', ...parts.map((_, index) => parts.slice(index).join('.')), domain ?? '']
  const folders = pathname.split('/').slice(1)
  const paths = folders.flatMap((_, index) => {
    const above = `/${folders.slice(0, index + 1).join('/')}`
    return [above, `${above}/`]
  })
  for (const where of new Set(domains)) {
    for (const place of new Set(['/', path ?? '/', ...paths])) {
      const base = `${name}=;Max-Age=0;Path=${place}${where && `;Domain=${where}`}`
      // A prefixed cookie goes only when told securely, a partitioned one only when told so.
      for (const more of ['', ';Secure', ';Secure;SameSite=None;Partitioned']) {
        // biome-ignore lint/suspicious/noDocumentCookie: the other way to delete knows no bounds of domain and path
        document.cookie = base + more
      }
    }
  }
}

const remains = (request: IDBOpenDBRequest) =>
  new Promise<Reason | ''>((resolve) => {
    request.onsuccess = () => resolve('')
    request.onerror = () => resolve('refused')
    // It goes once the other tab closes it.
    request.onblocked = () => resolve('in-use')
  })

/** Deletes what services have left in this browser, wherever a script can, and says what it could not delete. */
export async function clearTraces(policy: ConsentPolicy, services: readonly ConsentService[]): Promise<ClearingReport> {
  const removed: Trace[] = []
  const left: (Trace & { reason: Reason })[] = []
  const note = (trace: Trace, reason: Reason | '') => (reason ? left.push({ ...trace, reason }) : removed.push(trace))
  // What something else still needs stays, whoever else has a claim on it.
  const needed = (policy.services ?? []).filter((service) => !services.includes(service))
  const stays = (kind: Trace['kind'], name: string) =>
    needed.some(({ cookies = [], storage = [] }) =>
      [...cookies.map((cookie) => ({ ...cookie, kind: 'cookie' })), ...storage].some(
        (declared) => declared.kind === kind && matcher(declared.name).test(name),
      ),
    )

  for (const { id, cookies = [], storage = [] } of services) {
    for (const { name, domain, path, httpOnly } of cookies) {
      const trace: Trace = { service: id, kind: 'cookie', name }
      const here = !domain || `.${location.hostname}`.endsWith(`.${domain.replace(/^\./, '')}`)
      if (httpOnly || !here) {
        note(trace, httpOnly ? 'http-only' : 'other-domain')
        continue
      }
      const found = cookieNames().filter((candidate) => matcher(name).test(candidate) && !stays('cookie', candidate))
      for (const each of found) {
        expireEverywhere(each, domain, path)
        note({ ...trace, name: each }, cookieNames().includes(each) ? 'refused' : '')
      }
      if (path && !location.pathname.startsWith(path)) {
        if (!name.includes('*')) expireEverywhere(name, domain, path)
        note(trace, 'other-path')
      }
    }
    for (const { kind, name } of storage) {
      const matches = (candidate: string) => matcher(name).test(candidate) && !stays(kind, candidate)
      try {
        if (kind === 'local' || kind === 'session') {
          const area = kind === 'local' ? localStorage : sessionStorage
          for (const each of Object.keys(area).filter(matches)) {
            area.removeItem(each)
            note({ service: id, kind, name: each }, '')
          }
        } else if (kind === 'cache') {
          for (const each of (await caches.keys()).filter(matches)) {
            note({ service: id, kind, name: each }, (await caches.delete(each)) ? '' : 'refused')
          }
        } else {
          // Where databases cannot be listed, the declared name is tried.
          const all = (await indexedDB.databases?.())?.map((database) => database.name ?? '') ?? [name]
          for (const each of all.filter(matches)) {
            note({ service: id, kind, name: each }, await remains(indexedDB.deleteDatabase(each)))
          }
        }
      } catch {
        note({ service: id, kind, name }, 'refused')
      }
    }
  }
  return { removed, left }
}
