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

/** A name as a short name: begins with a small letter, then digits and hyphens too. Empty where nothing is left. */
export const shortNameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
