import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { type BlockList, blockList, oneLine, titleFromHeadings } from './blocks.ts'
import type { Block } from './document.ts'
import { addTable, type TableCell } from './tables.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

const dropped = new Set(
  'script style nav template noscript svg math iframe object head canvas audio video select datalist dialog button'.split(
    ' ',
  ),
)

const blockElements = new Set(
  (
    'address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre search section summary table tbody td tfoot th ' +
    'thead tr ul'
  ).split(' '),
)

/** Pages nest some dozens of elements; below this depth only text is taken, so that no page can exhaust the stack. */
const deepest = 300

/** HTML: what a reader sees, without scripts, styles, navigation and what is hidden. */
export function parseHtml(html: string): { blocks: Block[]; title?: string } {
  const document = parse(html)
  const list = blockList()
  walkHtml(document.childNodes, list)
  const stated = findElement(document.childNodes, 'title')
  const title = (stated && oneLine(textOf(stated))) || titleFromHeadings(list.blocks)
  return { blocks: list.blocks, ...(title ? { title } : {}) }
}

export function walkHtml(nodes: Node[], list: BlockList): void {
  let inline = ''
  const flush = () => {
    list.add('paragraph', inline)
    inline = ''
  }
  visit(nodes, 0)
  flush()

  function visit(children: Node[], depth: number): void {
    for (const node of children) {
      if (node.nodeName === '#text') inline += (node as DefaultTreeAdapterTypes.TextNode).value
      else if (isElement(node) && !isHidden(node)) element(node, depth + 1)
    }
  }

  function element(node: Element, depth: number): void {
    const name = node.tagName
    if (name === 'br') {
      inline += ' '
    } else if (!blockElements.has(name)) {
      if (depth > deepest) inline += textOf(node)
      else visit(node.childNodes, depth)
    } else {
      flush()
      block(node, name, depth)
      flush()
    }
  }

  function block(node: Element, name: string, depth: number): void {
    if (depth > deepest) {
      list.add('paragraph', textOf(node))
    } else if (/^h[1-6]$/.test(name)) {
      list.heading(textOf(node), Number(name[1]))
    } else if (name === 'pre') {
      list.add('code', textOf(node))
    } else if (name === 'ul' || name === 'ol' || name === 'menu' || name === 'dir') {
      addList(node, list, 1)
    } else if (name === 'dl') {
      addDefinitions(node, list)
    } else if (name === 'table' && isDataTable(node)) {
      const caption = findElement(node.childNodes, 'caption')
      if (caption) list.add('paragraph', textOf(caption))
      addTable(list, tableRows(node))
    } else {
      visit(node.childNodes, depth)
    }
  }
}

function addList(node: Element, list: BlockList, level: number): void {
  let number = Number(attribute(node, 'start') ?? 1)
  for (const item of childElements(node)) {
    if (isHidden(item)) continue
    if (isList(item)) {
      addList(item, list, Math.min(level + 1, deepest))
      continue
    }
    const nested = level < 50 ? nestedLists(item) : []
    const own = textOf(item, new Set(nested))
    list.add('list-item', node.tagName === 'ol' && oneLine(own) !== '' ? `${number}. ${own}` : own, { level })
    number += 1
    for (const inner of nested) addList(inner, list, level + 1)
  }
}

function isList(node: Element): boolean {
  return node.tagName === 'ul' || node.tagName === 'ol'
}

function nestedLists(item: Element): Element[] {
  return childElements(item).flatMap((child) =>
    isList(child) ? [child] : child.tagName === 'div' ? nestedLists(child) : [],
  )
}

/** Each definition with the term that it defines: "Deposit: £50". */
function addDefinitions(node: Element, list: BlockList): void {
  let term = ''
  const entries = childElements(node).flatMap((child) => (child.tagName === 'div' ? childElements(child) : [child]))
  for (const [index, entry] of entries.entries()) {
    const text = oneLine(textOf(entry))
    if (entry.tagName === 'dt') {
      const again = entries[index - 1]?.tagName === 'dt' && term !== ''
      term = again ? `${term}, ${text}` : text
    } else if (entry.tagName === 'dd') {
      list.add('list-item', term === '' ? text : `${term.replace(/[:：]$/, '')}: ${text}`)
    }
  }
}

/** Tables that only arrange a page hold further blocks or a single column; their content is read as content. */
function isDataTable(table: Element): boolean {
  if (attribute(table, 'role') === 'presentation') return false
  if (findElement(table.childNodes, 'table') || findElement(table.childNodes, 'h1', 'h2', 'h3')) return false
  return tableRows(table).some((row) => row.length > 1)
}

function tableRows(table: Element): TableCell[][] {
  return childElements(table)
    .flatMap((child) =>
      child.tagName === 'tr'
        ? [{ row: child, inHead: false }]
        : childElements(child).map((row) => ({ row, inHead: child.tagName === 'thead' })),
    )
    .filter(({ row }) => row.tagName === 'tr' && !isHidden(row))
    .map(({ row, inHead }) =>
      childElements(row)
        .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
        .map((cell) => ({
          text: oneLine(textOf(cell)),
          header: inHead || (cell.tagName === 'th' && attribute(cell, 'scope') !== 'row'),
          columns: span(cell, 'colspan'),
          rows: span(cell, 'rowspan'),
        })),
    )
}

function span(cell: Element, name: string): number {
  const value = Number.parseInt(attribute(cell, name) ?? '1', 10)
  return value >= 1 && value <= 1000 ? value : 1
}

/** The text below a node, with a space where a block or a line break divides; iterative, since depth is unbounded. */
function textOf(node: Element, except: ReadonlySet<Node> = new Set()): string {
  let text = ''
  const stack: (Node | string)[] = [...node.childNodes].reverse()
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') text += next
    else if (next.nodeName === '#text') text += (next as DefaultTreeAdapterTypes.TextNode).value
    else if (isElement(next) && !isHidden(next) && !except.has(next)) {
      const divides = next.tagName === 'br' || blockElements.has(next.tagName)
      if (divides) text += node.tagName === 'pre' ? '\n' : ' '
      if (divides) stack.push(' ')
      for (let i = next.childNodes.length - 1; i >= 0; i -= 1) stack.push(next.childNodes[i] as Node)
    }
  }
  return text
}

function isElement(node: Node): node is Element {
  return 'tagName' in node
}

function childElements(node: Element): Element[] {
  return node.childNodes.filter(isElement)
}

function attribute(node: Element, name: string): string | undefined {
  return node.attrs.find((attr) => attr.name === name)?.value
}

function isHidden(node: Element): boolean {
  return (
    dropped.has(node.tagName) ||
    node.attrs.some(
      ({ name, value }) =>
        name === 'hidden' ||
        (name === 'aria-hidden' && value === 'true') ||
        (name === 'role' && value === 'navigation') ||
        (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)),
    )
  )
}

function findElement(nodes: Node[], ...names: string[]): Element | undefined {
  const stack: Node[] = [...nodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isElement(node)) continue
    if (names.includes(node.tagName)) return node
    for (let i = node.childNodes.length - 1; i >= 0; i -= 1) stack.push(node.childNodes[i] as Node)
  }
  return undefined
}
