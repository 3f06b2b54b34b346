import { Icon } from '../design/icon.tsx'
import { now } from '../design/time.ts'
import { waitingForTeam } from '../inbox/rail-counts.ts'
import { AccountMenu } from './account-menu.tsx'
import { groupsFor, isWithin, type Spot } from './groups.ts'
import { linkTo } from './paths.ts'
import { go, place } from './place.ts'
import { usePrivacyPressing } from './pressing.tsx'
import { useWorkspace } from './workspace.ts'

/** The places on a phone, under the thumb; all that is below the headings of the rail is in the menu. */
export function BottomBar({ onSignOut }: { onSignOut: () => Promise<void> }) {
  const { inbox, can } = useWorkspace()
  const { name } = place.value
  const waiting = waitingForTeam(inbox, now.value).number > 0
  const pressing = usePrivacyPressing()
  const isPressing = pressing.late + pressing.due > 0
  const groups = groupsFor(can)
  const privacy = groups.find(({ label }) => label === 'Privacy')
  const places = groups.flatMap(({ label: group, spots }) =>
    spots.map(({ label, icon, to }) => ({ group, label, icon, onSelect: () => go(to) })),
  )
  return (
    <nav class="bottom-bar" aria-label="Places">
      <a
        href={linkTo({ name: 'inbox', view: 'open', conversationId: null })}
        aria-current={name === 'inbox' ? 'page' : undefined}
      >
        <span class="bottom-icon">
          <Icon name="inbox" size={20} />
          {waiting && <span class="bottom-dot" />}
        </span>
        <span>Inbox</span>
        {waiting && <span class="unseen"> someone needs a reply</span>}
      </a>
      {can('contacts:read') && (
        <a href={linkTo({ name: 'contacts', contactId: null })} aria-current={name === 'contacts' ? 'page' : undefined}>
          <Icon name="people" size={20} />
          <span>Contacts</span>
        </a>
      )}
      <a href={linkTo({ name: 'bots' })} aria-current={name === 'bots' || name === 'bot' ? 'page' : undefined}>
        <Icon name="bots" size={20} />
        <span>Bots</span>
      </a>
      {privacy && (
        <a href={linkTo((privacy.spots[0] as Spot).to)} aria-current={isWithin(privacy, name) ? 'page' : undefined}>
          <span class="bottom-icon">
            <Icon name={privacy.icon} size={20} />
            {isPressing && <span class={pressing.late > 0 ? 'bottom-dot late' : 'bottom-dot'} />}
          </span>
          <span>Privacy</span>
          {isPressing && <span class="unseen"> something is {pressing.late > 0 ? 'late' : 'due'}</span>}
        </a>
      )}
      <AccountMenu class="bottom-item" side="above" places={places} onSignOut={onSignOut}>
        <Icon name="menu" size={20} />
        <span>More</span>
      </AccountMenu>
    </nav>
  )
}
