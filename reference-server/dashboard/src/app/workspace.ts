import { type ReadonlySignal, signal } from '@preact/signals'
import type { Member, Session, SottoClient } from '@sotto/client-sdk'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type AccessDesk, createAccessDesk } from '../access/access-desk.ts'
import { type BotShelf, createBotShelf } from '../bots/bot-shelf.ts'
import { type ConsentDesk, createConsentDesk } from '../consent/consent-desk.ts'
import { type ContactDesk, createContactDesk } from '../contacts/contact-desk.ts'
import { type Drafts, draftsOf } from '../conversation/drafts.ts'
import { createHoldDesk, type HoldDesk } from '../holds/hold-desk.ts'
import { createInbox, type Inbox } from '../inbox/inbox.ts'
import { createLibraries, type Libraries } from '../knowledge/library.ts'
import { createLogBook, type LogBook } from '../log/entries.ts'
import { createVerification, type Verification } from '../log/verification.ts'
import { type BreachWatch, createBreachWatch } from '../papers/breach-watch.ts'
import { createRequestDesk, type RequestDesk } from '../privacy/request-desk.ts'
import { createRetentionDesk, type RetentionDesk } from '../retention/retention-desk.ts'
import { createSupportDesk, type SupportDesk } from '../support/support-desk.ts'
import { createWebhookShelf, type WebhookShelf } from '../webhooks/webhook-shelf.ts'

type Permission = Session['permissions'][number]

/** All that is there for one session: nothing of it outlives the sign-out. */
export interface Workspace {
  readonly sotto: SottoClient
  readonly session: Session
  readonly inbox: Inbox
  readonly bots: BotShelf
  readonly libraries: Libraries
  readonly log: LogBook
  readonly verification: Verification
  readonly consent: ConsentDesk
  readonly webhooks: WebhookShelf
  readonly contacts: ContactDesk
  readonly privacy: RequestDesk
  readonly retention: RetentionDesk
  readonly holds: HoldDesk
  readonly support: SupportDesk
  readonly access: AccessDesk
  readonly breaches: BreachWatch
  readonly drafts: Drafts
  /** The members of the team by id, as far as they are known already. */
  readonly members: ReadonlySignal<ReadonlyMap<string, Member>>
  can(permission: Permission): boolean
  close(): void
}

export function createWorkspace(sotto: SottoClient, session: Session): Workspace {
  const members = signal<ReadonlyMap<string, Member>>(new Map([[session.member.id, session.member]]))
  const readMembers = async () => {
    const all = new Map<string, Member>()
    for await (const member of sotto.members.list({ limit: 100 })) all.set(member.id, member)
    members.value = all
  }
  // Without their names members are shown as what they are: members of the team.
  readMembers().catch(() => {})
  const bots = createBotShelf(sotto)
  const inbox = createInbox(sotto)
  const libraries = createLibraries(sotto, bots)
  const log = createLogBook(sotto)
  const verification = createVerification(sotto)
  const consent = createConsentDesk(sotto)
  const privacy = createRequestDesk(sotto)
  const retention = createRetentionDesk(sotto)
  const can = (permission: Permission) => session.permissions.includes(permission)
  const access = createAccessDesk(sotto, can)
  return {
    sotto,
    session,
    inbox,
    bots,
    libraries,
    log,
    verification,
    consent,
    webhooks: createWebhookShelf(sotto),
    contacts: createContactDesk(sotto),
    privacy,
    retention,
    holds: createHoldDesk(sotto),
    support: createSupportDesk(sotto),
    members,
    drafts: draftsOf(session.member.id),
    access,
    breaches: createBreachWatch(sotto),
    can,
    close() {
      inbox.close()
      libraries.close()
      log.close()
      verification.close()
      consent.close()
      privacy.close()
      retention.close()
      access.close()
    },
  }
}

export const WorkspaceContext = createContext<Workspace | null>(null)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new TypeError('useWorkspace is for components below <Shell>')
  return workspace
}
