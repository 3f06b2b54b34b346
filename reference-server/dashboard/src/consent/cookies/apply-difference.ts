import type { ConsentScanDifference } from '@sotto/contracts'
import { type Category, freeName, type Service } from '../asked.ts'
import { listAt, put } from '../policy-fields.ts'

/** In which service something is declared: one that is there, by its place, or a new one in a category. */
export type Where = { service: number } | { category: string }

const names = new Set(['cookie', 'local', 'session', 'indexed-db', 'cache', 'service-worker'])

/** A draft in which a difference is none any more. */
export function settled(draft: object, difference: ConsentScanDifference, where: Where): object {
  if (difference.kind !== 'undeclared') return corrected(draft, difference)
  const [withService, index] = serviceFor(draft, difference, where)
  const path = ['services', index] as const
  const { what, name, domain, seenDays, httpOnly } = difference
  if (what === 'request')
    return put(withService, [...path, 'requests'], [...listAt(withService, [...path, 'requests']), name])
  if (what === 'cookie') {
    const cookie = {
      name,
      ...(domain ? { domain } : {}),
      ...(seenDays ? { lifetimeDays: Math.min(3650, seenDays) } : {}),
      ...(httpOnly ? { httpOnly } : {}),
    }
    return put(withService, [...path, 'cookies'], [...listAt(withService, [...path, 'cookies']), cookie])
  }
  return names.has(what)
    ? put(withService, [...path, 'storage'], [...listAt(withService, [...path, 'storage']), { kind: what, name }])
    : draft
}

function serviceFor(draft: object, { known, domain, name }: ConsentScanDifference, where: Where): [object, number] {
  const services = listAt<Service>(draft, ['services'])
  if ('service' in where) return [draft, where.service]
  const called = known?.service ?? domain ?? name
  const id = freeName(draft, shortName(called))
  return [
    put(draft, ['services'], [...services, { id, category: where.category, name: called.slice(0, 100) }]),
    services.length,
  ]
}

/** Lifetimes are taken as they were seen; what was nowhere is taken out. */
function corrected(draft: object, { kind, what, name, domain, service, seenDays }: ConsentScanDifference): object {
  const at = listAt<Service>(draft, ['services']).findIndex(({ id }) => id === service)
  if (at < 0) return draft
  const path = ['services', at, what === 'cookie' ? 'cookies' : 'storage']
  const isIt = (one: Record<string, unknown>) =>
    one.name === name && (what === 'cookie' ? (one.domain ?? null) === domain : one.kind === what)
  const list = listAt(draft, path)
  if (kind === 'unseen')
    return put(
      draft,
      path,
      list.filter((one) => !isIt(one)),
    )
  return list.reduce<object>(
    (next, one, index) => (isIt(one) ? put(next, [...path, index, 'lifetimeDays'], seenDays ?? undefined) : next),
    draft,
  )
}

const shortName = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 36) || 'service'

/** Where a difference most likely belongs: a service that is called so, else the category that the scanner names. */
export function likely(draft: object, { known }: ConsentScanDifference): Where {
  const service = listAt<Service>(draft, ['services']).findIndex(
    ({ name }) => name !== undefined && name === known?.service,
  )
  if (service >= 0) return { service }
  const categories = listAt<Category>(draft, ['categories'])
  const open = categories.find(({ necessary }) => !necessary)
  // Not known to be necessary is to be asked for.
  const named = categories.find(({ id }) => id === known?.category) ?? open ?? categories[0]
  return { category: named?.id ?? '' }
}
