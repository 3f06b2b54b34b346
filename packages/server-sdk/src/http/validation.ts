import { type AnyEndpoint, type FieldProblem, pathParameters } from '@sotto/contracts'
import { z } from 'zod'
import { notFound, nounOf, SottoError } from '../errors.ts'

type Issue = z.core.$ZodIssue
/** Which part of a request, as it stands before the names of its fields. */
export type Place = 'query' | 'body' | 'headers'

const articles: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let at = input
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return at
}

const formats: Record<string, string> = {
  date: 'must be a day, such as 2026-05-03',
  datetime: 'must be a date and time in UTC, such as 2026-05-03T09:30:00Z',
  uuid: 'must be a UUID, such as 2f1c6d1e-4a0b-4c7e-9d5a-0f6b1f2f3a4b',
}

const quantities: Record<string, string> = { string: 'characters', array: 'items', number: '' }

function bounds(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  // A declaration that says it in its own words is quoted; only zod's own words begin so.
  if (!/^Too (small|big)/.test(issue.message)) return issue.message
  const unit = quantities[issue.origin] ?? ''
  const least = issue.code === 'too_small'
  const bound = String(least ? issue.minimum : issue.maximum)
  const words = issue.inclusive === false ? (least ? 'more than' : 'less than') : least ? 'at least' : 'at most'
  return unit ? `must have ${words} ${bound} ${unit}` : `must be ${words} ${bound}`
}

/** What is wrong and what would be accepted, without the value that came. */
function messageOf(issue: Issue, input: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      if (!issue.message.startsWith('Invalid input')) return issue.message
      const wanted = articles[issue.expected] ?? `of the type ${issue.expected}`
      return valueAt(input, issue.path) === undefined ? `is needed and must be ${wanted}` : `must be ${wanted}`
    }
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
    case 'too_big':
      return bounds(issue)
    case 'invalid_format':
      // As with bounds, words of a declaration are quoted.
      return issue.message.startsWith('Invalid ') ? (formats[issue.format] ?? issue.message) : issue.message
    default:
      return issue.message.replace(/^Invalid input$/, 'has none of the accepted forms')
  }
}

/** Of several forms that a value might have had, the one that it comes nearest to. */
function nearest(branches: readonly Issue[][]): Issue[] {
  const distance = (issues: readonly Issue[]) =>
    issues.reduce((sum, { code, path }) => sum + (code === 'unrecognized_keys' || path.length === 0 ? 10 : 1), 0)
  return [...branches].sort((a, b) => distance(a) - distance(b))[0] ?? []
}

const fieldName = (place: Place, path: readonly PropertyKey[]) =>
  [
    place,
    ...path.map((step) =>
      String(step)
        .replace(/\p{Cc}/gu, '')
        .slice(0, 60),
    ),
  ].join('.')

/** Of two bounds that a number missed, the later one is the declaration's: the first is that of all whole numbers. */
const isSaidCloser = (issue: Issue, index: number, issues: readonly Issue[]) =>
  (issue.code === 'too_big' || issue.code === 'too_small') &&
  issues.some(
    (other, at) =>
      at > index && other.code === issue.code && z.core.toDotPath(other.path) === z.core.toDotPath(issue.path),
  )

function problemsOf(
  issues: readonly Issue[],
  place: Place,
  input: unknown,
  above: readonly PropertyKey[] = [],
): FieldProblem[] {
  return issues.flatMap((issue, index): FieldProblem[] => {
    if (isSaidCloser(issue, index, issues)) return []
    const path = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        field: fieldName(place, [...path, key]),
        message: 'is not known here; leave it out',
      }))
    if (issue.code === 'invalid_union' && issue.errors.length > 0 && issue.errors.some((branch) => branch.length > 0))
      return problemsOf(nearest(issue.errors), place, input, path)
    return [{ field: fieldName(place, path), message: messageOf({ ...issue, path }, input) }]
  })
}

const mostShown = 20

/**
 * A part of the request as its schema makes it.
 *
 * @throws SottoError `invalid_request` with every field that is wrong (the first 20), and never a value
 */
export function checked(schema: z.ZodType, input: unknown, place: Place): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const errors = problemsOf(parsed.error.issues, place, input).slice(0, mostShown)
  const fields = [...new Set(errors.map(({ field }) => field))].join(', ')
  throw new SottoError('invalid_request', `Not accepted: ${fields}. The reasons are in \`errors\`.`, { errors })
}

/** The query of an endpoint. @throws SottoError `invalid_request`, also for a key that comes twice */
export function checkedQuery(endpoint: AnyEndpoint, url: string): unknown {
  const start = url.indexOf('?')
  const search = new URLSearchParams(start < 0 ? '' : url.slice(start + 1))
  const repeated = [...new Set([...search.keys()].filter((key, index, all) => all.indexOf(key) !== index))]
  if (repeated.length > 0)
    throw new SottoError('invalid_request', 'A key of the query came more than once.', {
      errors: repeated
        .slice(0, mostShown)
        .map((key) => ({ field: fieldName('query', [key]), message: 'must be given once' })),
    })
  const { query } = endpoint.definition
  if (!query) {
    const [first] = search.keys()
    if (first === undefined) return undefined
    throw new SottoError('invalid_request', 'This endpoint takes no query.', {
      errors: [{ field: fieldName('query', [first]), message: 'is not known here; leave it out' }],
    })
  }
  return checked(query, Object.fromEntries(search), 'query')
}

/**
 * The ids in the path. One that cannot be an id is refused in the same words as one that is somebody else's: those of
 * the thing that the path leads to.
 *
 * @throws SottoError `not_found`
 */
export function checkedParams(
  endpoint: AnyEndpoint,
  params: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const parsed = endpoint.params.safeParse({ ...params })
  if (parsed.success) return parsed.data as Record<string, string>
  const last = endpoint.paramNames.at(-1) as string
  throw notFound(last in pathParameters ? nounOf(pathParameters[last as keyof typeof pathParameters]) : 'team')
}
