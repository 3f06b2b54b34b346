import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

type Document = InstanceType<typeof import('pdfkit')>
export type Weight = 'regular' | 'bold' | 'italic'

/** What the fonts that every reader of PDF has can show (WinAnsi). */
const everywhere = /^[\n\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/
const standard = { regular: 'Helvetica', bold: 'Helvetica-Bold', italic: 'Helvetica-Oblique' } as const
const wide = { regular: '400-normal', bold: '700-normal', italic: '400-italic' } as const

const files = createRequire(import.meta.url)

interface Glyphs {
  hasGlyphForCodePoint(code: number): boolean
}

/**
 * Chooses a font by what a text has: the ones of every reader, or, for Greek, Cyrillic, Arabic, Hebrew and all of Latin,
 * one whose letters are put into the file.
 */
export class Fonts {
  readonly #document: Document
  readonly #taken = new Set<string>()

  constructor(document: Document) {
    this.#document = document
  }

  /** Takes the font for a text; the text as it can be shown. What no font has is a question mark. */
  use(text: string, weight: Weight, size: number): string {
    if (everywhere.test(text)) {
      this.#document.font(standard[weight]).fontSize(size)
      return text
    }
    this.#document.font(this.#wide(weight)).fontSize(size)
    const { font } = (this.#document as unknown as { _font: { font: Glyphs } })._font
    return Array.from(text, (character) =>
      /\s/.test(character) || font.hasGlyphForCodePoint(character.codePointAt(0) as number) ? character : '?',
    ).join('')
  }

  #wide(weight: Weight): string {
    const name = `wide-${weight}`
    if (!this.#taken.has(name)) {
      this.#taken.add(name)
      const path = files.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${wide[weight]}.woff`)
      this.#document.registerFont(name, readFileSync(path))
    }
    return name
  }

  /** A text in lines that are no wider, as they are read from left to right. */
  lines(text: string, width: number): string[] {
    const fits = (line: string) => this.#document.widthOfString(line) <= width
    return text.split('\n').flatMap((paragraph) => {
      const lines: string[] = []
      let line = ''
      for (const word of paragraph.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`
        if (fits(longer)) line = longer
        else {
          if (line !== '') lines.push(line)
          line = word
          // What is wider than a line, as addresses and hashes are, is cut where it ends.
          while (!fits(line)) {
            let length = line.length - 1
            while (length > 1 && !fits(line.slice(0, length))) length--
            lines.push(line.slice(0, length))
            line = line.slice(length)
          }
        }
      }
      return [...lines, line].map(leftToRight)
    })
  }
}

const fromTheRight = /[\p{Script=Arabic}\p{Script=Hebrew}]/u

/** What is drawn at once: each word of its own where a space behind it would be turned with its letters. */
export const placedPieces = (line: string): string[] => (fromTheRight.test(line) ? line.split(' ') : [line])

/** Words of scripts that are written from the right stand in the order in which they are seen from the left. */
function leftToRight(line: string): string {
  if (!fromTheRight.test(line)) return line
  const seen: string[] = []
  let turned: string[] = []
  for (const word of line.split(' ')) {
    if (fromTheRight.test(word)) turned.unshift(word)
    else {
      seen.push(...turned, word)
      turned = []
    }
  }
  return [...seen, ...turned].join(' ')
}
