import { encodeKey } from '../../bson/key-encoding.ts'
import { array, isNullish, nullSafe, positional, unary } from './arguments.ts'
import { distinct } from './arrays.ts'
import type { Operators } from './operators.ts'
import { isTruthy } from './truth.ts'

export const setOperators: Operators = {
  $setUnion: positional(0, Number.POSITIVE_INFINITY, (values, name) => {
    if (values.some(isNullish)) return null
    return [...distinct(values.flatMap((value) => array(value, name, 17043))).values()]
  }),
  $setIntersection: positional(0, Number.POSITIVE_INFINITY, (values, name) => {
    if (values.some(isNullish)) return null
    const [first, ...others] = values.map((value) => distinct(array(value, name, 17047)))
    return [...(first ?? [])].filter(([key]) => others.every((other) => other.has(key))).map(([, value]) => value)
  }),
  $setDifference: nullSafe(2, ([left, right], name) => {
    const removed = distinct(array(right, name, 17049))
    return [...distinct(array(left, name, 17048))].filter(([key]) => !removed.has(key)).map(([, value]) => value)
  }),
  $setEquals: positional(2, Number.POSITIVE_INFINITY, (values, name) => {
    const [first, ...others] = values.map((value) => distinct(array(value, name, 17044)))
    return others.every((other) => other.size === first?.size && [...other.keys()].every((key) => first.has(key)))
  }),
  $setIsSubset: positional(2, 2, ([left, right], name) => {
    const whole = distinct(array(right, name, 17042))
    return array(left, name, 17046).every((value) => whole.has(encodeKey(value)))
  }),
  $anyElementTrue: unary((value, name) => array(value, name, 17041).some(isTruthy)),
  $allElementsTrue: unary((value, name) => array(value, name, 17040).every(isTruthy)),
}
