import type { KnowledgeDocument } from '@sotto/client-sdk'
import { count } from '../design/words.ts'

/** The part of the way that reading takes, before passages are learned. */
const reading = 0.3

/** How far a document has been read, 0 to 1; `null` where that is not known. It never goes back. */
export function shareOf({ progress: { done, total, note } }: Pick<KnowledgeDocument, 'progress'>): number | null {
  if (total === null || total === 0) return null
  const share = Math.min(1, done / total)
  return note === 'Reading' ? share * reading : reading + share * (1 - reading)
}

/** What is being done with a document, in words. */
export function noteOf({ progress: { done, total, note } }: Pick<KnowledgeDocument, 'progress'>): string {
  if (note !== 'Reading') return total === null ? 'Learning' : `Learning passage ${done} of ${total}`
  return total === null ? 'Opening the file' : `Reading ${done} of ${total}`
}

/** How long a document is, in its own measure. */
export function extentOf({ pages, rows }: Pick<KnowledgeDocument, 'pages' | 'rows'>): string | null {
  if (pages !== null) return count(pages, 'page')
  return rows === null ? null : count(rows, 'row')
}

export const isUnderWay = ({ state }: Pick<KnowledgeDocument, 'state'>) => state === 'queued' || state === 'reading'
