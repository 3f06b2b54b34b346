import type { BSONRegExp, Document, Value } from '../bson/values.ts'

export type Comparison = '$eq' | '$lt' | '$lte' | '$gt' | '$gte'

/** What a filter asks, as the matcher tests it and as the planner reads it. */
export type Predicate =
  | { kind: 'all'; parts: readonly Predicate[] }
  | { kind: 'any'; parts: readonly Predicate[] }
  | { kind: 'not'; part: Predicate }
  | { kind: 'constant'; value: boolean }
  | { kind: 'compare'; path: readonly string[]; operator: Comparison; operand: Value }
  | {
      kind: 'in'
      path: readonly string[]
      values: readonly Value[]
      keys: ReadonlySet<string>
      patterns: readonly BSONRegExp[]
      hasNull: boolean
    }
  | { kind: 'exists'; path: readonly string[] }
  | { kind: 'type'; path: readonly string[]; types: ReadonlySet<string> }
  | { kind: 'regex'; path: readonly string[]; regex: BSONRegExp; compiled: RegExp }
  | { kind: 'modulo'; path: readonly string[]; divisor: bigint; remainder: bigint }
  | { kind: 'size'; path: readonly string[]; size: number }
  | { kind: 'elementMatches'; path: readonly string[]; part: Predicate; ofValue: boolean }
  | { kind: 'bits'; path: readonly string[]; test: (bits: (position: number) => boolean) => boolean }
  | { kind: 'custom'; test: (document: Document) => boolean }

/** In a predicate about an array's elements themselves, the path to the element is this one name. */
export const elementPath = ['']
