import { ConsentPolicy, type ConsentRegimeKind, consentRegimeKinds } from '@sotto/contracts'
import type { z } from 'zod'
import { outOfBounds, type RegimeDays } from './bounds.ts'
import { at, keyOf, listAt, type Path } from './policy-fields.ts'

/** Something in a draft that keeps it from being published. */
export interface Problem {
  readonly path: Path
  readonly key: string
  readonly text: string
}

/** Everything that is wrong in a draft, by the place of it: what the server would say, and the bounds of regimes. */
export function problemsOf(draft: unknown): Problem[] {
  const result = ConsentPolicy.safeParse({ ...(draft as object), version: 1 })
  const found = new Map<string, Problem>()
  const add = (path: Path, text: string) => {
    const key = keyOf(path)
    if (!found.has(key)) found.set(key, { path, key, text })
  }
  for (const issue of result.error?.issues ?? []) {
    const path = fieldOf(issue.path as Path, draft)
    add(path, inWords(issue, at(draft, path)))
  }
  for (const [name, regime] of Object.entries((at(draft, ['regimes']) ?? {}) as Record<string, unknown>))
    for (const setting of ['expiresAfterDays', 'askAgainAfterDays'] as const satisfies RegimeDays[]) {
      const { kind, [setting]: days } = (regime ?? {}) as Record<string, unknown>
      if (typeof days !== 'number' || !consentRegimeKinds.includes(kind as ConsentRegimeKind)) continue
      const problem = outOfBounds(kind as ConsentRegimeKind, setting, days)
      if (problem) add(['regimes', name, setting], problem)
    }
  return [...found.values()]
}

/** Objects that must be there have a field that is to be filled in. */
function fieldOf(path: Path, draft: unknown): Path {
  if (at(draft, path) !== undefined) return path
  const last = path.at(-1)
  if (last === 'site' || last === 'provider') return [...path, 'name']
  return path
}

function inWords(issue: z.core.$ZodIssue, value: unknown): string {
  const last = issue.path.at(-1)
  if (last === 'categories') return 'Name at least one category.'
  if (issue.code === 'unrecognized_keys') return `Holds what no policy has: ${issue.keys.join(', ')}.`
  if (issue.code === 'invalid_type')
    return value === undefined
      ? 'Must not be empty.'
      : `Must be ${issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`}.`
  if (issue.code === 'too_small' && typeof value === 'number')
    return `Must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`
  if (issue.code === 'too_big' && typeof value === 'number') return `Must be at most ${issue.maximum}.`
  if (issue.code === 'too_big')
    return `Must have at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}.`
  if (issue.code === 'invalid_value')
    return value === undefined ? 'Must be chosen.' : `Must be one of ${issue.values.join(', ')}.`
  const text = issue.message.trim().replace(/^./, (first) => first.toUpperCase())
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** What a problem is called in a list of them: the thing, then the field. */
export function placeInWords({ path }: Pick<Problem, 'path'>, draft: unknown): string {
  const [first, second] = path
  const field = fieldNames[path.filter((step) => typeof step === 'string').at(-1) ?? ''] ?? String(path.at(-1) ?? first)
  if (first === 'categories' || first === 'services') {
    const one = typeof second === 'number' ? listAt(draft, [first])[second] : undefined
    const kind = first === 'categories' ? 'Category' : 'Service'
    const name = String(one?.name ?? one?.id ?? (typeof second === 'number' ? second + 1 : ''))
    return second === undefined ? 'Categories' : `${kind} ${name}: ${languageField(path) ?? field}`
  }
  if (first === 'regimes') return `Regime ${String(second)}: ${field}`
  if (first === 'regions') return `Region ${String(second)}`
  return languageField(path) ?? field
}

const worded = new Set(['title', 'description', 'purpose', 'data', 'kept', 'heading', 'body'])

/** `Title in de`, for a text that stands in several languages. */
function languageField(path: Path): string | null {
  const [field, language] = path.slice(-2)
  return typeof field === 'string' && worded.has(field) ? `${fieldNames[field]} in ${String(language)}` : null
}

/** What fields are called, here and in lists of changes. */
export const fieldNames: Record<string, string> = {
  id: 'short name',
  name: 'name',
  category: 'category',
  title: 'title',
  description: 'description',
  purpose: 'purpose',
  data: 'what it learns',
  kept: 'how long it keeps it',
  provider: 'provider',
  country: 'country of the provider',
  privacyUrl: 'privacy notice',
  imprintUrl: 'legal notice',
  requests: 'where it loads from',
  cookies: 'cookies',
  storage: 'storage',
  necessary: 'always on',
  soldOrShared: 'sold or shared',
  sensitive: 'sensitive information',
  google: 'Google Consent Mode',
  kind: 'kind',
  expiresAfterDays: 'how long a yes holds',
  askAgainAfterDays: 'when to ask again after a no',
  lifetimeDays: 'days it stays',
  domain: 'domain',
  path: 'path',
  heading: 'heading',
  body: 'text',
  site: 'site',
  layout: 'layout',
  language: 'language',
  regimes: 'regimes',
  regions: 'regions',
  gate: 'gate',
  firstParty: 'hosts of your own',
  delivery: 'where choices are recorded',
  server: 'address of the server',
  key: 'key',
  order: 'order',
  mode: 'mode',
}
