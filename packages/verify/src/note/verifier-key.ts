import { bytesOfBase64, hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { engine } from '../hash/engine.ts'

/** How a key signs: the text of a note, or as a witness the text with a time. */
export type SignatureType = 'ed25519' | 'cosignature'

/** A public key with the name that it signs for (C2SP signed-note). */
export interface VerifierKey {
  /** For a log, its origin. */
  name: string
  /** The key id: 8 hex digits. */
  id: string
  type: SignatureType
  /** 32 bytes. */
  publicKey: Uint8Array
}

const types: readonly [number, SignatureType][] = [
  [1, 'ed25519'],
  [4, 'cosignature'],
]

/** The first four bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key), in hex. */
function keyId(name: string, type: SignatureType, publicKey: Uint8Array): string {
  const byte = type === 'ed25519' ? 1 : 4
  return hexOfCharacters(engine.sha256(Uint8Array.of(...bytesOfText(`${name}\n`), byte, ...publicKey)).slice(0, 4))
}

/**
 * Reads a verifier key: `<name>+<8 hex digits>+<Base64 of type and public key>`.
 *
 * @throws FormatError when it has another form, is of another type than Ed25519 (1) or a witness's cosignature (4), or
 *   its id is not that of its name and key
 */
export function readVerifierKey(text: string): VerifierKey {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  if (name === undefined || id === undefined || encoded === undefined)
    throw new FormatError('A verifier key has the form NAME+8 HEX DIGITS+BASE64.')
  const bytes = bytesOfBase64(encoded)
  const type = types.find(([byte]) => byte === bytes?.[0])?.[1]
  if (bytes === undefined || bytes.length !== 33 || type === undefined)
    throw new FormatError(`The verifier key of ${name} is no Ed25519 key: 33 bytes are needed, the first 1 or 4.`)
  const publicKey = bytes.subarray(1)
  if (keyId(name, type, publicKey) !== id)
    throw new FormatError(`The verifier key of ${name} was altered: its id ${id} is not that of its name and key.`)
  return { name, id, type, publicKey }
}

/** The same key as it signs for another name: the logs of one team, before and after a restore, share a key. */
export const keyForName = (key: VerifierKey, name: string): VerifierKey => ({
  ...key,
  name,
  id: keyId(name, key.type, key.publicKey),
})

export const isSameKey = (one: VerifierKey, other: VerifierKey): boolean =>
  one.type === other.type && one.publicKey.every((byte, index) => byte === other.publicKey[index])
