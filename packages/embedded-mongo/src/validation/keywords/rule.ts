import {
  type Document,
  document,
  isDocument,
  isNumber,
  type NumberValue,
  toNumber,
  typeName,
  type Value,
} from '../../bson/values.ts'
import { failedToParse, typeMismatch } from '../../errors/command-error.ts'

/**
 * One rule of a schema. Nearly every document keeps all of them, so to answer that costs nothing that is only needed to say
 * what is wrong.
 */
export interface Rule {
  keeps(value: Value): boolean
  /** What a value that does not keep it breaks. Values themselves are not repeated: they may be personal. */
  broken(value: Value): Document
}

/** All rules of a schema. */
export interface Check {
  keeps(value: Value): boolean
  broken(value: Value): Document[]
}

/** Where a keyword stands. */
export interface Place {
  name: string
  /** The schema in which it stands: some keywords depend on others. */
  schema: Document
  /** The rules of a schema within it, which is called by the keyword, unless it says otherwise. */
  subschema(value: Value, called?: string): Check
}

/** The rule that a keyword makes of what is written behind it; `undefined` where it says nothing by itself. */
export type Keyword = (operand: Value, place: Place) => Rule | undefined

export const ignored: Keyword = () => undefined

export function listOf(value: Value, name: string): Value[] {
  if (!Array.isArray(value) || value.length === 0)
    throw typeMismatch(`$jsonSchema keyword '${name}' must be an array that is not empty`)
  return value
}

export function numberOf(value: Value, name: string): NumberValue {
  if (!isNumber(value)) throw typeMismatch(`$jsonSchema keyword '${name}' must be a number`)
  return value
}

export function countOf(value: Value, name: string): number {
  const count = toNumber(value)
  if (count === undefined || !Number.isInteger(count) || count < 0)
    throw failedToParse(`$jsonSchema keyword '${name}' must be a whole number that is not negative`)
  return count
}

export function failure(name: string, operand: Value, more: Record<string, Value | undefined> = {}): Document {
  return document({ operatorName: name, specifiedAs: new Map([[name, operand]]), ...more })
}

/** A rule about values of some kind; others keep it. */
export function about<T extends Value>(
  isAbout: (value: Value) => value is T,
  keeps: (value: T) => boolean,
  name: string,
  operand: Value,
  reason: string,
): Rule {
  return {
    keeps: (value) => !isAbout(value) || keeps(value),
    broken: (value) => failure(name, operand, { reason, consideredType: typeName(value) }),
  }
}

/** A rule about documents; other values keep it. */
export function aboutDocuments(keeps: (value: Document) => boolean, broken: (value: Document) => Document): Rule {
  return {
    keeps: (value) => !isDocument(value) || keeps(value),
    broken: (value) => broken(value as Document),
  }
}

export const nothingAllowed: Check = { keeps: () => false, broken: () => [new Map<string, Value>()] }
export const everythingAllowed: Check = { keeps: () => true, broken: () => [] }
