import type { Block } from '../parse/document.ts'
import { type Chunk, type ChunkOptions, type ChunkSentence, spanPositions } from './chunk.ts'
import { countWords, type Passage, type Section, sectionsOf } from './sections.ts'

/** The least that is never taken apart: a sentence of a paragraph, or a whole list item or table row. */
interface Atom {
  passage: Passage
  sentences: ChunkSentence[]
  words: number
  /** True for the first atom of its passage: the better place to begin a chunk. */
  opens: boolean
}

/**
 * Cuts a document into chunks. A chunk never spans two headings; sections longer than `maxWords` are cut into parts of
 * about equal length, between paragraphs where possible and between sentences otherwise. List items and table rows stay
 * whole, and where a list goes on in another chunk the line that announces it is repeated there.
 */
export function chunkBlocks(blocks: readonly Block[], options: ChunkOptions = {}): Chunk[] {
  const { targetWords = 160, maxWords = 220, targetRowWords = 60, language = 'en' } = options
  return sectionsOf(blocks, language).flatMap((section) => {
    const onlyRows = section.passages.every(({ isRow }) => isRow)
    const target = onlyRows ? targetRowWords : targetWords
    const most = onlyRows ? targetRowWords * (maxWords / targetWords) : maxWords
    return pack(atomsOf(section.passages, maxWords), target, most).map((atoms) => chunkOf(atoms, section))
  })
}

function atomsOf(passages: Passage[], maxWords: number): Atom[] {
  return passages.flatMap((passage) => {
    const { sentences, words } = passage
    if (passage.whole && words <= maxWords) return [{ passage, sentences, words, opens: true }]
    return sentences.map((sentence, index) => ({
      passage,
      sentences: [sentence],
      words: countWords(passage.text.slice(sentence.start, sentence.end)),
      opens: index === 0,
    }))
  })
}

function pack(atoms: Atom[], targetWords: number, maxWords: number): Atom[][] {
  const total = atoms.reduce((sum, { words }) => sum + words, 0)
  if (total <= maxWords) return atoms.length > 0 ? [atoms] : []
  const share = total / Math.ceil(total / targetWords)
  const packs: Atom[][] = []
  let current: Atom[] = []
  let words = 0
  let left = total
  for (const [index, atom] of atoms.entries()) {
    // An announcement ("Bring with you:") goes where its list begins.
    const next = atoms[index + 1]
    const needed = atom.words + (next && next.passage.intro === atom.passage ? next.words : 0)
    const full = words + needed > maxWords
    const enough = words >= share * (atom.opens ? 0.75 : 1) && left >= share * 0.4
    const heldByIntro = atom.passage.intro !== undefined && atom.passage.intro === current.at(-1)?.passage
    if (current.length > 0 && (full || enough) && !heldByIntro) {
      packs.push(current)
      const intro = atom.passage.intro && introAtom(atom.passage.intro)
      current = intro ? [intro] : []
      words = intro?.words ?? 0
    }
    current.push(atom)
    words += atom.words
    left -= atom.words
  }
  packs.push(current)
  return packs
}

function introAtom(passage: Passage): Atom {
  return { passage, sentences: passage.sentences, words: passage.words, opens: true }
}

function chunkOf(atoms: Atom[], { headingPath }: Section): Chunk {
  let text = ''
  let previous: Passage | undefined
  const sentences: ChunkSentence[] = []
  for (const { passage, sentences: own } of atoms) {
    const first = own[0]
    const last = own.at(-1)
    if (!first || !last) continue
    if (previous) text += previous === passage ? ' ' : previous.whole && passage.whole ? '\n' : '\n\n'
    const shift = text.length - first.start
    text += passage.text.slice(first.start, last.end)
    for (const { start, end, position } of own) sentences.push({ start: start + shift, end: end + shift, position })
    previous = passage
  }
  const position = spanPositions(sentences.map((sentence) => sentence.position))
  if (headingPath.length > 0) position.section = headingPath
  return { text, sentences, position, headingPath }
}
