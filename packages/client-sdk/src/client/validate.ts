import type { z } from 'zod'
import { SottoResponseError } from '../errors/sotto-response-error.ts'

type Issue = z.core.$ZodIssue
type Container = Record<PropertyKey, unknown>

const parentOf = (value: unknown, path: readonly PropertyKey[]) =>
  path.slice(0, -1).reduce<unknown>((at, key) => (at as Container | undefined)?.[key], value) as Container
const at = (value: unknown, path: readonly PropertyKey[]) => parentOf(value, path)?.[path.at(-1) as PropertyKey]
const put = (value: unknown, path: readonly PropertyKey[], content: unknown) => {
  parentOf(value, path)[path.at(-1) as PropertyKey] = content
}

/** Error codes are added over time: the answer of a newer server is no worse for naming one that we do not know. */
const isNewerCode = (value: unknown, { code, path }: Issue) =>
  code === 'invalid_value' && path.at(-1) === 'code' && typeof at(value, path) === 'string'

/**
 * The value in the form that the contract promises. Unknown fields are left out.
 *
 * @throws SottoResponseError that names operation and fields
 */
export function validated<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  operation: string,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { issues } = result.error
  if (!issues.every((issue) => isNewerCode(value, issue)))
    throw new SottoResponseError(
      operation,
      issues.map(({ path, message }) => ({
        field: path.map(String).join('.') || 'body',
        message: message.replace(/^Invalid \w+: /, ''),
      })),
    )
  const copy = structuredClone(value)
  for (const { path } of issues) put(copy, path, 'internal')
  const data = schema.parse(copy)
  for (const { path } of issues) put(data, path, at(value, path))
  return data
}
