import { isZero } from '../../bson/decimal.ts'
import { exact } from '../../bson/numbers.ts'
import { isNumber, Undefined, type Value } from '../../bson/values.ts'

/** Everything is true but false, null, missing, and zero. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value instanceof Undefined) return false
  return !(isNumber(value) && isZero(exact(value)))
}
