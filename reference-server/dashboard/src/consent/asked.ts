import { listAt } from './policy-fields.ts'

/** A category of a draft, right or not. */
export interface Category {
  id?: string
  necessary?: boolean
  title?: Record<string, string>
}

/** A service of a draft, right or not. */
export interface Service {
  id?: string
  category?: string
  name?: string
  cookies?: unknown[]
  storage?: unknown[]
}

/** A short name that no category and no service has. */
export function freeName(draft: unknown, wanted: string): string {
  const taken = new Set(
    ['categories', 'services'].flatMap((list) => listAt<Category>(draft, [list]).map(({ id }) => id)),
  )
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`
  return name
}
