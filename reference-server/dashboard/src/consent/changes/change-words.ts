import type { ConsentDifference } from '@sotto/contracts'
import { languageName } from '../languages.ts'
import { at, listAt } from '../policy-fields.ts'
import { fieldNames } from '../problems.ts'
import { regionName } from '../regions.ts'

/** One thing that is different, as a lawyer reads it. */
export interface ChangeInWords {
  key: string
  /** `Service added: Counter`. */
  title: string
  kind: 'added' | 'removed' | 'changed'
  asksAgain: boolean
  /** What was said before and is said after; `null` where nothing was, or is. */
  rows: readonly { what: string; before: string | null; after: string | null }[]
}

type Change = ConsentDifference['changes'][number]
type Policy = object | null

const partNames = { category: 'Category', service: 'Service', text: 'Text', setting: 'Setting' }
const kindNames = { added: 'added', removed: 'removed', changed: 'changed' }
const listOf = { category: 'categories', service: 'services' } as const

/** What differs between two policies, with the words before and after. */
export function changesInWords(changes: readonly Change[], before: Policy, after: Policy): ChangeInWords[] {
  return changes.map((change) => {
    const { part, name, change: kind, asksAgain } = change
    const [one, other] = [contentOf(change, before), contentOf(change, after)]
    const rows = rowsOf(change, one, other)
    return { key: `${part} ${name}`, title: titleOf(change, one, other, rows), kind, asksAgain, rows }
  })
}

function contentOf({ part, name }: Change, policy: Policy): unknown {
  if (part === 'category' || part === 'service')
    return listAt<{ id?: string }>(policy, [listOf[part]]).find(({ id }) => id === name)
  if (name === 'order')
    return ['categories', 'services'].flatMap((list) => listAt<{ id?: string }>(policy, [list]).map(({ id }) => id))
  return at(policy, part === 'text' ? ['texts', name] : [name])
}

function titleOf({ part, name, change }: Change, one: unknown, other: unknown, rows: ChangeInWords['rows']): string {
  if (name === 'order' && part === 'setting') return 'Order of what is asked changed'
  const called = (other ?? one) as { name?: string } | undefined
  if (part === 'category' || part === 'service') {
    const isReworded = change === 'changed' && rows.length > 0 && rows.every(({ what }) => / in /.test(what))
    const shown = part === 'service' && called?.name ? `${called.name} (${name})` : name
    return `${partNames[part]} ${isReworded ? 'reworded' : kindNames[change]}: ${shown}`
  }
  if (part === 'text')
    return `Text of the first layer ${change === 'changed' ? 'reworded' : kindNames[change]}: ${fieldNames[name] ?? name}`
  const field = fieldNames[name] ?? name
  return `${field.replace(/^./, (first) => first.toUpperCase())} ${kindNames[change]}`
}

function rowsOf({ part, name, fields }: Change, one: unknown, other: unknown): ChangeInWords['rows'] {
  if (part === 'text' || part === 'setting') return compared(name, one, other)
  const named = fields.length > 0 ? fields : [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])]
  return named
    .filter((field) => (field !== 'id' && field !== 'category') || fields.includes(field))
    .flatMap((field) => compared(field, at(one, [field]), at(other, [field])))
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string')

const texted = new Set(['title', 'description', 'purpose', 'data', 'kept', 'heading', 'body'])

/** Field by field, and texts language by language, as far as they differ. */
function compared(
  field: string,
  one: unknown,
  other: unknown,
): { what: string; before: string | null; after: string | null }[] {
  const label = fieldNames[field] ?? field
  const what = label.replace(/^./, (first) => first.toUpperCase())
  if (texted.has(field) || field === 'regions') {
    const [before, after] = [isTexts(one) ? one : {}, isTexts(other) ? other : {}]
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((tag) => before[tag] !== after[tag])
      .map((tag) => ({
        what:
          field === 'regions' ? (tag === '*' ? 'Everywhere else' : regionName(tag)) : `${what} in ${languageName(tag)}`,
        before: before[tag] ?? null,
        after: after[tag] ?? null,
      }))
  }
  if (isRecord(one) || isRecord(other)) {
    const [before, after] = [isRecord(one) ? one : {}, isRecord(other) ? other : {}]
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((inner) =>
      inWords(before[inner]) === inWords(after[inner])
        ? []
        : isRecord(before[inner]) || isRecord(after[inner])
          ? compared(inner, before[inner], after[inner]).map((row) => ({
              ...row,
              what: `${inner}: ${row.what.toLowerCase()}`,
            }))
          : [
              {
                what: `${what}: ${fieldNames[inner] ?? inner}`,
                before: inWords(before[inner]),
                after: inWords(after[inner]),
              },
            ],
    )
  }
  return [{ what, before: inWords(one), after: inWords(other) }]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as a person would write it; null for none. */
function inWords(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join('\n') || null
  if (isRecord(value)) {
    const { name, ...rest } = value
    const others = Object.entries(rest).map(([field, each]) => `${fieldNames[field] ?? field}: ${inWords(each)}`)
    return [name === undefined ? '' : String(name), others.join(', ')].filter(Boolean).join(' · ')
  }
  return String(value)
}

/** Who is asked again, in a sentence. */
export function whoIsAsked(difference: ConsentDifference, isFirst: boolean): { title: string; text: string } {
  if (isFirst)
    return {
      title: 'Everybody is asked',
      text: 'It is the first version. Every visitor is asked as soon as your site has it, where a regime asks at all.',
    }
  if (difference.changes.length === 0) return { title: 'Nothing is different', text: 'There is nothing to publish.' }
  if (!difference.asksAgain)
    return {
      title: 'Nobody is asked again',
      text: 'What was chosen goes on to hold: nothing that visitors were asked has changed.',
    }
  return {
    title: 'Everyone who said yes to anything is asked again',
    text: 'A yes to the old words is none to the new ones: it ends with the next visit. Whoever refused everything is left alone until the time of their regime has passed.',
  }
}
