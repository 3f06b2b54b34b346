import type { Block } from '../parse/document.ts'
import type { ChunkPosition, ChunkSentence } from './chunk.ts'
import { splitSentences } from './split-sentences.ts'

/** A run of text that came from one block, or from one block and its continuation on the next page. */
export interface Passage {
  text: string
  sentences: ChunkSentence[]
  words: number
  /** List items and table rows are not taken apart. */
  whole: boolean
  isRow: boolean
  /** The line that announces the list or table ("Bring with you:"), said again wherever the list goes on. */
  intro?: Passage
}

export interface Section {
  headingPath: string[]
  passages: Passage[]
}

const longestIntro = 40

/** Groups blocks under their headings; nothing is lost, a heading with nothing below it becomes a passage itself. */
export function sectionsOf(blocks: readonly Block[], language: string): Section[] {
  const sections: Section[] = []
  let headings: Block[] = []
  let current: Section = { headingPath: [], passages: [] }
  let barren: Block | undefined

  const open = () => {
    current = { headingPath: headings.map(({ text }) => text), passages: [] }
    sections.push(current)
  }
  const keepBarrenHeading = () => {
    if (barren) current.passages.push(passageOf([barren], language))
    barren = undefined
  }

  open()
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index]
    if (!block || block.text.trim() === '') continue
    if (block.kind === 'heading') {
      const level = block.level ?? 1
      if (barren && level <= (barren.level ?? 1)) keepBarrenHeading()
      headings = [...headings.filter((heading) => (heading.level ?? 1) < level), block]
      open()
      barren = block
      continue
    }
    barren = undefined
    const parts = [block]
    for (let next = blocks[index + 1]; next?.continues && next.kind === block.kind; next = blocks[index + 1]) {
      parts.push(next)
      index += 1
    }
    const passage = passageOf(parts, language)
    const intro = introFor(block, current.passages.at(-1))
    if (intro) passage.intro = intro
    current.passages.push(passage)
  }
  keepBarrenHeading()
  return sections.filter(({ passages }) => passages.length > 0)
}

function introFor(block: Block, previous: Passage | undefined): Passage | undefined {
  if (block.kind !== 'list-item' && block.kind !== 'table-row') return undefined
  if (previous?.intro) return previous.intro
  const announces = previous && !previous.whole && /[:：]$/.test(previous.text) && previous.words <= longestIntro
  return announces ? previous : undefined
}

function passageOf(parts: Block[], language: string): Passage {
  const starts: { at: number; block: Block }[] = []
  let text = ''
  for (const block of parts) {
    if (text !== '') text += ' '
    starts.push({ at: text.length, block })
    text += block.text.trim()
  }
  const partAt = (offset: number) => (starts.findLast(({ at }) => at <= offset) ?? starts[0])?.block.position
  const kind = parts[0]?.kind
  const spans = kind === 'table-row' ? [{ start: 0, end: text.length }] : splitSentences(text, language)
  return {
    text,
    sentences: spans.map((span) => ({ ...span, position: between(partAt(span.start), partAt(span.end - 1)) })),
    words: countWords(text),
    whole: kind === 'table-row' || kind === 'list-item',
    isRow: kind === 'table-row',
  }
}

function between(first: Block['position'] | undefined, last: Block['position'] | undefined): ChunkPosition {
  const position: ChunkPosition = {}
  if (first?.page !== undefined) position.page = first.page
  if (last?.page !== undefined && last.page !== first?.page) position.pageEnd = last.page
  if (first?.row !== undefined) position.row = first.row
  return position
}

/** Words between spaces; for scripts without spaces two characters count as a word. */
export function countWords(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  const spaced = text.match(/\S+/g)?.length ?? 0
  return unspaced > spaced ? Math.ceil(unspaced / 2) : spaced
}
