import { Binary, BSONRegExp, type Document, isNumber, ObjectId, Timestamp, typeName, type Value } from './values.ts'

/** A value as MongoDB's messages write it. Not for personal data: say where, not what, wherever that is enough. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Map) return describeDocument(value)
  if (Array.isArray(value)) return `[ ${value.map(describe).join(', ')} ]`
  if (isNumber(value)) return value.toString()
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`
  if (value instanceof Timestamp) return `Timestamp(${value.t}, ${value.i})`
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`
  return typeName(value)
}

export function describeDocument(document: Document): string {
  if (document.size === 0) return '{}'
  return `{ ${[...document].map(([name, value]) => `${name}: ${describe(value)}`).join(', ')} }`
}
