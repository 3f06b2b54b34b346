import type { ConsentDifference, ConsentPolicy } from '@sotto/contracts'
import canonicalize from 'canonicalize'

type Change = ConsentDifference['changes'][number]

/** What a change of does not concern the person who has chosen: where a service loads from, and how it stores. */
const unasked = new Set(['requests', 'cookies', 'storage'])

const same = (one: unknown, other: unknown) => canonicalize(one ?? null) === canonicalize(other ?? null)

const fieldsOf = (one: object, other: object): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => !same((one as Record<string, unknown>)[field], (other as Record<string, unknown>)[field]))
    .sort()

function listed(
  part: 'category' | 'service',
  before: readonly { id: string }[],
  after: readonly { id: string }[],
): Change[] {
  const old = new Map(before.map((one) => [one.id, one]))
  const now = new Map(after.map((one) => [one.id, one]))
  const names = [...new Set([...old.keys(), ...now.keys()])].sort()
  return names.flatMap((name): Change[] => {
    const one = old.get(name)
    const other = now.get(name)
    if (!one || !other) return [{ part, name, change: one ? 'removed' : 'added', fields: [], asksAgain: true }]
    const fields = fieldsOf(one, other)
    if (fields.length === 0) return []
    return [{ part, name, change: 'changed', fields, asksAgain: fields.some((field) => !unasked.has(field)) }]
  })
}

/** Each text or setting by its name, as far as it differs. */
function named(part: 'text' | 'setting', before: object, after: object, asksAgain: boolean): Change[] {
  return fieldsOf(before, after).map((name) => {
    const change = !(name in before) ? 'added' : !(name in after) ? 'removed' : 'changed'
    return { part, name, change, fields: [], asksAgain }
  })
}

const settingsOf = ({
  id: _id,
  version: _version,
  asks: _asks,
  texts: _texts,
  categories: _categories,
  services: _services,
  ...settings
}: ConsentPolicy) => settings

/** Whether what stands in both stands in another order. A banner names what it asks in that order. */
function ordered(before: ConsentPolicy | null, after: ConsentPolicy): Change[] {
  const inOrder = (one: readonly { id: string }[] = [], other: readonly { id: string }[] = []) => {
    const kept = (list: readonly { id: string }[], of: readonly { id: string }[]) =>
      list.map(({ id }) => id).filter((id) => of.some((each) => each.id === id))
    return same(kept(one, other), kept(other, one))
  }
  if (!before || (inOrder(before.categories, after.categories) && inOrder(before.services, after.services))) return []
  return [{ part: 'setting', name: 'order', change: 'changed', fields: [], asksAgain: true }]
}

/**
 * What is different between two policies. Who has chosen is asked again when categories, services or texts say something
 * else, or stand in another order: the banner names what it asks by the same parts.
 *
 * @param before `null`: nothing was published yet, and everybody is asked
 */
export function differences(before: ConsentPolicy | null, after: ConsentPolicy): ConsentDifference {
  const changes = [
    ...ordered(before, after),
    ...listed('category', before?.categories ?? [], after.categories),
    ...listed('service', before?.services ?? [], after.services ?? []),
    ...named('text', before?.texts ?? {}, after.texts ?? {}, true),
    ...named('setting', before ? settingsOf(before) : {}, settingsOf(after), false),
  ]
  return { asksAgain: before === null || changes.some(({ asksAgain }) => asksAgain), changes }
}
