import type { Conversation } from '@sotto/contracts'
import type { Language } from '../language/language.ts'

/** What a tab keeps of its conversation. */
export interface Saved {
  readonly id: string
  readonly token: string
  /** The number of the last event before which nothing was being written. */
  readonly seq: number
  readonly status: Conversation['status']
  readonly open: boolean
  /** What the visitor chose in the menu. */
  readonly language: Language | null
}

const savedKey = (bot: string) => `sotto:${bot}`

/**
 * Reads and writes the session storage of the tab, and nothing else on the device. Where the browser denies it, or it is
 * full, the conversation lives as long as the page.
 */
export function readSaved(bot: string): Saved | null {
  try {
    const saved = JSON.parse(sessionStorage.getItem(savedKey(bot)) ?? 'null')
    return typeof saved?.id === 'string' && typeof saved.token === 'string' ? saved : null
  } catch {
    return null
  }
}

export function writeSaved(bot: string, saved: Saved | null) {
  try {
    if (saved) sessionStorage.setItem(savedKey(bot), JSON.stringify(saved))
    else sessionStorage.removeItem(savedKey(bot))
  } catch {}
}
