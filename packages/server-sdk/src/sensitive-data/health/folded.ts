/** Beyond ASCII. */
const accented = /[\u0080-\uffff]/g
const folds = new Map<string, string>()

function fold(character: string): string {
  let plain = folds.get(character)
  if (plain === undefined) {
    const first = character.normalize('NFD')[0] as string
    plain = /\p{L}/u.test(character) && first < '\u0080' ? first : character
    if (folds.size < 2048) folds.set(character, plain)
  }
  return plain
}

/**
 * Letters without their accents, which half of all people leave out; as long as it was, so that places stay. The dash and
 * the curved apostrophe are as typed on a keyboard.
 */
export const folded = (text: string): string => text.replace(/[\u2018\u2019\u02bc]/g, "'").replace(accented, fold)

/** A pattern that was written with accents, for texts that are {@link folded}. */
export const foldedPattern = (pattern: RegExp): RegExp => new RegExp(folded(pattern.source), pattern.flags)
