import type { GoogleName, Plan } from './plan.ts'
import type { ConsentPolicy } from './policy.ts'

/** What may be asked from where. */
export interface Requests {
  /** Regular expressions over host and path, and what has to be allowed before they are asked; an empty name is free. */
  readonly requests: readonly (readonly [pattern: string, name: string])[]
}

/** Hosts of tags that load what they like: they wait until something of Google's may run. */
const googleHosts = [
  'googletagmanager.com',
  'google-analytics.com',
  'doubleclick.net',
  'googlesyndication.com',
  'googleadservices.com',
]

/** @param plan of the same policy: who withdraws has it already */
export function requestsOf(policy: ConsentPolicy, { items, google: signals }: Plan): Requests {
  const { services = [], google, gate } = policy
  const advanced = google?.mode === 'advanced'
  const patterns = [
    ...services.flatMap(({ id, requests = [] }) => {
      const isNecessary = items.find(([candidate]) => candidate === id)?.[2]
      const free = isNecessary || (advanced && signals?.types.some(([, names]) => names.includes(id)))
      return requests.map((pattern) => [pattern, free ? '' : id] as const)
    }),
    ...(signals ? googleHosts : []).map((host) => [host, advanced ? '' : ('~google' satisfies GoogleName)] as const),
    ...(gate?.firstParty ?? []).map((host) => [host, ''] as const),
  ]
  return {
    // The longest first: what is said most exactly decides.
    requests: patterns
      .sort(([one], [other]) => other.length - one.length)
      .map(([pattern, name]) => [expressionOf(pattern), name]),
  }
}

/** Of a pattern: a host covers what is below it, a path what begins with it. */
function expressionOf(pattern: string): string {
  const [, host = '', port, path] = /^([^/:]+)(:\d+)?(\/.*)?$/.exec(pattern) ?? []
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return `^[^/]*\\.${literal(host)}${port ?? '\\.?(:\\d+)?'}${literal(path ?? '/')}`
}
