import type { KnowledgeDocument } from '@sotto/client-sdk'
import { count } from '../design/words.ts'

/** `1,195 passages from 9 sources. One needs you.` */
export function summaryOf(documents: readonly Pick<KnowledgeDocument, 'passages' | 'state'>[]): string {
  const passages = documents.reduce((sum, { state, passages }) => sum + (state === 'ready' ? passages : 0), 0)
  const failed = documents.filter(({ state }) => state === 'failed').length
  const known = `${count(passages, 'passage')} from ${count(documents.length - failed, 'source')}.`
  if (failed === 0) return known
  return `${known} ${failed === 1 ? 'One needs you.' : `${failed} need you.`}`
}
