import { createHash } from 'node:crypto'
import type { ConsentPolicy, ConsentRegime } from '@sotto/contracts'
import { defaultConsentRegimes } from '@sotto/contracts'
import canonicalize from 'canonicalize'
import type { TeamScope } from '../../mongo/index.ts'
import { consentPolicies, consentPolicyVersions } from './declare.ts'

/** The purpose of giving data to others, whatever a policy calls it: what Global Privacy Control is about. */
export const sharing = 'sharing'

/** Versions that were read before: what was published never changes. */
interface KnownVersions {
  get(key: string): Published | undefined
  set(key: string, version: Published): void
}

/** A published policy, as decisions need it. */
export interface Published {
  readonly id: string
  readonly version: number
  readonly policy: ConsentPolicy
}

/** The published policies of a team. */
export interface Policies {
  /** The newest version of each. */
  readonly current: ReadonlyMap<string, Published>
  /** Any version that was ever published. */
  version(id: string, version: number): Promise<Published | null>
}

/**
 * Reads the published policies of a team.
 *
 * What was published does not change, so a version is read once for as long as the result is held.
 */
export async function publishedPolicies(scope: TeamScope): Promise<Policies> {
  const found = await scope.collection(consentPolicies).find({}, { limit: 1000 })
  const known = new Map<string, Promise<Published | null>>()
  const version = (id: string, number: number) => {
    const key = `${id}.${number}`
    const reading = known.get(key) ?? read(scope, key)
    known.set(key, reading)
    return reading
  }
  const newest = await Promise.all(
    found.filter(({ published }) => published > 0).map(({ id, published }) => version(id, published)),
  )
  return { current: new Map(newest.filter((one) => one !== null).map((one) => [one.id, one])), version }
}

/** A version of which nothing but what it says is wanted: read once for as long as the process lives. */
export async function publishedVersion(
  scope: TeamScope,
  id: string,
  version: number,
  known: { versions: KnownVersions },
): Promise<Published | null> {
  const key = `${scope.teamId}.${id}.${version}`
  const kept = known.versions.get(key)
  if (kept) return kept
  const found = await read(scope, `${id}.${version}`)
  // What this transaction has published itself counts once it has committed.
  if (found) scope.afterCommit(() => known.versions.set(key, found))
  return found
}

async function read(scope: TeamScope, key: string): Promise<Published | null> {
  const row = await scope.collection(consentPolicyVersions).findOne({ id: key })
  return row && { id: row.policyId, version: row.number, policy: JSON.parse(row.policy) as ConsentPolicy }
}

const categoryOf = ({ categories, services = [] }: ConsentPolicy, purpose: string) => {
  const service = services.find(({ id }) => id === purpose)
  return { service, category: categories.find(({ id }) => id === (service?.category ?? purpose)) }
}

/** The category that speaks for a service where nothing was said of the service itself. */
export const parentOf = (policy: ConsentPolicy, purpose: string): string | null =>
  categoryOf(policy, purpose).service?.category ?? null

/** Whether the policy has this purpose. */
export const asks = (policy: ConsentPolicy, purpose: string): boolean =>
  categoryOf(policy, purpose).category !== undefined

/** Whether the site does not work without it. */
export const isNecessary = (policy: ConsentPolicy, purpose: string): boolean =>
  categoryOf(policy, purpose).category?.necessary ?? false

/** What a purpose is called, in a language as far as there are words in it; `null` where it has no name. */
export function titleOf(policy: ConsentPolicy, purpose: string, language: string): string | null {
  const { service, category } = categoryOf(policy, purpose)
  if (service) return service.name
  const texts = category?.title
  if (!texts) return null
  const [primary = ''] = language.split('-')
  return texts[language] ?? texts[primary] ?? texts[policy.language ?? 'en'] ?? Object.values(texts)[0] ?? null
}

/** The names of a policy, categories and services, that bear a mark; a category marks its services. */
function marked({ categories, services = [] }: ConsentPolicy, mark: 'soldOrShared' | 'sensitive'): string[] {
  const found = categories.filter((category) => category[mark]).map(({ id }) => id)
  return [...found, ...services.filter((one) => one[mark] || found.includes(one.category)).map(({ id }) => id)]
}

/** The names that stand for a sale of data, or for sharing it for advertising across sites. */
export const soldOrShared = (policy: ConsentPolicy): string[] => marked(policy, 'soldOrShared')

/** The names for which sensitive information is used. */
export const sensitive = (policy: ConsentPolicy): string[] => marked(policy, 'sensitive')

/** What is asked with a purpose: with the next word of it that changes, an old yes is none any more. */
export function asked(policy: ConsentPolicy, purpose: string): string | null {
  const { service, category } = categoryOf(policy, purpose)
  if (!category) return null
  const inside = service ? [service] : (policy.services ?? []).filter((one) => one.category === category.id)
  const services = inside.map(({ requests: _requests, cookies: _cookies, storage: _storage, ...words }) => words)
  const text = canonicalize([category, services, policy.texts ?? {}]) as string
  return createHash('sha256').update(text).digest('hex')
}

/** A regime by the name that it has in a policy. */
export const regimeOf = (policy: ConsentPolicy | undefined, name: string, kind: string | null): ConsentRegime => {
  const known: Readonly<Record<string, ConsentRegime>> = { ...defaultConsentRegimes, ...policy?.regimes }
  return (
    (Object.hasOwn(known, name) ? known[name] : undefined) ??
    known[kind ?? 'opt-in'] ??
    (known['opt-in'] as ConsentRegime)
  )
}
