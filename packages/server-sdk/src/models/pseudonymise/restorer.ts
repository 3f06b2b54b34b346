import { beginningOfPlaceholder, findPlaceholders } from './placeholder.ts'

/** Puts real values back into text that arrives in pieces. */
export interface Restorer {
  /** @returns what can be shown already: never a part of a placeholder. */
  push(piece: string): string
  /** @returns what was held back. The restorer can be used for another text afterwards. */
  end(): string
}

/** The joined output equals `restore` of the joined input, however the input was cut. */
export function createRestorer(
  kinds: ReadonlySet<string>,
  spellingOf: (label: string) => string | undefined,
): Restorer {
  let held = ''
  /** The first half of a surrogate pair whose second half is still to come. */
  let halfCharacter = ''
  /** The last character that went by: a placeholder without brackets must not continue a word. */
  let before = ''

  function take(length: number): string {
    const taken = held.slice(0, length)
    if (taken === '') return ''
    const withContext = before + taken
    const restored = restore(withContext, kinds, spellingOf, before.length)
    before = Array.from(withContext).at(-1) ?? ''
    held = held.slice(length)
    return restored
  }

  return {
    push(piece) {
      held += halfCharacter + piece
      halfCharacter = /[\ud800-\udbff]$/.exec(held)?.[0] ?? ''
      held = held.slice(0, held.length - halfCharacter.length)
      const context = before.length
      return take(Math.max(0, beginningOfPlaceholder(before + held, kinds) - context))
    },
    end() {
      held += halfCharacter
      halfCharacter = ''
      const rest = take(held.length)
      before = ''
      return rest
    },
  }
}

/** Restores what stands behind `begin`; what stands before it is only looked at. */
export function restore(
  text: string,
  kinds: ReadonlySet<string>,
  spellingOf: (label: string) => string | undefined,
  begin = 0,
): string {
  let restored = ''
  let position = begin
  for (const match of findPlaceholders(text, kinds)) {
    const value = spellingOf(match.label)
    if (value === undefined || match.start < begin) continue
    restored += text.slice(position, match.start) + value
    position = match.end
  }
  return restored + text.slice(position)
}
