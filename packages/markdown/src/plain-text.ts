import { type Block, blocksOf } from './blocks.ts'
import { type Inline, inlinesOf } from './inlines.ts'

/** An answer as it reads aloud or is pasted elsewhere: without the signs of Markdown and the marks of citations. */
export const plainText = (text: string): string => blocksOf(text).map(blockText).join('\n')

function blockText(block: Block): string {
  switch (block.type) {
    case 'rule':
      return ''
    case 'code':
      return block.text
    case 'quote':
      return block.blocks.map(blockText).join('\n')
    case 'list':
      return block.items.map((item) => item.map(blockText).join('\n')).join('\n')
    case 'table':
      return block.rows.map((row) => row.map(lineText).join(', ')).join('\n')
    default:
      return lineText(block.text)
  }
}

const lineText = (line: string) => inlinesOf(line).map(inlineText).join('')

function inlineText(piece: Inline): string {
  if (typeof piece === 'string') return piece
  if ('children' in piece) return piece.children.map(inlineText).join('')
  if (piece.type === 'code') return piece.text
  return piece.type === 'break' ? '\n' : ''
}
