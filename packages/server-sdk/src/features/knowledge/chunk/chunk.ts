import type { Span } from './split-sentences.ts'

/** Pages or rows, both ends included; an end is absent where it equals the start. */
export interface ChunkPosition {
  page?: number
  pageEnd?: number
  row?: number
  rowEnd?: number
  /** Headings above, outermost first. */
  section?: string[]
}

export interface ChunkSentence extends Span {
  /** Page and row of this very sentence, for a citation. */
  position: Omit<ChunkPosition, 'section'>
}

/** A passage that is found, shown to a model and cited as one. */
export interface Chunk {
  /** The document's words, verbatim, without the headings above them. */
  text: string
  /** Sentences, list items and table rows as ranges of `text`, in order. */
  sentences: ChunkSentence[]
  position: ChunkPosition
  /** Headings above, outermost first; empty where there are none. */
  headingPath: string[]
}

export interface ChunkOptions {
  /** Words that a chunk should have about, when its section has that many. Default 160. */
  targetWords?: number
  /** Words that a chunk has at most, unless a single sentence has more. Default 220. */
  maxWords?: number
  /**
   * Words that a chunk of table rows has about. Rows have little to do with each other, so that many in one chunk only
   * hide the one that answers. Default 60.
   */
  targetRowWords?: number
  /** ISO 639-1, for the rules of splitting sentences. Default `'en'`. */
  language?: string
}

/** The smallest position that covers all of the given ones. */
export function spanPositions(positions: Omit<ChunkPosition, 'section'>[]): ChunkPosition {
  const pages = positions.flatMap(({ page, pageEnd }) => [page ?? [], pageEnd ?? []].flat())
  const rows = positions.flatMap(({ row, rowEnd }) => [row ?? [], rowEnd ?? []].flat())
  const position: ChunkPosition = {}
  if (pages.length > 0) {
    position.page = Math.min(...pages)
    const last = Math.max(...pages)
    if (last > position.page) position.pageEnd = last
  }
  if (rows.length > 0) {
    position.row = Math.min(...rows)
    const last = Math.max(...rows)
    if (last > position.row) position.rowEnd = last
  }
  return position
}
