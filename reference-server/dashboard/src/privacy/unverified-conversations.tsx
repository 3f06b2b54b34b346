import type { PrivacyRequestDetail } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { now, shortDay } from '../design/time.ts'
import { count, failureInWords } from '../design/words.ts'

interface Props {
  request: PrivacyRequestDetail
  mayDecide: boolean
  onProblem: (problem: string | null) => void
}

/** Where somebody typed the address and nobody knows who: not part of the request until somebody says so. */
export function UnverifiedConversations({ request: { id, unverified }, mayDecide, onProblem }: Props) {
  const { privacy } = useWorkspace()
  const [busy, setBusy] = useState<string | null>(null)
  if (unverified.length === 0) return null
  const take = async (conversationId: (typeof unverified)[number]['conversationId']) => {
    setBusy(conversationId)
    onProblem(null)
    try {
      await privacy.take(id, conversationId)
      announce('The conversation is part of it now.')
    } catch (error) {
      onProblem(failureInWords(error))
    }
    setBusy(null)
  }
  return (
    <section aria-labelledby="unverified-heading">
      <div class="request-section-head">
        <h3 id="unverified-heading">Perhaps theirs</h3>
        <span class="quiet">Somebody typed the address there and did not show that it is theirs.</span>
      </div>
      <ul class="mentions">
        {unverified.map(({ conversationId, startedAt, messages }) => (
          <li key={conversationId}>
            <span>
              <a href={linkTo({ name: 'inbox', view: 'open', conversationId })}>
                Conversation of {shortDay(startedAt, now.value)}
              </a>{' '}
              <span class="quiet">{count(messages, 'message')}</span>
            </span>
            {mayDecide && (
              <Button busy={busy === conversationId} onClick={() => void take(conversationId)}>
                It is theirs
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
