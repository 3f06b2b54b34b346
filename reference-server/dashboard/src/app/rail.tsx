import { PersonAvatar } from '../design/avatar.tsx'
import { Icon } from '../design/icon.tsx'
import { now } from '../design/time.ts'
import { initials } from '../design/words.ts'
import { countOf, shownCount, waitingForTeam } from '../inbox/rail-counts.ts'
import { viewNames } from '../inbox/view-names.ts'
import { BreachNote } from '../papers/breach-note.tsx'
import { clockOf } from '../privacy/words.ts'
import { SupportNote } from '../support/support-notice.tsx'
import { AccountMenu } from './account-menu.tsx'
import { paletteKey } from './keys.ts'
import { type InboxView, inboxViews, linkTo, type Place } from './paths.ts'
import { go, place } from './place.ts'
import { useWorkspace } from './workspace.ts'

const ends = [{ label: 'End of the contract', icon: 'download' as const, onSelect: () => go({ name: 'end' }) }]

/** The places, always labelled. The one where somebody is opens; there is no second navigation. */
export function Rail({ onSearch, onSignOut }: { onSearch: () => void; onSignOut: () => Promise<void> }) {
  const { access, session, bots, can } = useWorkspace()
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
        {can('privacy:read') && <PrivacyPlaces name={here.name} />}
        {can('papers:read') && (
          <a
            class={here.name === 'papers' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'papers', tab: 'papers', id: null })}
            aria-current={here.name === 'papers' ? 'page' : undefined}
          >
            <Icon name="document" /> <span>Papers</span>
            <BreachNote />
          </a>
        )}
        {can('holds:read') && (
          <a
            class={here.name === 'holds' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'holds', holdId: null })}
            aria-current={here.name === 'holds' ? 'page' : undefined}
          >
            <Icon name="held" /> <span>Legal holds</span>
          </a>
        )}
        {can('support:read') && (
          <a
            class={here.name === 'support' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'support', caseId: null })}
            aria-current={here.name === 'support' ? 'page' : undefined}
          >
            <Icon name="support" /> <span>Support</span>
            <SupportNote />
          </a>
        )}
        {can('retention:read') && (
          <a
            class={here.name === 'retention' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'retention' })}
            aria-current={here.name === 'retention' ? 'page' : undefined}
          >
            <Icon name="history" /> <span>Retention</span>
          </a>
        )}
        {can('team:read') && (
          <a
            class={here.name === 'sensitive-data' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'sensitive-data' })}
            aria-current={here.name === 'sensitive-data' ? 'page' : undefined}
          >
            <Icon name="sensitive" /> <span>Sensitive data</span>
          </a>
        )}
        <a
          class={here.name === 'access' ? 'rail-item current-place' : 'rail-item'}
          href={linkTo({ name: 'access' })}
          aria-current={here.name === 'access' ? 'page' : undefined}
        >
          <Icon name="key" /> <span>Access</span>
          {access.waiting.value > 0 && (
            <span class="rail-note" title="Lines and exceptions to decide">
              {access.waiting.value}
              <span class="unseen"> to decide</span>
            </span>
          )}
        </a>
        {can('consent:read') && <ConsentPlaces name={here.name} />}
        {can('audit:read') && (
          <a
            class={here.name === 'log' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'log', entryId: null })}
            aria-current={here.name === 'log' ? 'page' : undefined}
          >
            <Icon name="log" /> <span>Log</span>
          </a>
        )}
        {can('webhooks:read') && (
          <a
            class={here.name === 'webhooks' ? 'rail-item current-place' : 'rail-item'}
            href={linkTo({ name: 'webhooks', webhookId: null })}
            aria-current={here.name === 'webhooks' ? 'page' : undefined}
          >
            <Icon name="webhook" /> <span>Webhooks</span>
          </a>
        )}
      </nav>
      <div class="rail-foot">
        <AccountMenu class="rail-account" side="above" places={can('team:write') ? ends : []} onSignOut={onSignOut}>
          <PersonAvatar id={session.member.id} name={session.member.name} size={20} />
          <span>{session.member.name ?? session.member.email ?? 'You'}</span>
          <Icon name="choose" size={14} />
        </AccountMenu>
      </div>
    </header>
  )
}

function PrivacyPlaces({ name }: { name: Place['name'] }) {
  const inside = name === 'privacy' || name === 'portal'
  return (
    <>
      <a
        class={inside ? 'rail-item current-place' : 'rail-item'}
        href={linkTo({ name: 'privacy', requestId: null })}
        aria-current={name === 'privacy' ? 'page' : undefined}
      >
        <Icon name="unverified" /> <span>Privacy</span>
        <DueNote />
      </a>
      {inside && (
        <ul>
          <li>
            <a
              class="rail-item inner"
              href={linkTo({ name: 'portal' })}
              aria-current={name === 'portal' ? 'page' : undefined}
            >
              <span>Portal</span>
            </a>
          </li>
        </ul>
      )}
    </>
  )
}

/** How many requests are late, or nearly: known once the queue was read. */
function DueNote() {
  const { privacy } = useWorkspace()
  const loaded = privacy.requests.value
  if (loaded.state !== 'ready') return null
  const pressing = loaded.value.filter(
    (request) => request.step !== 'ended' && ['bad', 'wait'].includes(clockOf(request, now.value).tone),
  ).length
  return pressing > 0 ? <span class="rail-note">{pressing} due</span> : null
}

const consentPlaces = [
  { place: { name: 'consent' }, also: 'consent-policy', label: 'Policies' },
  { place: { name: 'consent-records', recordId: null }, also: null, label: 'Records' },
  { place: { name: 'consent-rates' }, also: null, label: 'Rates' },
] as const

function ConsentPlaces({ name }: { name: Place['name'] }) {
  const inside = name.startsWith('consent')
  return (
    <>
      <a class={inside ? 'rail-item current-place' : 'rail-item'} href={linkTo({ name: 'consent' })}>
        <Icon name="consent" /> <span>Consent</span>
      </a>
      {inside && (
        <ul>
          {consentPlaces.map(({ place, also, label }) => (
            <li key={label}>
              <a
                class="rail-item inner"
                href={linkTo(place)}
                aria-current={name === place.name || name === also ? 'page' : undefined}
              >
                <span>{label}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
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
