import { type Conversation, isSottoError } from '@sotto/client-sdk'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { sendKey } from '../app/keys.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Icon } from '../design/icon.tsx'
import { failureInWords } from '../design/words.ts'
import type { WatchedConversation } from './watched-conversation.ts'

/** What the contract takes in one message. */
const longest = 8000

interface ReplyProps {
  watched: WatchedConversation
  conversation: Conversation
  botName: string
}

/** Writes to the visitor as a person. What was written stays until the server has it. */
export function Reply({ watched, conversation, botName }: ReplyProps) {
  const { session, drafts } = useWorkspace()
  const [text, setText] = useState(drafts.get(watched.id) ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight}px`
  }, [text])

  if (conversation.status === 'closed')
    return <p class="reply-closed">This conversation is closed. Open it again to write.</p>

  const write = (words: string) => {
    setText(words)
    if (words) drafts.set(watched.id, words)
    else drafts.delete(watched.id)
  }
  const send = async () => {
    const words = text.trim()
    if (busy || !words) return
    setBusy(true)
    setProblem(null)
    try {
      await watched.reply(words, session.member.id)
      write('')
      announce('Sent')
    } catch (error) {
      setProblem(
        isSottoError(error, 'conversation_closed')
          ? 'Not sent: the conversation was closed in the meantime.'
          : `Not sent. ${failureInWords(error)}`,
      )
    } finally {
      setBusy(false)
      field.current?.focus()
    }
  }

  const left = longest - text.length
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {problem && (
        <p class="field-problem" role="alert">
          <Icon name="trouble" /> {problem}
        </p>
      )}
      <div class="reply-box">
        <textarea
          ref={field}
          rows={1}
          maxLength={longest}
          aria-label="Reply to the visitor"
          aria-describedby="reply-note"
          placeholder="Write a reply"
          value={text}
          readOnly={busy}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
              event.preventDefault()
              void send()
            } else if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <div class="reply-foot">
          <p id="reply-note" class="quiet">
            {left < 500
              ? `${left} characters left`
              : conversation.status === 'open'
                ? `${botName} is silent once you reply`
                : 'Sent into the visitor’s chat'}
          </p>
          <button type="submit" class="button primary send" aria-disabled={busy || !text.trim() || undefined}>
            <span class="wide-text">{busy ? 'Sending' : 'Send'}</span>
            <kbd class="wide-text">{sendKey}</kbd>
            <span class="narrow-icon">
              <span class="unseen">{busy ? 'Sending' : 'Send'}</span>
              <Icon name="send" size={20} />
            </span>
          </button>
        </div>
      </div>
    </form>
  )
}
