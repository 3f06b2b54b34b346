import type { ConsentPolicy } from '@sotto/contracts'
import { hostMatches, nameMatches } from '../knowledge/recognise.ts'
import type { SeenCookie, SeenStorage } from '../observation.ts'

type Service = NonNullable<ConsentPolicy['services']>[number]

export interface Declaration {
  readonly service: string
  readonly name: string
  readonly category: string
  readonly necessary: boolean
  readonly soldOrShared: boolean
  /** Days that a cookie was declared for; null for a session, undefined where it is no cookie. */
  readonly lifetimeDays?: number | null
}

/** A policy, asked about what was seen. */
export interface Declared {
  readonly policy: ConsentPolicy
  cookie(cookie: SeenCookie, site: string): Declaration | null
  storage(entry: SeenStorage): Declaration | null
  request(address: string): Declaration | null
  /** Hosts that the policy calls the site's own. */
  isOwnHost(host: string): boolean
}

export function declaredBy(policy: ConsentPolicy): Declared {
  const services = policy.services ?? []
  const describe = (service: Service): Declaration => {
    const category = policy.categories.find(({ id }) => id === service.category)
    return {
      service: service.id,
      name: service.name,
      category: service.category,
      necessary: category?.necessary === true,
      soldOrShared: service.soldOrShared === true || category?.soldOrShared === true,
    }
  }
  /** The banner's own record needs no declaration: the policy itself says where it is. */
  const own = new Set([policy.storage?.name ?? 'sotto-consent'])
  const ownRecord: Declaration = {
    service: 'sotto-consent',
    name: 'Consent record',
    category: policy.categories.find(({ necessary }) => necessary)?.id ?? 'necessary',
    necessary: true,
    soldOrShared: false,
  }
  return {
    policy,
    cookie(cookie, site) {
      for (const service of services) {
        for (const declared of service.cookies ?? []) {
          if (!nameMatches(declared.name, cookie.name)) continue
          const domain = declared.domain?.replace(/^\./, '')
          if (domain === undefined ? !isOf(cookie.domain, site) : !hostMatches(domain, cookie.domain)) continue
          return { ...describe(service), lifetimeDays: declared.lifetimeDays ?? null }
        }
      }
      return own.has(cookie.name) ? ownRecord : null
    },
    storage({ area, key }) {
      for (const service of services) {
        const fits = service.storage?.some(({ kind, name }) => kind === area && nameMatches(name, key))
        if (fits) return describe(service)
      }
      return (area === 'local' && own.has(key)) || /^sotto-consent/.test(key) ? ownRecord : null
    },
    request(address) {
      if (!URL.canParse(address)) return null
      const { hostname, host, pathname } = new URL(address)
      for (const service of services) {
        for (const place of service.requests ?? []) {
          const [named = '', ...rest] = place.split('/')
          const below = named.includes(':') ? host === named : hostMatches(named, hostname)
          if (below && pathname.startsWith(`/${rest.join('/')}`)) return describe(service)
        }
      }
      return null
    },
    isOwnHost: (host) => (policy.gate?.firstParty ?? []).some((named) => hostMatches(named.replace(/^\./, ''), host)),
  }
}

/** Whether a cookie's domain is the site's own, or one above it (`example.com` for a page of `www.example.com`). */
const isOf = (domain: string, site: string) => {
  const bare = site.replace(/:\d+$/, '')
  return hostMatches(bare, domain) || hostMatches(domain, bare)
}
