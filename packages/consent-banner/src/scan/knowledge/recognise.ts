import { type KnownService, knownServices } from './services.ts'

const literally = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')

const compiled = new Map<string, RegExp>()

/** `*` stands for any characters, as in policies; letters count whichever their case. */
export function nameMatches(pattern: string, name: string): boolean {
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    expression = new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 'is')
    compiled.set(pattern, expression)
  }
  return expression.test(name)
}

/** Whether a host is the named one or below it. */
export const hostMatches = (named: string, host: string): boolean => host === named || host.endsWith(`.${named}`)

/**
 * Who a request goes to, as far as is known. The longest host that fits decides, so that a map at a large provider is not
 * taken for its advertising; a path that fits counts at any host, since much is served from the site's own today.
 */
export function serviceOfRequest(address: string): KnownService | null {
  if (!URL.canParse(address)) return null
  const { hostname } = new URL(address)
  const byPath = knownServices.find(({ paths }) => paths.some((path) => path.test(address)))
  if (byPath) return byPath
  let best: KnownService | null = null
  let length = 0
  for (const service of knownServices) {
    for (const host of service.hosts) {
      if (host.length > length && hostMatches(host, hostname)) {
        best = service
        length = host.length
      }
    }
  }
  return best
}

/** Whose cookie it is by its name. What measures is looked for before what is merely called like a session. */
export function serviceOfCookie(name: string): KnownService | null {
  return serviceOfName(name, ({ cookies }) => cookies)
}

export function serviceOfStorage(key: string): KnownService | null {
  return serviceOfName(key, ({ storage }) => storage)
}

function serviceOfName(name: string, patternsOf: (service: KnownService) => readonly string[]) {
  return knownServices.find((service) => patternsOf(service).some((pattern) => nameMatches(pattern, name))) ?? null
}
