/** How people write the @ and the full stops of an address where a program shall not take it for one. */
const inBrackets = (words: string) => String.raw`[([{<]\s?(?:${words})\s?[)\]}>]`
const bracketedAt = inBrackets('at|ät|a|@')
const bracketedDot = inBrackets(String.raw`dot|punkt|\.`)

/**
 * An address with words for its signs, or with room around them. Sources of regular expressions, for the flag `i`: signs of
 * which a text can be asked before it is read for addresses, an @, and a full stop that only stands in an address.
 */
export const spelled = {
  signs: String.raw`%40|${bracketedAt}|\sat\s`,
  at: String.raw`(?:\s{0,3}${bracketedAt}\s{0,3}|\sat\s)`,
  spacedAt: String.raw`(?:\s{1,3}[@＠]\s{0,3}|[@＠]\s{1,3})`,
  dot: String.raw`(?:\s{0,3}${bracketedDot}\s{0,3}|\sdot\s|\s?\.\s?)`,
  /** A full stop with room behind it alone may end a sentence. */
  spacedDot: String.raw`(?:\s{0,3}${bracketedDot}\s{0,3}|\sdot\s|\s\.\s|\.)`,
} as const

const everyAt = new RegExp(`${spelled.at}|${spelled.spacedAt}|%40`, 'iu')
const everyDot = new RegExp(spelled.dot, 'giu')

/** An address as it is meant: `ada (at) example dot com` is `ada@example.com`. */
export const plainAddress = (written: string): string => written.replace(everyAt, '@').replace(everyDot, '.')

const escaped = (text: string) =>
  text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll('\\+', String.raw`(?:\+|%2B)`)

/** Finds one address in whichever way it is written, and none that only ends or begins with it. */
export function spelledAddress(email: string): RegExp {
  const at = email.lastIndexOf('@')
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)].map((part) =>
    part.split('.').map(escaped).join(String.raw`(?:${spelled.dot}|\.\s{0,3})`),
  )
  return new RegExp(
    String.raw`(?:(?<![\p{L}\p{N}._+~-])|(?<=%[\da-f]{2}))${local}(?:${spelled.at}|${spelled.spacedAt}|@|%40)${domain}(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])`,
    'iu',
  )
}
