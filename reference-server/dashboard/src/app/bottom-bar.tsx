import { Icon } from '../design/icon.tsx'
import { now } from '../design/time.ts'
import { waitingForTeam } from '../inbox/rail-counts.ts'
import { AccountMenu } from './account-menu.tsx'
import { linkTo } from './paths.ts'
import { go, place } from './place.ts'
import { useWorkspace } from './workspace.ts'

/** The places on a phone, under the thumb. */
export function BottomBar({ onSignOut }: { onSignOut: () => Promise<void> }) {
  const { inbox, can } = useWorkspace()
  const { name } = place.value
  const waiting = waitingForTeam(inbox, now.value).number > 0
  const toWebhooks = () => go({ name: 'webhooks', webhookId: null })
  const toContacts = () => go({ name: 'contacts', contactId: null })
  const toPortal = () => go({ name: 'portal' })
  const toPrivacy = () => go({ name: 'privacy', requestId: null })
  const toPapers = () => go({ name: 'papers', tab: 'papers', id: null })
  const toHolds = () => go({ name: 'holds', holdId: null })
  const toSupport = () => go({ name: 'support', caseId: null })
  const toRetention = () => go({ name: 'retention' })
  const toSensitive = () => go({ name: 'sensitive-data' })
  const toEnd = () => go({ name: 'end' })
  const places = [
    ...(can('contacts:read') ? [{ label: 'Contacts', icon: 'people' as const, onSelect: toContacts }] : []),
    ...(can('privacy:read')
      ? [
          { label: 'Privacy', icon: 'unverified' as const, onSelect: toPrivacy },
          { label: 'Privacy portal', icon: 'public' as const, onSelect: toPortal },
        ]
      : []),
    ...(can('papers:read') ? [{ label: 'Papers', icon: 'document' as const, onSelect: toPapers }] : []),
    ...(can('holds:read') ? [{ label: 'Legal holds', icon: 'held' as const, onSelect: toHolds }] : []),
    ...(can('retention:read') ? [{ label: 'Retention', icon: 'history' as const, onSelect: toRetention }] : []),
    ...(can('team:read') ? [{ label: 'Sensitive data', icon: 'sensitive' as const, onSelect: toSensitive }] : []),
    ...(can('support:read') ? [{ label: 'Support access', icon: 'support' as const, onSelect: toSupport }] : []),
    { label: 'Access', icon: 'key' as const, onSelect: () => go({ name: 'access' }) },
    ...(can('webhooks:read') ? [{ label: 'Webhooks', icon: 'webhook' as const, onSelect: toWebhooks }] : []),
    ...(can('team:write') ? [{ label: 'End of the contract', icon: 'download' as const, onSelect: toEnd }] : []),
  ]
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
      <a href={linkTo({ name: 'bots' })} aria-current={name === 'bots' || name === 'bot' ? 'page' : undefined}>
        <Icon name="bots" size={20} />
        <span>Bots</span>
      </a>
      {can('consent:read') && (
        <a href={linkTo({ name: 'consent' })} aria-current={name.startsWith('consent') ? 'page' : undefined}>
          <Icon name="consent" size={20} />
          <span>Consent</span>
        </a>
      )}
      {can('audit:read') && (
        <a href={linkTo({ name: 'log', entryId: null })} aria-current={name === 'log' ? 'page' : undefined}>
          <Icon name="log" size={20} />
          <span>Log</span>
        </a>
      )}
      <AccountMenu class="bottom-item" side="above" places={places} onSignOut={onSignOut}>
        <Icon name="menu" size={20} />
        <span>More</span>
      </AccountMenu>
    </nav>
  )
}
