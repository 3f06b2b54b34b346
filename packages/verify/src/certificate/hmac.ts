import { hexOfCharacters } from '../encoding/base64.ts'
import { engine } from '../hash/engine.ts'

const block = 64

/** HMAC-SHA-256 (RFC 2104), hex. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): string {
  const short = key.length > block ? digest(key) : key
  const padded = new Uint8Array(block)
  padded.set(short)
  const inner = digest(joined(xor(padded, 0x36), message))
  return hexOfCharacters(engine.sha256(joined(xor(padded, 0x5c), inner)))
}

const digest = (bytes: Uint8Array) => Uint8Array.from(engine.sha256(bytes), (character) => character.charCodeAt(0))
const xor = (bytes: Uint8Array, pad: number) => bytes.map((byte) => byte ^ pad)

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
