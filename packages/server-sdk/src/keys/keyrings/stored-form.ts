import { createHash } from 'node:crypto'

/**
 * How a key is written down, in whatever it lies: hexadecimal text of
 *
 *     form (1 byte: 1 plain, 2 wrapped)  |  payload  |  check (8 bytes)
 *
 * The check is the beginning of SHA-256 over `sotto epoch key`, a zero byte, the epoch's id, a zero byte, form and
 * payload: a flipped digit, a cut line and the key of another epoch are noticed. Exactly 32 bytes are a plain key without
 * form and check, as people make them (`openssl rand -hex 32`) and as the first version wrote them.
 *
 * One text everywhere means that a key moves from one keyring to another by copying it.
 */
export type StoredKey = { form: 'plain' | 'wrapped'; payload: Buffer }

const forms = { plain: 1, wrapped: 2 } as const
const checkLength = 8
const plainLength = 32
/** More than any key service's ciphertext of 32 bytes (that of AWS KMS is at most 6144). */
const longestText = 2 * 16_384

export function writeStoredKey(epoch: string, { form, payload }: StoredKey): string {
  const body = Buffer.concat([Buffer.of(forms[form]), payload])
  return Buffer.concat([body, check(epoch, body)]).toString('hex')
}

/** What was written, or `undefined` when it is damaged or belongs to another epoch. */
export function readStoredKey(epoch: string, text: string): StoredKey | undefined {
  const digits = text.trim()
  if (digits.length > longestText || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return undefined
  const bytes = Buffer.from(digits, 'hex')
  if (bytes.length === plainLength) return { form: 'plain', payload: bytes }
  const body = bytes.subarray(0, -checkLength)
  if (body.length < 2 || !check(epoch, body).equals(bytes.subarray(-checkLength))) return undefined
  const payload = body.subarray(1)
  if (body[0] === forms.wrapped) return { form: 'wrapped', payload }
  return body[0] === forms.plain && payload.length === plainLength ? { form: 'plain', payload } : undefined
}

const check = (epoch: string, body: Buffer) =>
  createHash('sha256').update(`sotto epoch key\0${epoch}\0`).update(body).digest().subarray(0, checkLength)
