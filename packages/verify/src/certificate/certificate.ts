import { FormatError } from '../errors/format-error.ts'
import { canonical } from '../receipt/canonical.ts'
import { isObject, isText, isTime } from '../receipt/objects.ts'

/** What is said to have been done with the rows of one collection. */
export interface CertifiedCollection {
  collection: string
  deleted: number
  anonymised: number
  withheld: number
  /** What remains of those that are anonymised. */
  kept: { field: string; as: 'as is' | 'day' }[]
}

/** The facts of an erasure. Nothing of the person but an HMAC. */
export interface ErasureCertificate {
  erasure: string
  team: string
  request: string | null
  /** HMAC-SHA-256 under the nonce, hex, of the normalised address. */
  person: { address: 'email' | 'phone' | 'external-id' | 'contact-id' | 'team'; hmac: string }
  /** ISO 8601, UTC. */
  begun: string
  completed: string
  collections: CertifiedCollection[]
  keys: { destroyed: number; epoch: string }
  withheld: { collection: string; count: number; why: string; ground: string; until: string | null }[]
  /** Older certificates lack `unreadable`. */
  scan: { rows: number; collections: number; found: number; mentions: number; unreadable?: number }
  processors: { name: string; state: string; at: string | null }[]
  providers: { provider: string; model: string; last: string; clear: string | null }[]
  /** A forecast, until a supplement confirms it. */
  backups: { method: string; expected: string; confirmation: string }
  suppressedUntil: string | null
}

/** What became known of an erasure later. */
export interface ErasureSupplement {
  /** SHA-256 of the certificate, hex. */
  certificate: string
  erasure: string
  team: string
  at: string
  says: { what: string } & Record<string, unknown>
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const orNull = (is: (value: unknown) => boolean) => (value: unknown) => value === null || is(value)
const listOf = (is: (value: Record<string, unknown>) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every((one) => isObject(one) && is(one))
const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

type Checks = Record<string, (value: unknown) => boolean>

/** Fields that are not known here are signed too, and left alone. */
const certificateChecks: Checks = {
  erasure: isText,
  team: isText,
  request: orNull(isText),
  person: (value) => isObject(value) && isText(value.address) && isHash(value.hmac),
  begun: isTime,
  completed: isTime,
  collections: listOf(
    ({ collection, deleted, anonymised, withheld, kept }) =>
      isText(collection) && [deleted, anonymised, withheld].every(isCount) && Array.isArray(kept),
  ),
  keys: (value) => isObject(value) && isCount(value.destroyed) && isText(value.epoch),
  withheld: listOf(
    ({ collection, count, why, ground, until }) =>
      isText(collection) && isCount(count) && isText(why) && isText(ground) && orNull(isTime)(until),
  ),
  scan: (value) =>
    isObject(value) &&
    [value.rows, value.collections, value.found, value.mentions, value.unreadable ?? 0].every(isCount),
  processors: listOf(({ name, state, at }) => typeof name === 'string' && isText(state) && orNull(isTime)(at)),
  providers: listOf(
    ({ provider, model, last, clear }) => isText(provider) && isText(model) && isTime(last) && orNull(isTime)(clear),
  ),
  backups: (value) => isObject(value) && isTime(value.expected),
  suppressedUntil: orNull(isTime),
}

const supplementChecks: Checks = {
  certificate: isHash,
  erasure: isText,
  team: isText,
  at: isTime,
  says: (value) => isObject(value) && isText(value.what),
}

function read(text: string, what: string, checks: Checks): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FormatError(`${what} is not JSON.`)
  }
  if (!isObject(value) || !text.isWellFormed() || canonical(value) !== text)
    throw new FormatError(`${what} is not canonical JSON (RFC 8785).`)
  const wrong = Object.keys(checks).filter((name) => !checks[name]?.(value[name]))
  if (wrong.length > 0) throw new FormatError(`${what} has no valid ${wrong.join(', ')}.`)
  return value
}

/** @throws FormatError */
export const readCertificate = (text: string): ErasureCertificate =>
  read(text, 'The certificate', certificateChecks) as unknown as ErasureCertificate

/** @throws FormatError */
export const readSupplement = (text: string): ErasureSupplement =>
  read(text, 'The supplement', supplementChecks) as unknown as ErasureSupplement

export interface SignedPart {
  text: string
  /** 64 bytes, Base64. */
  signature: string
  proof: string
}

export interface CertificateParts {
  certificate: SignedPart
  verifier: string
  supplements: SignedPart[]
}

/**
 * The parts of a file. There is one way to write one, so that no byte of it can be changed unseen.
 *
 * @throws FormatError
 */
export function partsOf(file: string): CertificateParts {
  let value: unknown
  try {
    value = JSON.parse(file)
  } catch {
    throw new FormatError('The file is not JSON.')
  }
  if (!isObject(value) || value['sotto-certificate'] !== 1)
    throw new FormatError('The file is not a certificate of version 1.')
  const { certificate, signature, verifier, proof, supplements } = value
  const signed = (text: unknown, by: unknown, shown: unknown): SignedPart => {
    if (!isText(text) || !isText(by) || !isText(shown))
      throw new FormatError('A text, its signature or its proof is missing.')
    return { text, signature: by, proof: shown }
  }
  if (!isText(verifier) || !Array.isArray(supplements))
    throw new FormatError('The key or the list of supplements is missing.')
  const parts: CertificateParts = {
    certificate: signed(certificate, signature, proof),
    verifier,
    supplements: supplements.map((one: unknown) => {
      const { supplement, signature: by, proof: shown } = isObject(one) ? one : {}
      return signed(supplement, by, shown)
    }),
  }
  if (file !== writtenOf(parts) && file !== `${writtenOf(parts)}\n`)
    throw new FormatError('The file is not written as a certificate is: something was added, or its form was changed.')
  return parts
}

const writtenOf = ({ certificate, verifier, supplements }: CertificateParts): string =>
  JSON.stringify({
    'sotto-certificate': 1,
    certificate: certificate.text,
    signature: certificate.signature,
    verifier,
    proof: certificate.proof,
    supplements: supplements.map(({ text, signature, proof }) => ({ supplement: text, signature, proof })),
  })
