const encoder = new TextEncoder()
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

export const bytesOfText = (text: string): Uint8Array => encoder.encode(text)

/** @returns `undefined` where the bytes are not UTF-8 */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** For showing only: what is not UTF-8 becomes U+FFFD. */
export const shownText = (bytes: Uint8Array): string => lenient.decode(bytes)

/** A whole number as the formats write it: decimal, no sign, no leading zero, at most 2^53 - 1. */
export function wholeNumber(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
