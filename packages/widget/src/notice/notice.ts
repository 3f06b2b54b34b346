import { html, nothing } from 'lit'
import type { Conversation } from '../conversation/conversation.ts'
import type { Words } from '../language/language.ts'

/** The line below the head: that the connection is lost, or else what was told last. */
export function notice(conversation: Conversation, told: string, words: Words) {
  const { connection } = conversation
  if (connection === 'held') return told ? html`<p class="notice">${told}</p>` : nothing
  return html`<p class="notice wait" role="status">
    <span>${connection === 'lost' ? words.noConnection : words.connectionLost}</span>
    ${
      connection === 'lost'
        ? html`<button type="button" class="link" @click=${() => conversation.catchUp()}>${words.tryAgain}</button>`
        : nothing
    }
  </p>`
}
