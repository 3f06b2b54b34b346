import { createHmac, type KeyObject } from 'node:crypto'
import { Binary } from '../mongo/driver.ts'

/**
 * Among how many tokens a value is spread that many rows have, such as the beginning of a name: how often a token comes
 * would tell how common the value is, and so which one.
 */
const places = 64

/** A normalised value of a field. */
export interface LookedUp {
  collection: string
  field: string
  form: string
  /** The row that has it, where what rows have in common is spread. */
  row?: string
}

export interface LookupToken {
  token: Binary
  generation: number
}

/**
 * The token of a normalised value in the generation of a key: 16 bytes of HMAC-SHA-256 over collection, field, value and,
 * for what is spread, the place that the row has among `places`.
 */
export function tokenOf(key: KeyObject, { collection, field, form, row }: LookedUp): Binary {
  const value = `${collection}\0${field}\0${form}`
  if (row === undefined) return token(key, value)
  // Which place is a secret as well: else it would tell rows with a value from those without.
  const place = (mac(key, `${value}\0of\0${row}`)[0] as number) % places
  return token(key, `${value}\0${place}`)
}

/** All tokens that rows may have for a value that is spread. */
export const spreadTokensOf = (key: KeyObject, { collection, field, form }: LookedUp): Binary[] =>
  Array.from({ length: places }, (_place, place) => token(key, `${collection}\0${field}\0${form}\0${place}`))

const mac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest()
const token = (key: KeyObject, text: string) => new Binary(mac(key, text).subarray(0, 16))
