import { Lexer, type Token, type Tokens } from 'marked'
import { parseFragment } from 'parse5'
import { type BlockList, blockList, oneLine, titleFromHeadings } from './blocks.ts'
import type { Block } from './document.ts'
import { walkHtml } from './html.ts'
import { addTable } from './tables.ts'

/** Markdown (CommonMark with tables and task lists) as the text that a reader sees. */
export function parseMarkdown(source: string): { blocks: Block[]; title?: string } {
  const front = /^---\n([\s\S]*?)\n(?:---|\.\.\.)(?:\n|$)/.exec(source)
  const isFront = front && /^[\w-]+\s*:/m.test(front[1] ?? '')
  const list = blockList()
  addTokens(new Lexer({ gfm: true }).lex(isFront ? source.slice(front[0].length) : source), list)
  const stated = isFront ? /^title\s*:\s*(.+)$/im.exec(front[1] ?? '')?.[1]?.replace(/^(["'])(.*)\1$/, '$2') : undefined
  const title = (stated && oneLine(stated)) || titleFromHeadings(list.blocks)
  return { blocks: list.blocks, ...(title ? { title } : {}) }
}

function addTokens(tokens: readonly Token[], list: BlockList): void {
  for (const token of tokens as readonly (Token & Tokens.Generic)[]) {
    switch (token.type) {
      case 'heading':
        list.heading(inlineText(token), token.depth)
        break
      case 'code':
        list.add('code', token.text)
        break
      case 'blockquote':
        addTokens(token.tokens ?? [], list)
        break
      case 'list':
        addList(token as Tokens.List, list, 1)
        break
      case 'table':
        addMarkdownTable(token as Tokens.Table, list)
        break
      case 'html':
        walkHtml(parseFragment(token.text).childNodes, list)
        break
      case 'space':
      case 'hr':
      case 'def':
        break
      default:
        list.add('paragraph', inlineText(token))
    }
  }
}

function addList(token: Tokens.List, list: BlockList, level: number): void {
  let number = Number(token.start) || 1
  for (const item of token.items) {
    const nested = item.tokens.filter((child) => child.type === 'list' || child.type === 'table')
    const own = item.tokens.filter((child) => !nested.includes(child)).map(inlineText)
    const text = oneLine(own.join(' '))
    list.add('list-item', token.ordered && text !== '' ? `${number}. ${text}` : text, { level })
    number += 1
    for (const child of nested) {
      if (child.type === 'list') addList(child as Tokens.List, list, level + 1)
      else addMarkdownTable(child as Tokens.Table, list)
    }
  }
}

function addMarkdownTable(table: Tokens.Table, list: BlockList): void {
  const row = (cells: Tokens.TableCell[], header: boolean) =>
    cells.map((cell) => ({ text: oneLine(cell.tokens.map(inlineText).join('')), header, columns: 1, rows: 1 }))
  const header = row(table.header, true)
  addTable(list, [
    ...(header.some(({ text }) => text !== '') ? [header] : []),
    ...table.rows.map((cells) => row(cells, false)),
  ])
}

function inlineText(token: Token): string {
  const { type, tokens, text, raw } = token as Tokens.Generic
  if (type === 'br') return ' '
  if (type === 'checkbox') return ''
  if (type === 'html') return /^<br/i.test(raw) ? ' ' : visibleText(raw)
  if (type === 'code' || type === 'codespan' || type === 'image') return text ?? ''
  if (tokens && tokens.length > 0) return tokens.map(inlineText).join('')
  return withoutEntities(text ?? raw ?? '')
}

/** Inline HTML comes tag by tag, so a tag alone says nothing; scripts come as one piece and are dropped. */
function visibleText(html: string): string {
  return withoutEntities(html.replace(/<(script|style)[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi, ''))
}

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi, (entity) => {
    const [node] = parseFragment(entity).childNodes
    return node && 'value' in node ? node.value : entity
  })
}
