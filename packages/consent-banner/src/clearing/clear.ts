import type { ConsentPolicy, ConsentService } from '../policy/policy.ts'
import { cookieNames, expireEverywhere, isHidden } from './cookies.ts'
import type { ClearingReport, Reason, Trace } from './report.ts'
import { storageOf } from './storages.ts'

const matcher = (pattern: string) =>
  RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's')

/**
 * Deletes what services have left in this browser, wherever a script can, and says what it could not delete.
 *
 * @param own - the name of the choice, which no pattern reaches, nor what begins with it and a colon
 * @param lost - what may run no longer since a moment ago: its cookies are also looked for where no script sees them
 */
export async function clearTraces(
  policy: ConsentPolicy,
  services: readonly ConsentService[],
  own: string,
  lost: readonly string[] = [],
): Promise<ClearingReport> {
  const removed: Trace[] = []
  const left: (Trace & { reason: Reason })[] = []
  const note = (trace: Trace, reason: Reason | '') => (reason ? left.push({ ...trace, reason }) : removed.push(trace))
  // What something else still needs stays, whoever else has a claim on it.
  const needed = (policy.services ?? []).filter((service) => !services.includes(service))
  const stays = (kind: Trace['kind'], name: string) =>
    name === own ||
    name.startsWith(`${own}:`) ||
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
      for (const each of cookieNames()) {
        if (!matcher(name).test(each) || stays('cookie', each)) continue
        expireEverywhere(each, { domain, path })
        note({ ...trace, name: each }, cookieNames().has(each) ? 'refused' : '')
      }
      if (name.includes('*') || stays('cookie', name)) continue
      if (path && !location.pathname.startsWith(path)) {
        expireEverywhere(name, { domain, path })
        note(trace, 'other-path')
      } else if (lost.includes(id) && isHidden(name, { domain, path })) note(trace, 'http-only')
    }
    for (const { kind, name } of storage) {
      try {
        const { list, remove } = storageOf(kind, name)
        for (const each of await list()) {
          if (!matcher(name).test(each) || stays(kind, each)) continue
          note({ service: id, kind, name: each }, await remove(each))
        }
      } catch {
        note({ service: id, kind, name }, 'refused')
      }
    }
  }
  return { removed, left }
}
