import type { News } from '../conversation/conversation.ts'
import type { Words } from '../language/language.ts'
import { plainText } from '../markdown/plain-text.ts'

/** What is shown of news until the visitor goes on; undefined where nothing is. */
export function shownOf({ kind }: News, words: Words): string | undefined {
  const shown: Partial<Record<News['kind'], string>> = {
    deleted: words.deleted,
    ended: words.ended,
    gone: words.chatGone,
    notRated: words.ratingNotSaved,
  }
  return shown[kind]
}

/** What a screen reader says of news; empty where it says nothing. */
export function saidOf(news: News, words: Words): string {
  switch (news.kind) {
    case 'answered':
      return words.answered(plainText(news.entry.text))
    case 'joined':
      return words.said(news.entry.name ?? '', news.entry.text)
    case 'answering':
      return words.answering
    case 'resumed':
      return words.connectionBack
    case 'rated':
      return words.thanks
    default:
      return shownOf(news, words) ?? ''
  }
}
