import type { ConsentPolicy, Member, Team as TeamShape, WidgetConfiguration } from '@sotto/contracts'
import { Access, type Principal } from './access/index.ts'
import {
  accessExportService,
  discardExpired,
  type ExportDependencies,
  type ExportLinks,
  ExportTokens,
  exportHandler,
  exportKind,
  exportLinks,
} from './access-export/index.ts'
import { AuditLog, auditStore, Sequencer } from './audit/index.ts'
import { makeBackup, requireServable } from './backup/index.ts'
import type { DataMap } from './data-map/index.ts'
import {
  type ErasureContribution,
  type ErasureDependencies,
  endExpired,
  erasureHandler,
  erasureKind,
  erasureService,
  followUpHandler,
  followUpKind,
  guardOf,
  type LegalPeriod,
  supplementHandler,
  supplementKind,
  suppress,
  suppression,
} from './erasure/index.ts'
import { isSottoError, notFound } from './errors.ts'
import {
  AuditFeeds,
  dailyHandler,
  dailyKind,
  keepDaily,
  verificationHandler,
  verificationKind,
} from './features/audit/index.ts'
import { type BackupPlan, backupHandler, backupKind, checkedPlan, keepBackups } from './features/backups/index.ts'
import { type BotDocument, bots, publicBot, widgetConfiguration } from './features/bots/index.ts'
import { answerHandler, answerKind } from './features/chat/index.ts'
import { everything } from './features/collections.ts'
import {
  consentPolicyService,
  consentService,
  Known,
  marketingDesk,
  PermissionLinks,
  type PermissionPages,
  permissionHandler,
  permissionKind,
  permissionPages,
  Rates,
  Receipts,
} from './features/consent/index.ts'
import {
  type ContractEndDependencies,
  contractEndHandler,
  contractEndKind,
  teamCertificates,
} from './features/contract-end/index.ts'
import { conversationEvents, conversations, LiveConversations } from './features/conversations/index.ts'
import { handlers } from './features/handlers.ts'
import {
  type ApproverPages,
  approverPages,
  groundOfStopped,
  type HoldDependencies,
  holdErasure,
  legalHolds,
  resumeHandler,
  resumeKind,
  stoppedByHolds,
  watchHandler,
  watchKind,
} from './features/holds/index.ts'
import {
  endOriginal,
  filesHandler,
  filesKind,
  ingestHandler,
  ingestKind,
  KnowledgeIndexes,
  keepFilesSwept,
  localEmbeddings,
} from './features/knowledge/index.ts'
import {
  configuredEndpoints,
  type PaperDependencies,
  type PublicPapers,
  providerTerms,
  publicPaperPages,
  retentionInForce,
} from './features/papers/index.ts'
import {
  Codes,
  clockHandler,
  clockKind,
  type DownloadPages,
  type Downloads,
  downloadPages,
  intakeHandler,
  intakeKind,
  noteLeaving,
  type Portal,
  type PortalPages,
  type PrivacyDependencies,
  portalPages,
  privacyDownloads,
  privacyErasure,
  privacyPortal,
  reopen,
  stepHandler,
  stepKind,
  usable,
  withReturns,
} from './features/privacy-requests/index.ts'
import { Screening } from './features/sensitive-data/index.ts'
import { type Shared, type Team, teamServices } from './features/services.ts'
import { everythingStored } from './features/stored.ts'
import { createTeam, type NewTeam, presentTeam, teamSlugs, teams } from './features/team/index.ts'
import {
  recipientsByWebhook,
  toldByWebhook,
  WebhookDispatcher,
  Webhooks,
  webhookErasure,
} from './features/webhooks/index.ts'
import type { Acting } from './http/acting.ts'
import type { Handlers } from './http/handler.ts'
import { newId } from './ids.ts'
import { type JobHandler, JobRunner, renewHandler, renewKind, Sweeper } from './jobs/index.ts'
import type { Keyring } from './keys/index.ts'
import type { Logger } from './logger.ts'
import {
  type MailAddress,
  type MailTransport,
  mailHandler,
  mailKind,
  type Outbox,
  outbox,
  outboxOf,
  SealedTokens,
} from './mail/index.ts'
import { type ChatModel, type Embedder, extractiveWriter, modelWriter } from './models/index.ts'
import type { MongoClient } from './mongo/driver.ts'
import {
  type Capabilities,
  followInserts,
  followKeyEndings,
  nextGeneration,
  prepareDatabase,
  ReadLog,
  type SystemScope,
  timeOf,
} from './mongo/index.ts'
import { keyWork, openCore } from './open-core.ts'
import { reachOf } from './outgoing/address.ts'
import {
  dailyRetentionHandler,
  dailyRetentionKind,
  keepDailyRetention,
  type RetentionDependencies,
  retentionHandler,
  retentionKind,
  SessionWatch,
} from './retention/index.ts'
import { type KeyOperations, rotationKind } from './rotation/index.ts'

export type { Team } from './features/services.ts'

export interface SottoOptions {
  /** A connection string, or a connected `MongoClient`, which is then not closed. */
  mongo: string | MongoClient
  /** What the names of the three databases begin with. Default `sotto`. */
  database?: string
  keyring: Keyring
  models?: {
    /** Words the answers. Without one, answers are the sentences of the documents that answer. */
    chat?: ChatModel | undefined
    /** Default: local vectors, English, no network. */
    embeddings?: Embedder | undefined
  }
  /**
   * How mail goes out: `smtp(url)`, or a transport of your own, and from which address. Default: it goes nowhere, and is
   * kept for a day in an `outbox` that a developer can look at.
   *
   * `unsubscribeTo` is an address that advertising mail names beside its link: whoever reads it hands the subject of a mail
   * to it, which is a token, to `POST /v1/consent/unsubscribe?token=…`.
   */
  mail?: { transport: MailTransport; from: MailAddress; unsubscribeTo?: string | undefined } | undefined
  /**
   * How addresses are asked whether they want marketing mail: for how many hours the link is good (1 to 168, default 72),
   * and how many such mails an address gets in a day at most (1 to 10, default 3).
   */
  permission?: { linkHours?: number; mailsADay?: number } | undefined
  /** For how many days the file with a person's data can be downloaded, 1 to 30. Default 7. */
  exportDays?: number
  /** Where this server is reached from outside, without a slash at the end; stands in links. */
  publicUrl?: string | (() => string)
  /** After how many days the keys above those of units are replaced, 1 to 30. Default 14. */
  rotateKeysAfterDays?: number
  /**
   * `confirmed`: replaced keys are destroyed once a newer backup of the key database was confirmed (`sotto backup` makes
   * and confirms one); until then, old backups can be opened. `none`: there are no backups, and keys are destroyed at
   * once. Default `confirmed`.
   */
  keyBackup?: 'confirmed' | 'none'
  /**
   * Backups that the server makes of itself once a day: of data and keys, read back and confirmed. Default: none; then
   * somebody else makes them.
   */
  backups?: BackupPlan | undefined
  /**
   * What the law wants to be kept, whoever asks for its erasure: a category of retention, for how many years after the
   * time with which its retention begins, and by which law. Default: nothing.
   */
  keptByLaw?: readonly LegalPeriod[]
  /**
   * Whether addresses that a team gives (a SIEM, a witness, a webhook) may lie inside the network of this server: loopback, link-local
   * and private ones. Default `false`.
   */
  allowPrivateAddresses?: boolean
  /** Whether this instance takes jobs. Default `true`; `false` for one that only serves. */
  runJobs?: boolean
  /** The clock. Default: the system's. */
  now?: () => Date
  logger?: Logger
}

const quiet: Logger = { info() {}, warn() {}, error() {} }

export interface Request {
  ip: string | null
  requestId: string | null
}

export interface Sotto {
  readonly capabilities: Readonly<Capabilities>
  readonly access: Access
  readonly system: SystemScope
  /** What an operator does with keys: see how they stand, replace them, confirm a backup. */
  readonly keys: KeyOperations
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
  /** The bot of a team that was made public first. */
  firstPublicBot(teamId: string): Promise<{ id: string; publishableKey: string } | null>
  /** The public bot behind a publishable key. @throws SottoError `not_found`, `origin_not_allowed` */
  publicBot(principal: Principal, origin: string | null): Promise<BotDocument>
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
  /** The same for browsers without scripts. */
  readonly privacyPages: PortalPages
  /** How people get the file with their data. */
  readonly privacyDownloads: Downloads
  readonly downloadPages: DownloadPages
  /** What anybody may read of the papers of a team. */
  readonly publicPapers: PublicPapers
  /** The page of somebody from outside who was asked to decide about a legal hold. */
  readonly approverPages: ApproverPages
  /** Whether it can serve. @throws SottoError `keyring_unavailable`, `unavailable` */
  ready(): Promise<Record<string, 'ok'>>
  close(): Promise<void>
}

/**
 * Starts Sotto on a database and a keyring.
 *
 * @throws DatabaseUnsuitableError for a MongoDB without transactions, and for data that a later version has written
 * @throws DatabaseUnsuitableError for databases that were put back from a copy and not brought in line (`sotto restore`,
 * `sotto restore-check`)
 * @throws SottoError `keyring_unavailable` when the keyring lacks the key of the current epoch
 */
export async function createSotto(options: SottoOptions): Promise<Sotto> {
  const { keyBackup = 'confirmed', rotateKeysAfterDays: days = 14 } = options
  if (!(days >= 1 && days <= 30)) throw new TypeError('rotateKeysAfterDays must be a number from 1 to 30')
  const { exportDays = 7 } = options
  if (!(exportDays >= 1 && exportDays <= 30)) throw new TypeError('exportDays must be a number from 1 to 30')
  const { linkHours = 72, mailsADay = 3 } = options.permission ?? {}
  if (!(linkHours >= 1 && linkHours <= 168)) throw new TypeError('permission.linkHours must be a number from 1 to 168')
  if (!(Number.isInteger(mailsADay) && mailsADay >= 1 && mailsADay <= 10))
    throw new TypeError('permission.mailsADay must be a whole number from 1 to 10')
  const plan = options.backups && checkedPlan(options.backups)
  const now = options.now ?? (() => new Date())
  const logger = options.logger ?? quiet
  const core = await openCore({ ...options, announce: (scope, happenings) => webhooks.announce(scope, happenings) })
  const { database, teamKeys, unitKeys } = core
  const holdsOn = legalHolds(core)
  core.guard = guardOf(holdsOn)
  core.uses = async (scope, contactId, use) => (await usable(scope, contactId, use)).allowed
  const store = auditStore(database)
  const sequencer = new Sequencer({ store, client: database.client, teamKeys, now, logger })
  try {
    await prepareDatabase(database, everythingStored)
    await requireServable(database, store)
    await teamKeys.start()
    await nextGeneration(database, now())
  } catch (error) {
    await database.close()
    throw error
  }

  const kick = () => runner.kick()
  const { system, schedule, operations, handler, backups } = keyWork(core, {
    daily: plan !== undefined,
    keyring: options.keyring,
    keyBackup,
    days,
    kick,
    logger,
  })
  const screening = new Screening({
    system,
    allows: (scope, contactId, purpose) => consentService(scope, shared, null).allows(contactId, purpose),
  })
  core.screen = (asked) => screening.screen(asked)
  const access = new Access(core, system)
  const live = new LiveConversations()
  const embedder = options.models?.embeddings ?? localEmbeddings()
  const chat = options.models?.chat
  const mail = options.mail ?? { transport: outbox(), from: { name: 'Sotto', address: 'sotto@localhost' } }
  const { publicUrl = '' } = options
  const links = new PermissionLinks({
    keys: teamKeys,
    settings: {
      publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
      hours: linkHours,
      mailsADay,
      unsubscribeTo: options.mail?.unsubscribeTo ?? null,
    },
  })
  const indexes = new KnowledgeIndexes(embedder)
  const log = new AuditLog(core)
  const webhooks = new Webhooks({ system, kick: () => dispatcher.kick() })
  // Whoever still listens to a conversation that went hears of it.
  const listeners: ErasureContribution = {
    name: 'live conversations',
    async discard(_scope, { ids }) {
      for (const id of ids) live.wake(id)
      return 0
    },
  }
  const privacyParts = {
    tokens: new SealedTokens(teamKeys, 'privacy-request'),
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    heldFor: groundOfStopped,
    kick,
  }
  const erasing: ErasureDependencies = {
    core,
    system,
    log,
    holdsOn,
    keptByLaw: options.keptByLaw ?? [],
    stopped: stoppedByHolds,
    processors: toldByWebhook(webhooks),
    providerTerms,
    contributions: [listeners, webhookErasure(webhooks), privacyErasure(privacyParts), holdErasure],
    keys: { days, keyBackup },
    kick,
  }
  const exporting: ExportDependencies = {
    core,
    system,
    log,
    recipients: recipientsByWebhook,
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    days: exportDays,
    kick,
  }
  const ending: ContractEndDependencies = { erasing, exporting, publicUrl: exporting.publicUrl, kick }
  const exportTokens = new ExportTokens(teamKeys)
  const privacy: PrivacyDependencies = {
    ...privacyParts,
    exports: (scope) => accessExportService(scope, exporting, exportTokens),
    system,
    codes: new Codes(teamKeys),
    webhooks,
    consent: (scope) => consentService(scope, shared, null),
    async suppress(running, address) {
      await suppress(running, [address])
    },
    async prepare(teamId) {
      await system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null }).suppressionMark('')
    },
    erasures: (scope) => erasureService(scope, erasing),
  }
  const retaining: RetentionDependencies = {
    core,
    system,
    holdsOn,
    keptByLaw: options.keptByLaw ?? [],
    databaseTime: options.now ? async () => now() : () => timeOf(database),
    parts: { originals: endOriginal(kick) },
    ended(things) {
      for (const { collection, id } of things) if (collection === conversations.name) live.wake(id)
    },
    async *teams() {
      for await (const { id } of system.each(teams)) yield id
    },
    kick,
  }
  const portal = privacyPortal(privacy)
  const fileLinks = exportLinks(exporting, exportTokens)
  const papers: PaperDependencies = {
    map: everything,
    endpoints: configuredEndpoints({ chat, embedder }),
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    retentionOf: retentionInForce(everything),
    recipientsOf: recipientsByWebhook,
    keys: { days, keyBackup },
    keyStatus: () => operations.status(),
    allowsPrivateAddresses: options.allowPrivateAddresses ?? false,
    teamKeys,
    checkpoint: (teamId) => log.checkpoint(teamId),
    kick,
  }
  const holding: HoldDependencies = {
    core,
    system,
    tokens: new SealedTokens(teamKeys, 'hold-approval'),
    codes: privacy.codes,
    publicUrl: privacyParts.publicUrl,
    erasures: privacy.erasures,
    prepare: privacy.prepare,
    reopen: (running, requestId, erasureId) => reopen(running, requestId, erasureId, { kick }),
    kick,
  }
  const backUp = (to: string, signal: AbortSignal) =>
    makeBackup({ mongo: options.mongo, database: options.database, keyring: options.keyring, now, to, signal })
  const jobHandlers = new Map<string, JobHandler>([
    [verificationKind, verificationHandler(log)],
    [dailyKind, dailyHandler(system, log)],
    [rotationKind, handler],
    [renewKind, renewHandler(core)],
    [erasureKind, erasureHandler(erasing)],
    [exportKind, exportHandler(exporting)],
    [followUpKind, followUpHandler(erasing)],
    [supplementKind, supplementHandler(erasing)],
    [ingestKind, ingestHandler({ embedder, kick })],
    [contractEndKind, contractEndHandler(ending)],
    [filesKind, filesHandler(system, log)],
    [mailKind, mailHandler({ ...mail, marketing: marketingDesk(links, suppression) })],
    [permissionKind, permissionHandler({ links, kick })],
    [intakeKind, intakeHandler(privacy)],
    [stepKind, stepHandler(privacy)],
    [clockKind, clockHandler(privacy)],
    [retentionKind, retentionHandler(retaining)],
    [dailyRetentionKind, dailyRetentionHandler(retaining)],
    [watchKind, watchHandler(kick)],
    [resumeKind, resumeHandler(holding)],
    [
      answerKind,
      answerHandler({
        indexes,
        embedder,
        live,
        writer: (through) => (chat ? modelWriter({ model: chat, ...through }) : extractiveWriter()),
      }),
    ],
  ])
  if (plan)
    jobHandlers.set(
      backupKind,
      backupHandler({ plan, system, log, logger, newest: () => backups.newest(), make: backUp }),
    )
  const runner = new JobRunner({ system, handlers: jobHandlers, logger })
  const rates = new Rates({ system, logger })
  const reach = reachOf(options.allowPrivateAddresses ?? false)
  const dispatcher = new WebhookDispatcher({
    system,
    reach,
    logger,
    changed: (teamId) => webhooks.changed(teamId),
    kickJobs: kick,
  })
  const shared: Shared = {
    access,
    live,
    indexes,
    embedder,
    log,
    receipts: new Receipts(teamKeys),
    rates,
    known: new Known(() => unitKeys.endings),
    webhooks,
    reach,
    links,
    erasing,
    exporting,
    exportTokens,
    privacy,
    retaining,
    papers,
    holding,
    suppression,
    screening,
    ending,
    kick,
  }
  // Other instances' events arrive here; without change streams, followers look by themselves.
  const inserts = followInserts(core, conversationEvents, 'conversationId', (conversationId) =>
    live.wake(conversationId),
  )
  const endings = followKeyEndings(core, (unit) => unitKeys.letGo([unit]))
  const sweeper = new Sweeper({
    system,
    collections: everything.collections,
    also: async () => (await endExpired(system)) + (await discardExpired(system)),
    logger,
  })
  const feeds = new AuditFeeds({ system, log, reach, logger })
  const sessions = new SessionWatch(retaining, logger)
  rates.start()
  if (options.runJobs ?? true) {
    runner.start()
    schedule.start()
    sweeper.start()
    sequencer.start()
    feeds.start()
    dispatcher.start()
    await keepDaily(system, kick)
    await keepDailyRetention(retaining)
    await keepFilesSwept(system, kick)
    if (plan) await keepBackups(system, kick)
    sessions.start()
  }

  const scopeOf = (principal: Principal) => access.scope(principal, { ip: null, requestId: null })
  const botOf = (principal: Principal, origin: string | null) => {
    if (principal.kind !== 'publishable') throw new TypeError('only a publishable key names a bot')
    return publicBot(scopeOf(principal), principal.botId, origin)
  }

  return {
    capabilities: database.capabilities,
    access,
    system,
    keys: operations,
    handlers,
    logger,
    as(principal, request) {
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
    async firstPublicBot(teamId) {
      const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
      const first = await scope.collection(bots).findOne({ visibility: 'public' }, { sort: { createdAt: 1 } })
      return first ? { id: first.id, publishableKey: first.publishableKey } : null
    },
    publicBot: botOf,
    async widget(principal, { origin }) {
      const bot = await botOf(principal, origin)
      const team = await scopeOf(principal).collection(teams).get(principal.teamId)
      return widgetConfiguration(bot, team, {
        publicUrl: typeof options.publicUrl === 'function' ? options.publicUrl() : (options.publicUrl ?? ''),
        conversationDays: 730,
        chatModel: chat ?? null,
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
    privacyPages: portalPages(portal),
    privacyDownloads: privacyDownloads(fileLinks),
    downloadPages: downloadPages(fileLinks),
    publicPapers: publicPaperPages(system),
    approverPages: approverPages(holding),
    async ready() {
      await database.client.db('admin').command({ ping: 1 })
      teamKeys.forget()
      await teamKeys.wrap('system')
      return { database: 'ok', keyring: 'ok' }
    },
    async close() {
      sweeper.stop()
      sessions.stop()
      await rates.stop()
      schedule.stop()
      await feeds.stop()
      await dispatcher.stop()
      await runner.stop()
      await sequencer.stop()
      await Promise.all([inserts.close(), endings.close()])
      await database.close()
    },
  }
}
