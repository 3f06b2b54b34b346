import type { AnyCollection, FilterNames, PlainOf } from '../data-map/index.ts'

/** A comparison made by our own code. Values from outside can never be one: they are data, not instances. */
class Condition<T = unknown> {
  readonly #operator: Readonly<Record<string, unknown>>
  /** Only for the compiler: which type of field it fits. */
  declare readonly fits: T

  constructor(operator: Readonly<Record<string, unknown>>) {
    this.#operator = operator
  }

  compile(): Readonly<Record<string, unknown>> {
    return this.#operator
  }
}

export const oneOf = <T>(values: readonly T[]) => new Condition<T>({ $in: [...values] })
export const not = <T>(value: T) => new Condition<T>({ $ne: value })
export const below = <T>(value: T) => new Condition<T>({ $lt: value })
export const above = <T>(value: T) => new Condition<T>({ $gt: value })
export const from = <T>(value: T) => new Condition<T>({ $gte: value })
export const between = <T>(first: T, end: T) => new Condition<T>({ $gte: first, $lt: end })

type Value<C, K> = K extends keyof PlainOf<C> ? PlainOf<C>[K] : string

/** Equality or a `Condition` for each field: plain fields, and sealed ones that can be looked up. */
export type FilterOf<C> = {
  [K in FilterNames<C>]?: Value<C, K> | (K extends keyof PlainOf<C> ? Condition<NonNullable<PlainOf<C>[K]>> : never)
} & { id?: string | Condition<string> }

export interface CompiledFilter {
  /** What the driver gets, without team and bot. */
  query: Record<string, unknown>
  /** Fields that have to be looked up by token first. */
  lookups: { field: string; value: string }[]
}

const isScalar = (value: unknown) =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  value instanceof Date

/**
 * Turns a filter into a query. Operators in values (`{ $ne: null }`) are refused here, whatever let them through.
 *
 * @throws TypeError for an unknown field, an object as a value, or `undefined` (which would match everything).
 */
export function compileFilter(collection: AnyCollection, filter: Readonly<Record<string, unknown>>): CompiledFilter {
  const query: Record<string, unknown> = {}
  const lookups: CompiledFilter['lookups'] = []
  for (const [name, value] of Object.entries(filter)) {
    const where = `filter on ${collection.name}.${name}`
    const field = name === 'id' ? '_id' : name
    const declared = name === 'id' ? undefined : collection.fields[name]
    if (name !== 'id' && !declared) throw new TypeError(`${where}: no such field is declared`)
    if (declared && declared.kind !== 'plain') {
      if (!declared.find) throw new TypeError(`${where}: it is sealed and has no lookup tokens`)
      if (typeof value !== 'string') throw new TypeError(`${where}: only a text can be looked up`)
      lookups.push({ field: name, value })
    } else if (value instanceof Condition) query[field] = value.compile()
    else if (isScalar(value)) query[field] = value
    else throw new TypeError(`${where}: must be a text, number, date, boolean, null or a condition of ours`)
  }
  return { query, lookups }
}
