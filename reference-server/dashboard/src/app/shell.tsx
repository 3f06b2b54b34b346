import { useEffect, useState } from 'preact/hooks'
import { BotPage } from '../bots/bot-page.tsx'
import { BotsPage } from '../bots/bots-page.tsx'
import { Palette } from '../command/palette.tsx'
import { Empty } from '../design/notice.tsx'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { LogPage } from '../log/log-page.tsx'
import { RetentionPage } from '../retention/retention-page.tsx'
import { SetUp } from '../set-up/set-up.tsx'
import { SupportNotice } from '../support/support-notice.tsx'
import { WebhookPage } from '../webhooks/webhook-page.tsx'
import { WebhooksPage } from '../webhooks/webhooks-page.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { isPaletteKey } from './keys.ts'
import { Later } from './later.tsx'
import { keepLooking } from './looking.ts'
import { linkTo, type Place } from './paths.ts'
import { place } from './place.ts'
import { Rail } from './rail.tsx'
import { useTitle } from './title.ts'
import { useWorkspace } from './workspace.ts'
import './shell.css'

/** What stays while places change: rail or bottom bar, and the palette over all. */
export function Shell({ onSignOut }: { onSignOut: () => Promise<void> }) {
  const workspace = useWorkspace()
  const [searching, setSearching] = useState(false)

  useEffect(() => {
    const { inbox, bots } = workspace
    const start = async () => {
      await Promise.all([inbox.begin('waiting'), inbox.begin('open')])
      await inbox.catchUp()
    }
    void start()
    void bots.read()
    if (workspace.can('privacy:read')) void workspace.privacy.read()
    void workspace.access.look()
    const watches = [keepLooking(inbox.catchUp, { busy: 10_000, idle: 60_000 })]
    if (workspace.can('support:read')) {
      void workspace.support.read()
      watches.push(keepLooking(workspace.support.look, { busy: 20_000, idle: 60_000 }))
    }
    if (workspace.can('breaches:read')) {
      void workspace.breaches.look()
      watches.push(keepLooking(workspace.breaches.look, { busy: 600_000, idle: 600_000 }))
    }
    return () => {
      for (const stop of watches) stop()
    }
  }, [workspace])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return
      event.preventDefault()
      setSearching(true)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])

  const search = () => setSearching(true)
  const { name } = place.value
  const opened =
    name === 'bot' ||
    name === 'consent-policy' ||
    (name === 'consent-records' && place.value.recordId !== null) ||
    (name === 'log' && place.value.entryId !== null) ||
    (name === 'contacts' && place.value.contactId !== null) ||
    (name === 'privacy' && place.value.requestId !== null) ||
    (name === 'papers' && place.value.id !== null) ||
    (name === 'holds' && place.value.holdId !== null) ||
    (name === 'support' && place.value.caseId !== null) ||
    (name === 'webhooks' && place.value.webhookId !== null) ||
    (name === 'inbox' && place.value.conversationId !== null)
  return (
    <div class={opened ? 'shell opened' : 'shell'}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Rail onSearch={search} onSignOut={onSignOut} />
      <main id="main" class="room" tabIndex={-1}>
        <SupportNotice />
        <SetUp />
        <ErrorBoundary key={name}>
          <Here onSearch={search} />
        </ErrorBoundary>
      </main>
      <BottomBar onSignOut={onSignOut} />
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  )
}

function Here({ onSearch }: { onSearch: () => void }) {
  const workspace = useWorkspace()
  const here = place.value
  switch (here.name) {
    case 'inbox':
      return <InboxPage view={here.view} conversationId={here.conversationId} onSearch={onSearch} />
    case 'bots':
      return <BotsPage />
    case 'bot':
      return <BotPage key={here.botId} botId={here.botId} tab={here.tab} />
    case 'log':
      return workspace.can('audit:read') ? <LogPage entryId={here.entryId} /> : <Nowhere />
    case 'consent':
    case 'consent-policy':
    case 'consent-records':
    case 'consent-rates':
      return workspace.can('consent:read') ? <Consent here={here} /> : <Nowhere />
    case 'contacts':
      return workspace.can('contacts:read') ? (
        <Later load={contactsPage}>{({ ContactsPage }) => <ContactsPage contactId={here.contactId} />}</Later>
      ) : (
        <Nowhere />
      )
    case 'portal':
      return workspace.can('privacy:read') ? (
        <Later load={portalPage}>{({ PortalPage }) => <PortalPage />}</Later>
      ) : (
        <Nowhere />
      )
    case 'privacy':
      return workspace.can('privacy:read') ? (
        <Later load={privacyPage}>{({ RequestsPage }) => <RequestsPage requestId={here.requestId} />}</Later>
      ) : (
        <Nowhere />
      )
    case 'papers':
      return workspace.can('papers:read') ? (
        <Later load={papersPage}>{({ PapersPage }) => <PapersPage tab={here.tab} id={here.id} />}</Later>
      ) : (
        <Nowhere />
      )
    case 'holds':
      return workspace.can('holds:read') ? (
        <Later load={holdsPage}>{({ HoldsPage }) => <HoldsPage holdId={here.holdId} />}</Later>
      ) : (
        <Nowhere />
      )
    case 'support':
      return workspace.can('support:read') ? (
        <Later load={supportPage}>{({ SupportPage }) => <SupportPage caseId={here.caseId} />}</Later>
      ) : (
        <Nowhere />
      )
    case 'retention':
      return workspace.can('retention:read') ? <RetentionPage /> : <Nowhere />
    case 'sensitive-data':
      return workspace.can('team:read') ? (
        <Later load={sensitivePage}>{({ SensitivePage }) => <SensitivePage />}</Later>
      ) : (
        <Nowhere />
      )
    case 'end':
      return workspace.can('team:write') ? <Later load={endPage}>{({ EndPage }) => <EndPage />}</Later> : <Nowhere />
    case 'access':
      return <Later load={accessPage}>{({ AccessPage }) => <AccessPage />}</Later>
    case 'webhooks':
      if (!workspace.can('webhooks:read')) return <Nowhere />
      return here.webhookId ? <WebhookPage key={here.webhookId} webhookId={here.webhookId} /> : <WebhooksPage />
    case 'let-in':
    case 'nowhere':
      return <Nowhere />
  }
}

const accessPage = () => import('../access/access-page.tsx')
const contactsPage = () => import('../contacts/contacts-page.tsx')
const portalPage = () => import('../portal/portal-page.tsx')
const sensitivePage = () => import('../sensitive/sensitive-page.tsx')
const endPage = () => import('../team-end/end-page.tsx')
const supportPage = () => import('../support/support-page.tsx')
const holdsPage = () => import('../holds/holds-page.tsx')
const privacyPage = () => import('../privacy/requests-page.tsx')
const papersPage = () => import('../papers/papers-page.tsx')
const consentPages = () => import('../consent/pages.ts')

const Consent = ({ here }: { here: Extract<Place, { name: `consent${string}` }> }) => (
  <Later load={consentPages}>
    {({ PoliciesPage, PolicyPage, RecordsPage, RatesPage }) => {
      switch (here.name) {
        case 'consent':
          return <PoliciesPage />
        case 'consent-policy':
          return <PolicyPage key={here.policyId} policyId={here.policyId} tab={here.tab} />
        case 'consent-records':
          return <RecordsPage recordId={here.recordId} />
        case 'consent-rates':
          return <RatesPage />
      }
    }}
  </Later>
)

function Nowhere() {
  useTitle('Nothing here')
  return (
    <Empty icon="search" title="There is nothing at this address">
      <p>It may have been mistyped, or what was here is gone.</p>
      <a class="button plain" href={linkTo({ name: 'inbox', view: 'open', conversationId: null })}>
        Go to the inbox
      </a>
    </Empty>
  )
}
