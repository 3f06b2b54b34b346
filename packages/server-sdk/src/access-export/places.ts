import type { AnyCollection, DocumentOf } from '../data-map/index.ts'
import type { Core } from '../mongo/index.ts'
import type { exportRedactions } from './declare.ts'
import { ownFields } from './present.ts'
import type { Redactor } from './redactor.ts'
import { eachText } from './texts.ts'

/** A place in a row where somebody else is named, or may be, with what stands around it. */
export interface Placed {
  field: string
  start: number
  end: number
  kind: DocumentOf<typeof exportRedactions>['kind']
  certainty: 'certain' | 'possible'
  instead: string
  text: string
  context: string
}

const none: readonly Placed[] = []
const around = 60

/** Others in the words of a row that are not the person's own; their own are heard. */
export function places(
  redactor: Redactor,
  { sealedNames }: AnyCollection,
  document: Record<string, unknown>,
  own: readonly string[],
): readonly Placed[] {
  let all: Placed[] | undefined
  for (const name of sealedNames) {
    const value = document[name]
    if (typeof value !== 'string' && typeof value !== 'object') continue
    const isOwn = own.includes(name)
    eachText(value, name, (text, field) => {
      if (isOwn) redactor.hear(text)
      else
        for (const place of redactor.in(text)) {
          all ??= []
          all.push({ ...place, field, text: text.slice(place.start, place.end), context: contextOf(text, place) })
        }
    })
  }
  return all ?? none
}

/** The same for values that the log kept of rows of a collection, entry after entry. */
export function placesInEntries(
  { map }: Pick<Core, 'map'>,
  redactor: Redactor,
): (entry: Record<string, unknown>, collection: string | null) => readonly Placed[] {
  const passed = new Map<string | null, ReadonlySet<string>>()
  return (entry, name) => {
    if (!entry.before && !entry.after) return none
    let passes = passed.get(name)
    if (!passes) {
      passes = passedOver(map.collections.find((one) => one.name === name))
      passed.set(name, passes)
    }
    let all: Placed[] | undefined
    for (const side of ['before', 'after'] as const) {
      const values = (entry[side] ?? {}) as Record<string, unknown>
      for (const field in values) {
        if (passes.has(field)) continue
        eachText(values[field], `${side}.${field}`, (text, path) => {
          for (const place of redactor.in(text)) {
            all ??= []
            all.push({
              ...place,
              field: path,
              text: text.slice(place.start, place.end),
              context: contextOf(text, place),
            })
          }
        })
      }
    }
    return all ?? none
  }
}

/** Fields in which nobody is looked for: the person's own words, and what is in the clear in the row itself. */
function passedOver(collection: AnyCollection | undefined): ReadonlySet<string> {
  if (!collection) return new Set()
  const plain = Object.keys(collection.fields).filter((name) => collection.fields[name]?.kind === 'plain')
  return new Set([...ownFields(collection)({}), ...plain])
}

const contextOf = (text: string, { start, end }: { start: number; end: number }) =>
  text.slice(Math.max(0, start - around), end + around)
