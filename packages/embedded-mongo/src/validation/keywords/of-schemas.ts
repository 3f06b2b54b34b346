import { document, type Value } from '../../bson/values.ts'
import { type Keyword, listOf } from './rule.ts'

function combined(keeps: (matched: number, all: number) => boolean): Keyword {
  return (operand, { name, subschema }) => {
    const checks = listOf(operand, name).map((entry) => subschema(entry))
    const matched = (value: Value) => {
      let count = 0
      for (const check of checks) if (check.keeps(value)) count += 1
      return count
    }
    return {
      keeps: (value) => keeps(matched(value), checks.length),
      broken: (value) =>
        document({ operatorName: name, reason: `${matched(value)} of ${checks.length} schemas matched` }),
    }
  }
}

const allOf: Keyword = combined((matched, all) => matched === all)
const anyOf: Keyword = combined((matched) => matched > 0)
const oneOf: Keyword = combined((matched) => matched === 1)
const not: Keyword = (operand, { name, subschema }) => {
  const check = subschema(operand)
  return {
    keeps: (value) => !check.keeps(value),
    broken: () => document({ operatorName: name, reason: 'child expression matched' }),
  }
}

export const ofSchemas = { allOf, anyOf, oneOf, not }
