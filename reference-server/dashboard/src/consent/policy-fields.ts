/** Where in a policy something stands: `['services', 2, 'name']`. */
export type Path = readonly (string | number)[]

/** As names of fields in problems and in the page: `services.2.name`. */
export const keyOf = (path: Path) => path.join('.')

/** What stands at a place; undefined where nothing does. */
export function at(whole: unknown, path: Path): unknown {
  let value = whole
  for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step]
  return value
}

export const textAt = (whole: unknown, path: Path): string => {
  const value = at(whole, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export const listAt = <Item = Record<string, unknown>>(whole: unknown, path: Path): readonly Item[] => {
  const value = at(whole, path)
  return Array.isArray(value) ? value : []
}

const isNothing = (value: unknown) =>
  value === undefined ||
  (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0) ||
  (Array.isArray(value) && value.length === 0)

/**
 * The same with another value at a place. Undefined takes it away, and with it what then holds nothing: a policy leaves
 * out what says nothing. An entry of a list stays, also an empty one.
 */
export function put<Whole>(whole: Whole, [step, ...rest]: Path, value: unknown): Whole {
  if (step === undefined) return value as Whole
  if (Array.isArray(whole)) {
    const list = [...whole]
    list[step as number] = put(list[step as number], rest, value) ?? {}
    return list as Whole
  }
  const inner = put((whole as Record<string, unknown> | undefined)?.[step], rest, value)
  const { [step]: _old, ...others } = (whole ?? {}) as Record<string, unknown>
  return (isNothing(inner) ? others : { ...whole, [step]: inner }) as Whole
}

/** Moves an entry of a list by one place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const next = [...list]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(to, 0, item)
  return next
}
