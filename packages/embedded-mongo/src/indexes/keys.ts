import { encodeKey, fitKey, invert, type KeyBytes, longestKey } from '../bson/key-encoding.ts'
import { type Document, isDocument, Undefined, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { matches } from '../query/match.ts'
import { arrayPosition } from '../query/paths.ts'
import type { Predicate } from '../query/predicate.ts'
import { fieldsAskedFor } from '../query/untold.ts'
import type { IndexInfo } from '../storage/catalog.ts'
import { partialPredicate } from './partial.ts'

export interface IndexKeys {
  readonly keys: ReadonlySet<KeyBytes>
  readonly multikey: boolean
  readonly shortened: boolean
}

const none: IndexKeys = { keys: new Set(), multikey: false, shortened: false }

/** A walk down the document on behalf of one field: what is left of the path, and where it stands. */
interface Walk {
  readonly rest: readonly string[]
  readonly at: Value | undefined
  readonly finished: boolean
}

/** The keys under which an index holds a document. */
export function indexKeys(index: IndexInfo, document: Document, partialFilter: Predicate | undefined): IndexKeys {
  if (partialFilter && !matches(partialFilter, document)) return none
  return oneKey(index, document) ?? expandedKeys(index, document)
}

/** The one key of a document without arrays in an index of its own fields, as most are; undefined for any other. */
function oneKey(index: IndexInfo, document: Document): IndexKeys | undefined {
  let bytes = ''
  let someExist = false
  for (const [place, { path }] of index.fields.entries()) {
    const value = path.length === 1 ? document.get(path[0] as string) : undefined
    if (path.length !== 1 || Array.isArray(value)) return undefined
    someExist ||= value !== undefined
    bytes += encodeIndexField(index, place, value)
  }
  if (index.sparse && !someExist) return none
  return { keys: new Set([fitKey(bytes)]), multikey: false, shortened: bytes.length > longestKey }
}

function expandedKeys(index: IndexInfo, document: Document): IndexKeys {
  const state = { keys: new Set<KeyBytes>(), multikey: false, shortened: false }
  let someExist = false
  const emit = (values: readonly (Value | undefined)[]): void => {
    if (values.some((value) => value !== undefined)) someExist = true
    let bytes = ''
    for (const [place, value] of values.entries()) bytes += encodeIndexField(index, place, value)
    if (bytes.length > longestKey) state.shortened = true
    state.keys.add(fitKey(bytes))
  }
  const start = index.fields.map(({ path }) => ({ rest: path, at: document, finished: false }))
  state.multikey = expand(start, emit)
  return index.sparse && !someExist ? none : state
}

/** One field's part of a key. Missing values are indexed as null. */
function encodeIndexField(index: IndexInfo, place: number, value: Value | undefined): KeyBytes {
  const bytes = encodeKey(value ?? null)
  return index.fields[place]?.descending ? invert(bytes) : bytes
}

/** Answers whether an array was met on the way. */
function expand(walks: readonly Walk[], emit: (values: readonly (Value | undefined)[]) => void): boolean {
  let array: Value[] | undefined
  const moved = walks.map((walk) => {
    const next = walk.finished ? walk : descend(walk)
    if (!next.finished && Array.isArray(next.at)) {
      if (array && array !== next.at)
        throw new CommandError('CannotIndexParallelArrays', 'cannot index parallel arrays')
      array = next.at
    }
    return next
  })
  if (!array) {
    emit(moved.map((walk) => walk.at))
    return false
  }
  const entered = array
  const elements = entered.length === 0 ? [undefined] : entered
  for (const element of elements) {
    expand(
      moved.map((walk) => (!walk.finished && walk.at === entered ? into(walk, element, entered.length === 0) : walk)),
      emit,
    )
  }
  return true
}

function into(walk: Walk, element: Value | undefined, empty: boolean): Walk {
  if (walk.rest.length === 0) return { rest: [], at: empty ? Undefined.value : element, finished: true }
  if (!isDocument(element)) return { rest: [], at: undefined, finished: true }
  return { rest: walk.rest, at: element, finished: false }
}

function descend(walk: Walk): Walk {
  let { at, rest } = walk
  while (rest.length > 0) {
    const name = rest[0] as string
    if (isDocument(at)) at = at.get(name)
    else if (Array.isArray(at)) {
      const position = arrayPosition(name)
      if (position === undefined || at.some(isDocument)) return { rest, at, finished: false }
      at = at[position]
    } else return { rest: [], at: undefined, finished: true }
    rest = rest.slice(1)
  }
  return Array.isArray(at) ? { rest, at, finished: false } : { rest, at, finished: true }
}

const named = new WeakMap<readonly IndexInfo[], { names: ReadonlySet<string> | undefined }>()

/** The fields of a document that its keys in indexes are made of, and its id; `undefined` where that may be any. */
export function fieldsOfKeys(indexes: readonly IndexInfo[]): ReadonlySet<string> | undefined {
  const known = named.get(indexes)
  if (known) return known.names
  const partial = fieldsAskedFor(indexes.flatMap((index) => partialPredicate(index) ?? []))
  const own = indexes.flatMap(({ fields }) => fields.map(({ path }) => path[0] as string))
  const names = partial && new Set(['_id', ...own, ...partial])
  named.set(indexes, { names })
  return names
}
