import type { ConsentPolicy, Member, RetentionEnding, Team as TeamShape, WidgetConfiguration } from '@sotto/contracts'
import type { Access, Principal } from './access/index.ts'
import { type ExportLinks, exportLinks } from './access-export/index.ts'
import { Background } from './assembly/background.ts'
import { partsOf } from './assembly/parts.ts'
import { type SottoOptions, settingsOf } from './assembly/settings.ts'
import { WatchedDatabase } from './assembly/watched-database.ts'
import { auditStore } from './audit/index.ts'
import { requireServable } from './backup/index.ts'
import type { DataMap } from './data-map/index.ts'
import { guardOf, suppression } from './erasure/index.ts'
import { isSottoError, notFound } from './errors.ts'
import { type BotDocument, bots, publicBot, widgetConfiguration } from './features/bots/index.ts'
import { everything } from './features/collections.ts'
import { consentPolicyService, type PermissionPages, permissionPages } from './features/consent/index.ts'
import { teamCertificates } from './features/contract-end/index.ts'
import { conversations } from './features/conversations/index.ts'
import { handlers } from './features/handlers.ts'
import { type ApproverPages, approverPages, legalHolds, loseHoldsOn } from './features/holds/index.ts'
import { configuredEndpoints, type PublicPapers, publicPaperPages, remainsInForce } from './features/papers/index.ts'
import {
  type DownloadPages,
  type Downloads,
  downloadPages,
  noteLeaving,
  type Portal,
  type PortalPages,
  portalPages,
  privacyDownloads,
  privacyPortal,
  type SmsDesk,
  smsDesk,
  usable,
  withReturns,
} from './features/privacy-requests/index.ts'
import { type Team, teamServices } from './features/services.ts'
import { everythingStored } from './features/stored.ts'
import { type SupportDesk, type SupportSessions, supportDesk, supportSessions } from './features/support/index.ts'
import { createTeam, type NewTeam, presentTeam, teamSlugs, teams } from './features/team/index.ts'
import type { Acting } from './http/acting.ts'
import type { Handlers } from './http/handler.ts'
import { newId } from './ids.ts'
import type { Logger } from './logger.ts'
import { type Outbox, outboxOf } from './mail/index.ts'
import { type Capabilities, nextGeneration, prepareDatabase, ReadLog, type SystemScope } from './mongo/index.ts'
import { keyWork, openCore } from './open-core.ts'
import { ruleOfBot } from './retention/index.ts'
import type { KeyOperations } from './rotation/index.ts'

export type { SottoOptions } from './assembly/settings.ts'
export type { Team } from './features/services.ts'

export interface Request {
  ip: string | null
  requestId: string | null
}

/** A running Sotto: services of teams, and what an operator does. Made by `createSotto`, ended by `close()`. */
export interface Sotto {
  /** What the database that it has can do. */
  readonly capabilities: Readonly<Capabilities>
  /** Who is behind a credential. */
  readonly access: Access
  /** What has no team: the next job, a sweep. It opens nothing of anybody. */
  readonly system: SystemScope
  /** What an operator does with keys: see how they stand, replace them, confirm a backup. */
  readonly keys: KeyOperations
  /** How whoever runs the server asks a team to let support in. It gives no way to what a team has. */
  readonly support: SupportDesk
  /** How somebody of support signs in. */
  readonly supportSessions: SupportSessions
  /** The bot of a conversation of the principal’s team; `null` where there is none. */
  botOfConversation(principal: Principal, conversationId: string): Promise<string | null>
  /** Mail that was kept instead of sent; `null` where mail goes out. */
  readonly outbox: Outbox | null
  /** A handler for every endpoint of the contract. */
  readonly handlers: Handlers
  readonly logger: Logger
  /** A principal at work in one request. */
  as(principal: Principal, request: Request): Acting
  /** Every declared collection. */
  readonly dataMap: DataMap
  /**
   * The services of a team in the name of one of its members, or of software that names itself and appears so in the log.
   *
   * @throws SottoError `unauthenticated` when the user is not a member
   */
  team(teamId: string, options: { actor: { userId: string } | { system: string } }): Promise<Team>
  /** Makes a team and its first owner, whose password is shown once. */
  createTeam(input: NewTeam): Promise<{ team: TeamShape; owner: Member; password: string }>
  /** Whether there is any team yet. */
  hasTeams(): Promise<boolean>
  /** What anybody may know of a team: its name, by its slug. */
  publicTeam(slug: string): Promise<TeamShape | null>
  /** What is left of the collections of a team, by name, once their time is over, by the rules in force. */
  remains(teamId: string): Promise<ReadonlyMap<string, RetentionEnding>>
  /** The bot of a team that was made public first. */
  firstPublicBot(teamId: string): Promise<{ id: string; publishableKey: string } | null>
  /** The public bot behind a publishable key. @throws SottoError `not_found`, `origin_not_allowed` */
  publicBot(principal: Principal, origin: string | null): Promise<BotDocument>
  /** What the widget shows of a bot. @throws SottoError `not_found`, `origin_not_allowed` */
  widget(principal: Principal, request: { origin: string | null }): Promise<WidgetConfiguration>
  /** The newest version of a consent policy, for whoever has a publishable key of its team. @throws SottoError `not_found` */
  publishedConsentPolicy(key: string, policyId: string): Promise<ConsentPolicy>
  /** The certificate of a team that has ended, by the link in the mail. @throws SottoError `not_found` */
  teamCertificate(token: string): Promise<string>
  /** The pages behind links in mails, which anyone may open who has the link. */
  readonly permissionPages: PermissionPages
  /** What links to exports of people do. */
  readonly exportLinks: ExportLinks
  /** What people ask for about their data, and see of it, without being signed in. */
  readonly privacyPortal: Portal
  /** What gateways for text messages hand over. */
  readonly smsDesk: SmsDesk
  /** The same for browsers without scripts. */
  readonly privacyPages: PortalPages
  /** How people get the file with their data. */
  readonly privacyDownloads: Downloads
  /** The same for browsers without scripts. */
  readonly downloadPages: DownloadPages
  /** What anybody may read of the papers of a team. */
  readonly publicPapers: PublicPapers
  /** The page of somebody from outside who was asked to decide about a legal hold. */
  readonly approverPages: ApproverPages
  /** Whether it can serve. @throws SottoError `keyring_unavailable`, `unavailable` */
  ready(): Promise<Record<string, 'ok'>>
  /** Stops taking jobs, waits for those that run to be let go, and closes the database, unless it was handed in. */
  close(): Promise<void>
}

/**
 * Starts Sotto on a database and a keyring.
 *
 * @throws DatabaseUnsuitableError for a MongoDB without transactions, and for data that a later version has written
 * @throws DatabaseUnsuitableError for databases that were put back from a copy and not brought in line (`sotto restore`,
 * `sotto restore-check`)
 * @throws TypeError for an option that is missing or out of its bounds, before anything is connected
 * @throws SottoError `keyring_unavailable` when the keyring lacks the key of the current epoch
 */
export async function createSotto(options: SottoOptions): Promise<Sotto> {
  const settings = settingsOf(options)
  const { chat, days, keyBackup, keyring, logger, mail, now, publicUrl } = settings
  const core = await openCore({
    ...options,
    mongo: settings.mongo,
    async announce(scope, happenings) {
      await shared.webhooks.announce(scope, happenings)
      background.noticed(scope, happenings)
    },
  })
  const { database, teamKeys } = core
  const holdsOn = legalHolds(core)
  core.guard = guardOf(holdsOn)
  core.gone = loseHoldsOn
  core.uses = async (scope, contactId, use) => (await usable(scope, contactId, use)).allowed
  core.screen = (asked) => shared.screening.screen(asked)
  let generation: number
  try {
    await prepareDatabase(database, everythingStored)
    await requireServable(database, auditStore(database))
    await teamKeys.start()
    generation = await nextGeneration(database, now())
  } catch (error) {
    await database.close()
    throw error
  }

  const kick = () => background.kick()
  const keys = keyWork(core, { daily: settings.backups !== undefined, keyring, keyBackup, days, kick, logger })
  const { system } = keys
  const shared = partsOf({
    core,
    system,
    settings,
    holdsOn,
    keyStatus: () => keys.operations.status(),
    kick,
    kickWebhooks: () => background.kickWebhooks(),
  })
  const background = new Background(core, keys, settings, shared)
  await background.start()
  const watched = new WatchedDatabase({ database, generation, logger, lost: () => background.abandon() })
  watched.start()

  const { access, ending, exporting, exportTokens, holding, links, privacy } = shared
  const portal = privacyPortal(privacy)
  const fileLinks = exportLinks(exporting, exportTokens)

  const scopeOf = (principal: Principal) => access.scope(principal, { ip: null, requestId: null })
  const unnamed = (teamId: string) =>
    system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const botOf = (principal: Principal, origin: string | null) => {
    if (principal.kind !== 'publishable') throw new TypeError('only a publishable key names a bot')
    return publicBot(scopeOf(principal), principal.botId, origin)
  }

  return {
    capabilities: database.capabilities,
    access,
    system,
    keys: keys.operations,
    support: supportDesk(system, { kick }),
    supportSessions: supportSessions(system),
    async botOfConversation(principal, id) {
      return (await scopeOf(principal).collection(conversations).findOne({ id }))?.botId ?? null
    },
    handlers,
    logger,
    as(principal, request) {
      watched.require()
      const scope = access.scope(principal, request, new ReadLog())
      return {
        team: teamServices(scope, shared, principal),
        settle: () => scope.settle(),
        transaction: (work) => scope.transaction((running) => work(teamServices(running, shared, principal), running)),
      }
    },
    outbox: mail.transport.staysHere
      ? outboxOf(system, async () => (await system.find(teams, {})).map(({ id }) => id))
      : null,
    dataMap: everything,
    async team(teamId, { actor }) {
      if ('system' in actor)
        return teamServices(
          system.team(teamId, { actor: { kind: 'system', id: actor.system }, ip: null, requestId: null }),
          shared,
          null,
        )
      const principal = await access.member(teamId, actor.userId)
      return teamServices(scopeOf(principal), shared, principal)
    },
    createTeam: (input) => createTeam(system, access, newId('team', now()), input),
    hasTeams: async () => (await system.find(teams, {})).length > 0,
    async publicTeam(slug) {
      const claim = await system.findById(teamSlugs, slug)
      const team = claim && (await system.findById(teams, claim.teamId))
      return team ? presentTeam(team) : null
    },
    remains: (teamId) => remainsInForce(everything)(unnamed(teamId)),
    async firstPublicBot(teamId) {
      const first = await unnamed(teamId)
        .collection(bots)
        .findOne({ visibility: 'public' }, { sort: { createdAt: 1 } })
      return first ? { id: first.id, publishableKey: first.publishableKey } : null
    },
    publicBot: botOf,
    async widget(principal, { origin }) {
      const bot = await botOf(principal, origin)
      const scope = scopeOf(principal)
      const team = await scope.collection(teams).get(principal.teamId)
      const { keep } = await ruleOfBot(scope, bot.id, 'conversations')
      return widgetConfiguration(bot, team, {
        publicUrl: publicUrl(),
        kept: keep,
        endpoints: configuredEndpoints({ chat, embedder: settings.embedder }),
      })
    },
    async publishedConsentPolicy(key, policyId) {
      const principal = await access.authenticate(key).catch((error: unknown) => {
        if (isSottoError(error) && error.code === 'unauthenticated') return null
        throw error
      })
      if (principal?.kind !== 'publishable') throw notFound('consent policy')
      return consentPolicyService(scopeOf(principal)).published(policyId)
    },
    permissionPages: permissionPages({
      system,
      links,
      suppression: withReturns(suppression),
      noteLeaving: noteLeaving(privacy),
    }),
    exportLinks: fileLinks,
    teamCertificate: teamCertificates(ending),
    privacyPortal: portal,
    smsDesk: smsDesk(privacy, settings.smsGateway),
    privacyPages: portalPages(portal),
    privacyDownloads: privacyDownloads(fileLinks),
    downloadPages: downloadPages(fileLinks),
    publicPapers: publicPaperPages(system),
    approverPages: approverPages(holding),
    async ready() {
      await watched.look()
      watched.require()
      teamKeys.forget()
      await teamKeys.wrap('system')
      return { database: 'ok', keyring: 'ok' }
    },
    async close() {
      await watched.stop()
      await background.close()
    },
  }
}
