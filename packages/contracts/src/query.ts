import { z } from 'zod'

/**
 * A whole number in a query: plain decimal digits and nothing else. No sign, space, point, exponent or other base, which
 * `Number` would read, so that a mistyped place is refused instead of meaning another one.
 */
export const decimal = (least: number, most: number) =>
  z.preprocess(
    (given: number | string) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given),
    z
      .int({ error: ({ code }) => (code === 'invalid_type' ? 'must be a whole number, written in digits' : undefined) })
      .min(least)
      .max(most),
  )

type Instants = { [name: string]: unknown }

/**
 * Refuses a period whose end lies before its beginning, and names both, where both are given. Without it such a period
 * would be empty, which looks like a period in which nothing happened.
 */
export const inOrder =
  (beginning: string, end: string) =>
  ({ value, issues }: z.core.ParsePayload<Instants>) => {
    const [from, until] = [value[beginning], value[end]]
    if (typeof from !== 'string' || typeof until !== 'string' || Date.parse(from) <= Date.parse(until)) return
    const of = (name: string, message: string) => ({ code: 'custom' as const, input: value, path: [name], message })
    issues.push(of(beginning, `must not be later than ${end}`), of(end, `must not be earlier than ${beginning}`))
  }
