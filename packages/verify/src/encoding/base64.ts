const alphabet = /^[A-Za-z0-9+/]*={0,2}$/

/** Standard Base64 (RFC 4648, section 4) of characters that stand for one byte each. */
export const base64OfCharacters = (characters: string): string => btoa(characters)

/**
 * Reads standard Base64 with padding into characters that stand for one byte each. There is one way to write each
 * sequence of bytes: line ends, missing padding and bits behind the end are refused.
 *
 * @returns `undefined` where it is not such Base64
 */
export function charactersOfBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !alphabet.test(text)) return undefined
  const characters = atob(text)
  return btoa(characters) === text ? characters : undefined
}

export function bytesOfBase64(text: string): Uint8Array | undefined {
  const characters = charactersOfBase64(text)
  return characters === undefined ? undefined : bytesOfCharacters(characters)
}

/** One byte for each character below 256. */
export const bytesOfCharacters = (characters: string): Uint8Array =>
  Uint8Array.from(characters, (character) => character.charCodeAt(0))

export function charactersOfBytes(bytes: Uint8Array): string {
  let characters = ''
  for (let at = 0; at < bytes.length; at += 8192) characters += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return characters
}

export const hexOfCharacters = (characters: string): string =>
  Array.from(characters, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
