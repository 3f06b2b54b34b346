import { readFileSync } from 'node:fs'
import { marked } from 'marked'

/**
 * @typedef {{ kind: 'title' | 'heading' | 'paragraph', text: string }
 *   | { kind: 'list', items: string[] }
 *   | { kind: 'table', head: string[], rows: string[][] }} Block
 */

/**
 * Reads a Markdown source into the few kinds of block that the typesetters know.
 *
 * @param {string} name file name in `source/`
 * @returns {Block[]}
 * @throws {Error} when the source uses Markdown that no typesetter can set
 */
export function readSource(name) {
  const markdown = readFileSync(new URL(`../source/${name}`, import.meta.url), 'utf8')
  return marked
    .lexer(markdown)
    .filter((token) => token.type !== 'space')
    .map((token) => toBlock(token, name))
}

function toBlock(token, name) {
  switch (token.type) {
    case 'heading':
      return { kind: token.depth === 1 ? 'title' : 'heading', text: typographic(token.text) }
    case 'paragraph':
      return { kind: 'paragraph', text: typographic(token.text) }
    case 'list':
      return { kind: 'list', items: token.items.map((item) => typographic(item.text)) }
    case 'table':
      return {
        kind: 'table',
        head: token.header.map((cell) => typographic(cell.text)),
        rows: token.rows.map((row) => row.map((cell) => typographic(cell.text))),
      }
    default:
      throw new Error(
        `source/${name} has a ${token.type} ("${token.raw.slice(0, 40)}"). Use headings, paragraphs, flat lists and tables.`,
      )
  }
}

/** Typographic apostrophes, and numbers that stay on one line with their unit. */
function typographic(text) {
  const unit = /(\d) (%|mm|km|kg|bar|cm|N m|minutes|days)(?![\p{L}])/gu
  return text.replaceAll("'", '’').replace(unit, '$1\u00a0$2')
}
