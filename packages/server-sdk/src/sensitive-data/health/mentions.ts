import { folded } from './folded.ts'

const longest = 5
const digit = 28
const ampersand = 29

/** A letter, a digit or the sign in "A&E" as a number; 0 for what ends a word. Letters of other alphabets are one. */
function signOf(code: number): number {
  const small = code | 32
  if (small >= 97 && small <= 122) return small - 96
  if (code >= 48 && code <= 57) return digit
  if (code === 38) return ampersand
  if (code < 0x80 || (code >= 0x2000 && code < 0x2070)) return 0
  return signOfAccented(code)
}

const accented = new Map<number, number>()

function signOfAccented(code: number): number {
  let sign = accented.get(code)
  if (sign === undefined) {
    const plain = folded(String.fromCharCode(code)).toLowerCase()
    sign = /^[a-z]$/.test(plain) ? plain.charCodeAt(0) - 96 : /\p{L}/u.test(plain) ? 30 : 0
    if (accented.size < 2048) accented.set(code, sign)
  }
  return sign
}

/** The first letters of a word as one number. */
function headOf(word: string): number {
  let head = 0
  for (let index = 0; index < word.length && index < longest; index++) {
    const sign = signOf(word.charCodeAt(index))
    if (sign === 0) break
    head = head * 32 + sign
  }
  return head
}

const tailLetters = 4
const tailSize = 32 ** tailLetters
const tailOf = (ending: string) => headOf(ending.slice(-tailLetters))

/**
 * Which words of a text begin or end like some that are looked for. Most texts have none, and the letters tell that in one
 * pass which makes nothing.
 */
export class Mentions<T> {
  readonly #heads = new Map<number, T[]>()
  readonly #tails = new Map<number, T[]>()

  /** A word as a whole or, from five letters on, any that begins like it. */
  add(word: string, what: T): void {
    // Of one letter are the articles of French: "c-section" is looked for by its longer part.
    const part = word.split(/['-]/).find(({ length }) => length > 1)
    const head = headOf(part ?? '')
    if (head < 32) return
    const all = this.#heads.get(head)
    if (!all) this.#heads.set(head, [what])
    else if (!all.includes(what)) all.push(what)
  }

  addEnding(ending: string, what: T): void {
    this.#tails.set(tailOf(ending), [what])
  }

  /** What was added for words of the text, until `visit` says that it is enough. */
  each(text: string, visit: (what: T) => boolean): void {
    let head = 0
    let tail = 0
    let length = 0
    for (let index = 0; index <= text.length; index++) {
      const sign = index < text.length ? signOf(text.charCodeAt(index)) : 0
      if (sign !== 0) {
        if (length < longest) head = head * 32 + sign
        tail = (tail * 32 + sign) % tailSize
        length++
        continue
      }
      if (length > 1) {
        for (const what of this.#heads.get(head) ?? []) if (visit(what)) return
        if (length > tailLetters) for (const what of this.#tails.get(tail) ?? []) if (visit(what)) return
      }
      head = 0
      tail = 0
      length = 0
    }
  }

  in(text: string): boolean {
    let found = false
    this.each(text, () => {
      found = true
      return true
    })
    return found
  }
}
