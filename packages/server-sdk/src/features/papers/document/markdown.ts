import { createHash } from 'node:crypto'
import type { PaperBlock } from '@sotto/contracts'

/** Text as CommonMark reads it back: nothing in it is markup, web addresses are links. */
function plain(text: string): string {
  let out = ''
  let end = 0
  const said = (part: string) => part.replace(/[\\`*_[\]<>|#~&]/g, '\\$&')
  for (const { 0: found, index } of text.matchAll(/https?:\/\/[^\s<>"'|]+/g)) {
    const url = found.replace(/[.,;:!?)\]]+$/, '')
    out += `${said(text.slice(end, index))}<${url}>`
    end = index + url.length
  }
  return out + said(text.slice(end))
}

/** What would begin a list or a quotation at the start of a line does not. */
const lines = (text: string): string =>
  plain(text)
    .split(/\r?\n/)
    .map((line) =>
      line.replace(/^(\s*)([-+=]|\d+[.)])(?=\s|$)/, (_all, space: string, mark: string) => `${space}\\${mark}`),
    )
    .join('  \n')

const cell = (text: string): string => plain(text).replace(/\s*\r?\n\s*/g, ', ')
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`

function blockOf(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${cell(block.text)}`
    case 'paragraph':
      return lines(block.text)
    case 'note':
      return lines(block.text)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${cell(item)}`).join('\n')
    case 'facts':
      return block.rows.map(({ name, text }) => `- **${cell(name)}:** ${cell(text)}`).join('\n')
    case 'table':
      return [row(block.head), `|${block.head.map(() => '---').join('|')}|`, ...block.rows.map(row)].join('\n')
  }
}

/** A paper as Markdown (CommonMark with tables): the text whose hash is published and signed. */
export const markdownOf = (title: string, blocks: readonly PaperBlock[]): string =>
  `${[`# ${cell(title)}`, ...blocks.map(blockOf)].join('\n\n')}\n`

/** SHA-256 of the Markdown, hex. */
export const hashOf = (markdown: string): string => createHash('sha256').update(markdown).digest('hex')
