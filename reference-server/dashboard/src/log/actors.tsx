import type { AuditEntry } from '@sotto/client-sdk'
import { useWorkspace } from '../app/workspace.ts'
import { PersonAvatar } from '../design/avatar.tsx'
import { Icon } from '../design/icon.tsx'
import type { IconName } from '../design/icon-names.ts'

type Actor = AuditEntry['actor']

/** What an actor is called: as the team knows them, or else what they are. */
export function useActorName(): (actor: Actor) => string {
  const { members, log } = useWorkspace()
  const [known, keys] = [members.value, log.apiKeys.value]
  return ({ kind, id }) => {
    switch (kind) {
      case 'member': {
        const member = known.get(id ?? '')
        return member ? (member.name ?? member.email ?? 'A member') : 'A former member'
      }
      case 'api-key':
        return keys.get(id ?? '')?.name ?? 'A revoked key'
      case 'visitor':
        return 'A visitor'
      case 'support':
        return 'Support'
      case 'system':
        return 'Sotto'
    }
  }
}

const icons: Record<Exclude<Actor['kind'], 'member'>, IconName> = {
  'api-key': 'key',
  visitor: 'person',
  support: 'support',
  system: 'system',
}

export function ActorAvatar({ actor: { kind, id }, name }: { actor: Actor; name: string }) {
  if (kind === 'member') return <PersonAvatar id={id ?? ''} name={name === 'A former member' ? null : name} size={20} />
  return (
    <span class={kind === 'visitor' ? 'avatar' : 'avatar log-machine'} data-size={20} aria-hidden="true">
      <Icon name={icons[kind]} size={14} />
    </span>
  )
}
