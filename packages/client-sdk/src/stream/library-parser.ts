import { createParser } from 'eventsource-parser'
import type { StreamParser } from './parser.ts'

/** `eventsource-parser`, wherever its size does not matter. */
export const libraryParser: StreamParser = (hand) => {
  const parser = createParser({ onEvent: hand, onComment: () => hand(null) })
  return parser.feed
}
