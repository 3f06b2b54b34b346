import type { ConsentShown } from '@sotto/contracts'

/** Texts as canonical JSON (RFC 8785): every value is a string, so that the order of names is all there is to it. */
const canonical = (shown: ConsentShown) =>
  JSON.stringify(shown, [...Object.keys(shown), ...Object.keys(shown.texts)].sort())

/** SHA-256 of the canonical form in hexadecimal; null where the browser has no cryptography, which is without HTTPS. */
export async function hashOf(shown: ConsentShown): Promise<string | null> {
  const hash = await globalThis.crypto?.subtle?.digest('SHA-256', new TextEncoder().encode(canonical(shown)))
  return hash ? [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('') : null
}
