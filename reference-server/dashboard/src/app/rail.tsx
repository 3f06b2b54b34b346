import { PersonAvatar } from '../design/avatar.tsx'
import { Icon } from '../design/icon.tsx'
import { now } from '../design/time.ts'
import { initials } from '../design/words.ts'
import { countOf, shownCount, waitingForTeam } from '../inbox/rail-counts.ts'
import { viewNames } from '../inbox/view-names.ts'
import { AccountMenu } from './account-menu.tsx'
import { type Group, groupsFor, isWithin, type Spot } from './groups.ts'
import { paletteKey } from './keys.ts'
import { type InboxView, inboxViews, linkTo, type Place } from './paths.ts'
import { place } from './place.ts'
import { GroupNote, SpotNote } from './pressing.tsx'
import { useWorkspace } from './workspace.ts'

/** The places, always labelled. The one where somebody is opens; there is no second navigation. */
export function Rail({ onSearch, onSignOut }: { onSearch: () => void; onSignOut: () => Promise<void> }) {
  const { session, bots, can } = useWorkspace()
  const here = place.value
  const shelf = bots.bots.value
  const inBots = here.name === 'bots' || here.name === 'bot'
  return (
    <header class="rail">
      <div class="rail-head">
        <span class="team-mark" aria-hidden="true">
          {initials(session.team.name).slice(0, 1)}
        </span>
        <span class="rail-team">{session.team.name}</span>
      </div>
      <button type="button" class="rail-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span>Search or jump</span>
        <kbd>{paletteKey}</kbd>
      </button>
      <nav class="rail-places" aria-label="Places">
        <InboxPlaces view={here.name === 'inbox' ? here.view : null} />
        {can('contacts:read') && (
          <a
            class={here.name === 'contacts' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'contacts', contactId: null })}
            aria-current={here.name === 'contacts' ? 'page' : undefined}
          >
            <Icon name="people" /> <span>Contacts</span>
          </a>
        )}
        <a
          class={inBots ? 'rail-item current-place' : 'rail-item'}
          href={linkTo({ name: 'bots' })}
          aria-current={here.name === 'bots' ? 'page' : undefined}
        >
          <Icon name="bots" /> <span>Bots</span>
        </a>
        {inBots && shelf.state === 'ready' && (
          <ul>
            {shelf.value.map((bot) => (
              <li key={bot.id}>
                <a
                  class="rail-item inner"
                  href={linkTo({ name: 'bot', botId: bot.id, tab: 'knowledge' })}
                  aria-current={here.name === 'bot' && here.botId === bot.id ? 'page' : undefined}
                >
                  <span>{bot.name}</span>
                  {bot.visibility === 'private' && <span class="rail-note">private</span>}
                </a>
              </li>
            ))}
          </ul>
        )}
        {groupsFor(can).map((group) => (
          <GroupPlaces key={group.label} group={group} name={here.name} />
        ))}
      </nav>
      <div class="rail-foot">
        <AccountMenu class="rail-account" side="above" onSignOut={onSignOut}>
          <PersonAvatar id={session.member.id} name={session.member.name} size={20} />
          <span>{session.member.name ?? session.member.email ?? 'You'}</span>
          <Icon name="choose" size={14} />
        </AccountMenu>
      </div>
    </header>
  )
}

/** A heading leads to the first place below it, and is open while somebody is in any of them. */
function GroupPlaces({ group, name }: { group: Group; name: Place['name'] }) {
  const inside = isWithin(group, name)
  return (
    <>
      <a class={inside ? 'rail-item current-place' : 'rail-item'} href={linkTo((group.spots[0] as Spot).to)}>
        <Icon name={group.icon} /> <span>{group.label}</span>
        <GroupNote group={group} inside={inside} />
      </a>
      {inside && (
        <ul>
          {group.spots.map((spot) => (
            <SpotPlaces key={spot.label} spot={spot} name={name} />
          ))}
        </ul>
      )}
    </>
  )
}

function SpotPlaces({ spot, name }: { spot: Spot; name: Place['name'] }) {
  const inside = spot.holds.includes(name)
  const inner = (inside && spot.inner) || []
  return (
    <li>
      <a
        class={inside ? 'rail-item inner current-place' : 'rail-item inner'}
        href={linkTo(spot.to)}
        aria-current={inside && inner.length === 0 ? 'page' : undefined}
      >
        <span>{spot.label}</span>
        <SpotNote name={spot.to.name} />
      </a>
      {inner.length > 0 && (
        <ul>
          {inner.map(({ label, to, holds }) => (
            <li key={label}>
              <a
                class="rail-item inner deep"
                href={linkTo(to)}
                aria-current={holds.includes(name) ? 'page' : undefined}
              >
                <span>{label}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function InboxPlaces({ view }: { view: InboxView | null }) {
  const { inbox, session } = useWorkspace()
  const waiting = waitingForTeam(inbox, now.value)
  return (
    <>
      <a
        class={view ? 'rail-item current-place' : 'rail-item'}
        href={linkTo({ name: 'inbox', view: 'open', conversationId: null })}
      >
        <Icon name="inbox" /> <span>Inbox</span>
        {waiting.number > 0 && (
          <span class="rail-note" title="Conversations that need a reply">
            {shownCount(waiting)}
            <span class="unseen"> need a reply</span>
          </span>
        )}
      </a>
      {view && (
        <ul>
          {inboxViews.map((each) => {
            const counted = countOf(inbox, each, session.member.id)
            return (
              <li key={each}>
                <a
                  class="rail-item inner"
                  href={linkTo({ name: 'inbox', view: each, conversationId: null })}
                  aria-current={view === each ? 'page' : undefined}
                >
                  <span>{viewNames[each]}</span>
                  {each !== 'closed' && counted.number > 0 && <span class="rail-note">{shownCount(counted)}</span>}
                </a>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
