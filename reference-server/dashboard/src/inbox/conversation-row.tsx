import type { Conversation } from '@sotto/client-sdk'
import { type InboxView, linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { BotAvatar, PersonAvatar } from '../design/avatar.tsx'
import { fullTime, now, shortTime, waiting } from '../design/time.ts'
import { type GroupName, lastWords, nameOf, shownName } from './groups.ts'

interface ConversationRowProps {
  conversation: Conversation
  group: GroupName
  view: InboxView
  current: boolean
}

export function ConversationRow({ conversation, group, view, current }: ConversationRowProps) {
  const { inbox, bots, members } = useWorkspace()
  const { id, contact, assigneeId, botId, status } = conversation
  const bot = bots.find(botId)
  const assignee = assigneeId ? members.value.get(assigneeId) : undefined
  const fresh = inbox.unseen.value.has(id)
  const since = conversation.lastMessage?.createdAt ?? conversation.createdAt
  const time = group === 'reply' ? waiting(since, now.value) : shortTime(since, now.value)
  return (
    <a
      class="row"
      data-group={group}
      href={linkTo({ name: 'inbox', view, conversationId: id })}
      data-conversation={id}
      aria-current={current ? 'true' : undefined}
    >
      {fresh && <span class="row-fresh" title="New" />}
      <PersonAvatar id={contact?.id ?? id} name={nameOf(conversation)} />
      <span class="row-text">
        <span class="row-line">
          <span class="row-name">{shownName(conversation)}</span>
          {fresh && <span class="unseen">, new</span>}
          <time class={group === 'reply' ? 'row-time due' : 'row-time'} dateTime={since} title={fullTime(since)}>
            {time}
          </time>
        </span>
        <span class="row-line">
          <span class="row-words">{lastWords(conversation, bot?.name ?? null)}</span>
          {assigneeId ? (
            <span title={`Assigned to ${assignee?.name ?? 'a member'}`}>
              <PersonAvatar id={assigneeId} name={assignee?.name ?? null} size={20} />
              <span class="unseen">, assigned to {assignee?.name ?? 'a member'}</span>
            </span>
          ) : (
            status === 'open' && <BotAvatar size={20} />
          )}
        </span>
      </span>
    </a>
  )
}
