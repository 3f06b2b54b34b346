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

/** The same for values that the log kept of rows of a collection. */
export function placesIn(
  core: Core,
  redactor: Redactor,
  entry: Record<string, unknown>,
  name: string | null,
): readonly Placed[] {
  if (!entry.before && !entry.after) return none
  const collection = core.map.collections.find((one) => one.name === name)
  const own = collection ? ownFields(collection)({}) : []
  const all: Placed[] = []
  for (const side of ['before', 'after'])
    for (const [field, value] of Object.entries((entry[side] ?? {}) as Record<string, unknown>)) {
      if (own.includes(field) || collection?.fields[field]?.kind === 'plain') continue
      eachText(value, `${side}.${field}`, (text, path) => {
        for (const place of redactor.in(text))
          all.push({ ...place, field: path, text: text.slice(place.start, place.end), context: contextOf(text, place) })
      })
    }
  return all
}

const contextOf = (text: string, { start, end }: { start: number; end: number }) =>
  text.slice(Math.max(0, start - around), end + around)
