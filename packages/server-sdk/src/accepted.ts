import type { z } from 'zod'
import { SottoError } from './errors.ts'

/**
 * An input as its schema makes it, defaults filled in.
 *
 * @throws SottoError `invalid_request` with each field that is wrong, and never a value
 */
export function accepted<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new SottoError('invalid_request', undefined, {
    errors: parsed.error.issues.map(({ path, message }) => ({ field: ['body', ...path].join('.'), message })),
  })
}
