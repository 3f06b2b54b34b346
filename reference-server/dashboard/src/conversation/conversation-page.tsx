import type { Conversation } from '@sotto/client-sdk'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { PersonAvatar } from '../design/avatar.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { nameOf, shownName } from '../inbox/groups.ts'
import { ConversationActions } from './actions.tsx'
import { Person } from './person.tsx'
import { Reply } from './reply.tsx'
import { Transcript } from './transcript-view.tsx'
import { watchConversation } from './watched-conversation.ts'
import './conversation.css'

const statusWords: Record<Conversation['status'], string> = {
  open: 'The bot answers',
  waiting: 'Waiting for a person',
  closed: 'Closed',
}

export function ConversationPage({ id, back }: { id: string; back: string }) {
  const { sotto, inbox, bots, can } = useWorkspace()
  const watched = useMemo(() => watchConversation(sotto, id, inbox), [sotto, id])
  const [personShown, setPersonShown] = useState(false)
  useEffect(() => watched.close, [watched])

  const loaded = watched.conversation.value
  // Until it has been read, the list's row tells who it is: the head does not jump.
  const conversation = loaded.state === 'ready' ? loaded.value : (inbox.rows.value.get(id) ?? null)
  const title = conversation ? (conversation.subject ?? shownName(conversation)) : 'Conversation'
  useTitle(title)
  const bot = conversation ? bots.find(conversation.botId) : null

  return (
    <>
      <section class="detail conversation" aria-label="Conversation">
        <header class="head">
          <a class="icon-button narrow" href={back} aria-label="Back to the list">
            <Icon name="back" size={20} />
          </a>
          <h1 class="unseen narrow">{title}</h1>
          <div class="head-title wide">
            <h2>{title}</h2>
          </div>
          {conversation && (
            <button type="button" class="person-button narrow" onClick={() => setPersonShown(true)}>
              <PersonAvatar id={conversation.contact?.id ?? id} name={nameOf(conversation)} />
              <span>
                <strong>{shownName(conversation)}</strong>
                <span class="quiet">{statusWords[conversation.status]}</span>
              </span>
            </button>
          )}
          {conversation && loaded.state !== 'failed' && (
            <ConversationActions
              conversation={conversation}
              watched={watched}
              onPerson={() => setPersonShown(true)}
              writable={can('conversations:write')}
            />
          )}
        </header>
        {loaded.state === 'failed' ? (
          loaded.missing ? (
            <Empty icon="inbox" title="This conversation is not there any more">
              <p>It was deleted, by the visitor or by someone of the team.</p>
              <a class="button plain" href={back}>
                Back to the list
              </a>
            </Empty>
          ) : (
            <Failed text={loaded.problem} onRetry={watched.retry} />
          )
        ) : (
          <Transcript
            watched={watched}
            conversation={loaded.state === 'ready' ? loaded.value : null}
            botName={bot?.name ?? 'Bot'}
          />
        )}
        {watched.lost.value && (
          <p class="lost" role="status">
            <Icon name="lost" size={14} /> The connection broke. Trying again.
          </p>
        )}
        {loaded.state === 'ready' && can('conversations:write') && (
          <Reply watched={watched} conversation={loaded.value} botName={bot?.name ?? 'the bot'} />
        )}
      </section>
      <aside class="context" aria-label="Person">
        <div class="head">
          <h2 class="head-title">Person</h2>
        </div>
        {conversation && <Person conversation={conversation} botName={bot?.name ?? null} />}
      </aside>
      {personShown && conversation && (
        <Dialog title="Person" kind="sheet" onClose={() => setPersonShown(false)}>
          <Person conversation={conversation} botName={bot?.name ?? null} />
        </Dialog>
      )}
    </>
  )
}
