import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'
import { SottoError } from '../errors.ts'

/**
 * The sealed form of a row:
 *
 * | bytes | content |
 * |---|---|
 * | 1 | format, 1 or 2 |
 * | 4 | key version, unsigned, big endian |
 * | 12 | nonce, random |
 * | n | AES-256-GCM ciphertext |
 * | 16 | tag |
 *
 * Additional authenticated data: format, then team, collection, document, key version and row version, each as its
 * length (4 bytes) and UTF-8 bytes; in format 2 followed by what it lies within, likewise. What is moved to another row, put
 * back from an older version, or cut, never opens. What format a ciphertext has is in its additional data: none becomes the
 * other.
 */
const alone = 1
const withinAnother = 2
const header = 1 + 4 + 12
const tagLength = 16

/** What a ciphertext is bound to. */
export interface SealedPlace {
  team: string
  collection: string
  document: string
  rowVersion: number
  /** The row of which it is part, and the silo in which it lies: a message opens in its own conversation alone. */
  within?: string | undefined
}

/**
 * A ciphertext does not belong where it was found, was changed, or its key is another one. Whoever asked is told which row
 * it is: nothing else leads to it.
 */
export class SealBrokenError extends SottoError {
  override readonly name = 'SealBrokenError'
  constructor(place: SealedPlace) {
    super(
      'row_not_authentic',
      `The sealed part of ${place.collection} ${place.document} does not open: it was changed, moved or put back from an older version, outside of Sotto. Put the row back from a backup, or delete it from the database.`,
    )
  }
}

// One system call for 409 nonces: drawing each by itself costs more than sealing a short row.
const nonces = Buffer.alloc(12 * 409)
let used = nonces.length
function nonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces)
    used = 0
  }
  used += 12
  return Buffer.from(nonces.subarray(used - 12, used))
}

function additionalData(place: SealedPlace, keyVersion: number, format: number): Buffer {
  const { team, collection, document } = place
  const within = format === alone ? undefined : (place.within ?? '')
  // Rows are opened by the thousand, of one team and collection.
  if (team !== began.team || collection !== began.collection)
    began = { team, collection, text: `${measured(team)}${measured(collection)}` }
  const end = `${measured(String(place.rowVersion))}${within === undefined ? '' : measured(within)}`
  const text = `${String.fromCharCode(format)}${began.text}${measured(document)}${measured(String(keyVersion))}${end}`
  // Ids and names are ASCII, of which a text has as many characters as bytes; lengths above 127 are not.
  const bytes = Buffer.from(text, 'latin1')
  if (Buffer.byteLength(text) === text.length) return bytes
  const parts = [team, collection, document, String(keyVersion), String(place.rowVersion)]
  return additionalBytes(format, within === undefined ? parts : [...parts, within])
}

const measured = (part: string) => `\0\0\0${String.fromCharCode(part.length)}${part}`
let began = { team: '', collection: '', text: `${measured('')}${measured('')}` }

function additionalBytes(format: number, parts: readonly string[]): Buffer {
  const chunks = parts.flatMap((part) => {
    const bytes = Buffer.from(part)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat([Buffer.of(format), ...chunks])
}

/** Seals bytes at a place. */
export function seal(key: KeyObject, keyVersion: number, place: SealedPlace, plaintext: Uint8Array): Buffer {
  const iv = nonce()
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength })
  const format = place.within === undefined ? alone : withinAnother
  cipher.setAAD(additionalData(place, keyVersion, format))
  const sealed = Buffer.allocUnsafe(header + plaintext.length + tagLength)
  sealed[0] = format
  sealed.writeUInt32BE(keyVersion, 1)
  sealed.set(iv, 5)
  sealed.set(cipher.update(plaintext), header)
  // GCM is a stream: the end has a tag, and no more bytes.
  cipher.final()
  sealed.set(cipher.getAuthTag(), header + plaintext.length)
  return sealed
}

/** The version of the key with which something was sealed. */
export function keyVersionOf(sealed: Buffer): number {
  if (sealed.length < header + tagLength || (sealed[0] !== alone && sealed[0] !== withinAnother)) return -1
  return sealed.readUInt32BE(1)
}

/**
 * Opens what was sealed at a place.
 *
 * @throws SealBrokenError when it was sealed elsewhere, with another key, or was changed.
 */
export function open(key: KeyObject, place: SealedPlace, sealed: Buffer): Buffer {
  const keyVersion = keyVersionOf(sealed)
  if (keyVersion < 0) throw new SealBrokenError(place)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, header), { authTagLength: tagLength })
  decipher.setAAD(additionalData(place, keyVersion, sealed[0] as number))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    const plaintext = decipher.update(sealed.subarray(header, sealed.length - tagLength))
    decipher.final()
    return plaintext
  } catch {
    throw new SealBrokenError(place)
  }
}
