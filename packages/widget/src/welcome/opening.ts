import { html, nothing } from 'lit'
import type { Conversation } from '../conversation/conversation.ts'
import { icon } from '../icons/icon.ts'
import type { Words } from '../language/language.ts'
import { dots } from '../messages/message.ts'
import { disclosure, welcome } from './welcome.ts'

/** What stands above the messages, and in their place while there are none. */
export function opening(conversation: Conversation, words: Words, onStarter: (question: string) => void) {
  const { configuration, connection, entries, recalling, unavailable } = conversation
  if (unavailable) {
    const { code, mayRetry } = unavailable
    return html`<div class="unavailable">
      ${icon('trouble')}
      <p>${code === 'origin_not_allowed' ? words.notOnThisSite : words.cannotLoad}</p>
      ${
        mayRetry
          ? html`<button type="button" class="plain-button" @click=${() => conversation.load()}>${icon('retry')}${words.tryAgain}</button>`
          : nothing
      }
    </div>`
  }
  if (!configuration) return html`<p class="loading"><span class="unseen">${words.oneMoment}</span>${dots}</p>`
  if (entries.length === 0 && !recalling) return welcome(configuration, onStarter)
  return html`${disclosure(configuration, 'short')}${recalling && connection === 'held' ? html`<p class="loading">${dots}</p>` : nothing}`
}
