import type { Conversation } from '@sotto/client-sdk'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { PersonAvatar } from '../design/avatar.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu, type MenuItem } from '../design/menu.tsx'
import { failureInWords } from '../design/words.ts'
import type { WatchedConversation } from './watched-conversation.ts'

interface ActionsProps {
  conversation: Conversation
  watched: WatchedConversation
  writable: boolean
  onPerson: () => void
}

type Change = Parameters<WatchedConversation['change']>[0]

/** Who takes care of it, and whether it is over. */
export function ConversationActions({ conversation, watched, writable, onPerson }: ActionsProps) {
  const { session, members } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const me = session.member.id
  const { status, assigneeId } = conversation

  const change = async (patch: Change, said: string) => {
    setBusy(true)
    setProblem(null)
    try {
      await watched.change(patch)
      announce(said)
    } catch (error) {
      setProblem(failureInWords(error))
    } finally {
      setBusy(false)
    }
  }
  const takeOver = () => change({ status: 'waiting', assigneeId: me as `mem_${string}` }, 'You have taken over.')
  const close = () => change({ status: 'closed' }, 'Closed.')
  const reopen = () =>
    change(assigneeId ? { status: 'waiting' } : { status: 'waiting', assigneeId: me as `mem_${string}` }, 'Open again.')
  const handBack = () => change({ status: 'open', assigneeId: null }, 'The bot answers again.')

  const assign = (id: string | null, name: string) =>
    change({ assigneeId: id as `mem_${string}` | null }, id ? `Assigned to ${name}.` : 'Assigned to nobody.')
  const nameOfMember = (id: string) => (id === me ? 'You' : (members.value.get(id)?.name ?? 'A member'))
  // Oneself first; a member who has left since is still shown as the one it is assigned to.
  const ids = [...new Set([me, ...members.value.keys(), ...(assigneeId ? [assigneeId] : [])])]
  const assignees: MenuItem[] = [
    ...ids.map((id) => ({
      label: nameOfMember(id),
      mark: <PersonAvatar id={id} name={members.value.get(id)?.name ?? null} size={20} />,
      checked: assigneeId === id,
      onSelect: () => void assign(id, nameOfMember(id)),
    })),
    {
      label: 'Nobody',
      mark: <PersonAvatar id="" name={null} size={20} />,
      checked: assigneeId === null,
      onSelect: () => void assign(null, ''),
    },
  ]

  const phoneItems: MenuItem[] = [
    ...(writable && status === 'open' ? [{ label: 'Take over', icon: 'handover' as const, onSelect: takeOver }] : []),
    ...(writable && status === 'waiting'
      ? [{ label: 'Hand back to the bot', icon: 'bot' as const, onSelect: handBack }]
      : []),
    ...(writable && status !== 'closed' ? [{ label: 'Close', icon: 'done' as const, onSelect: close }] : []),
    ...(writable && status === 'closed' ? [{ label: 'Open again', icon: 'reopen' as const, onSelect: reopen }] : []),
    ...(writable && status !== 'closed' && assigneeId !== me
      ? [{ label: 'Assign to me', icon: 'person' as const, onSelect: () => void assign(me, 'you') }]
      : []),
    { label: 'Show the person', icon: 'person', onSelect: onPerson },
  ]

  return (
    <div class="actions" aria-busy={busy}>
      {problem && (
        <p class="actions-problem" role="alert">
          {problem}
        </p>
      )}
      {writable && status !== 'closed' && (
        <div class="wide">
          <Menu label="Assign to" items={assignees}>
            <PersonAvatar
              id={assigneeId ?? ''}
              name={assigneeId ? (members.value.get(assigneeId)?.name ?? null) : null}
              size={20}
            />
            {assigneeId && <span class="unseen">Assigned to </span>}
            <span>{assigneeId ? nameOfMember(assigneeId) : 'Unassigned'}</span>
            <Icon name="choose" size={14} />
          </Menu>
        </div>
      )}
      {writable && status === 'open' && (
        <div class="wide">
          <Button icon="handover" busy={busy} onClick={takeOver} title="The bot is silent from then on">
            Take over
          </Button>
        </div>
      )}
      {writable && status === 'waiting' && (
        <div class="wide">
          <IconButton class="edged" icon="bot" label="Hand back to the bot" onClick={handBack} />
        </div>
      )}
      {writable && (
        <div class="wide">
          {status === 'closed' ? (
            <Button icon="reopen" busy={busy} onClick={reopen}>
              Open again
            </Button>
          ) : (
            <Button icon="done" busy={busy} onClick={close}>
              Close
            </Button>
          )}
        </div>
      )}
      <div class="wide context-button">
        <IconButton icon="person" label="Show the person" onClick={onPerson} />
      </div>
      <div class="narrow">
        <Menu class="icon-button" label="What to do with it" items={phoneItems}>
          <Icon name="more" size={20} />
          <span class="unseen">What to do with it</span>
        </Menu>
      </div>
    </div>
  )
}
