import { Access, endAddresses, formerMembers } from '../access/index.ts'
import { accessExportService, type ExportDependencies, ExportTokens } from '../access-export/index.ts'
import { AuditLog } from '../audit/index.ts'
import type { HoldsOn } from '../erasure/index.ts'
import {
  type ErasureContribution,
  type ErasureDependencies,
  erasureService,
  suppress,
  suppression,
} from '../erasure/index.ts'
import { recipientsBySiem } from '../features/audit/index.ts'
import { everything } from '../features/collections.ts'
import { consentService, Known, PermissionLinks, Rates, Receipts } from '../features/consent/index.ts'
import { type ContractEndDependencies, resumeContractEnd } from '../features/contract-end/index.ts'
import { conversations, LiveConversations } from '../features/conversations/index.ts'
import {
  groundOfStopped,
  type HoldDependencies,
  holdErasure,
  reasonOfAll,
  stoppedByHolds,
} from '../features/holds/index.ts'
import { endOriginal, KnowledgeIndexes } from '../features/knowledge/index.ts'
import {
  circumstancesOf,
  configuredEndpoints,
  entityAddresses,
  type PaperDependencies,
  providerTerms,
  retentionInForce,
} from '../features/papers/index.ts'
import {
  Codes,
  type PrivacyDependencies,
  privacyErasure,
  reopen,
  restricted,
} from '../features/privacy-requests/index.ts'
import { Screening } from '../features/sensitive-data/index.ts'
import type { Shared } from '../features/services.ts'
import { OpenLooks } from '../features/support/index.ts'
import { teams } from '../features/team/index.ts'
import { recipientsByWebhook, toldByWebhook, Webhooks, webhookErasure } from '../features/webhooks/index.ts'
import { SealedTokens } from '../mail/index.ts'
import type { ScopeCore } from '../mongo/index.ts'
import { type SystemScope, Together, timeOf } from '../mongo/index.ts'
import { reachOf } from '../outgoing/address.ts'
import { type RetentionDependencies, resumeRetention } from '../retention/index.ts'
import type { KeyOperations } from '../rotation/index.ts'
import type { Settings } from './settings.ts'

/** What parts are made of that is there before them. */
export interface Given {
  core: ScopeCore
  system: SystemScope
  settings: Settings
  /** What an erasure and retention ask before anything ends. */
  holdsOn: HoldsOn
  keyStatus: KeyOperations['status']
  /** Tells the runner that there is work. */
  kick: () => void
  /** Tells the dispatcher of webhooks that there is something to send. */
  kickWebhooks: () => void
}

/** Settings of teams in which members may be named. */
const staffAddresses = [entityAddresses]

/** Everything of which a running Sotto has one, made of each other. */
export function partsOf(given: Given): Shared {
  const { core, system, settings, holdsOn, kick } = given
  const { teamKeys } = core
  const screening = new Screening({
    system,
    allows: (scope, contactId, purpose) => consentService(scope, shared, null).allows(contactId, purpose),
  })
  const access = new Access(core, system)
  const live = new LiveConversations()
  const { chat, days, embedder, keptByLaw, keyBackup, publicUrl } = settings
  const links = new PermissionLinks({
    keys: teamKeys,
    settings: {
      publicUrl,
      ...settings.permission,
      unsubscribeTo: settings.unsubscribeTo,
    },
  })
  const indexes = new KnowledgeIndexes(embedder)
  const log = new AuditLog(core)
  const webhooks = new Webhooks({ system, kick: given.kickWebhooks })
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
    publicUrl,
    heldFor: groundOfStopped,
    kick,
  }
  const erasing: ErasureDependencies = {
    core,
    system,
    log,
    holdsOn,
    keptByLaw,
    stopped: stoppedByHolds,
    processors: toldByWebhook(webhooks),
    providerTerms,
    contributions: [listeners, webhookErasure(webhooks), privacyErasure(privacyParts), holdErasure],
    keys: { days, keyBackup },
    kick,
  }
  const papers: PaperDependencies = {
    map: everything,
    endpoints: configuredEndpoints({ chat, embedder }),
    publicUrl,
    retentionOf: retentionInForce(everything),
    keptByLaw,
    recipientsOf: async (scope) => [...(await recipientsByWebhook(scope)), ...(await recipientsBySiem(scope))],
    keys: { days, keyBackup },
    keyStatus: () => given.keyStatus(),
    allowsPrivateAddresses: settings.allowsPrivateAddresses,
    teamKeys,
    checkpoint: (teamId) => log.checkpoint(teamId),
    kick,
  }
  const exporting: ExportDependencies = {
    core,
    system,
    log,
    circumstancesOf: circumstancesOf(papers),
    publicUrl,
    days: settings.exportDays,
    kick,
  }
  const databaseTime = settings.ownClock ? async () => settings.now() : () => timeOf(core.database)
  const ending: ContractEndDependencies = {
    erasing,
    exporting,
    databaseTime,
    publicUrl: exporting.publicUrl,
    kick,
  }
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
    keptByLaw,
    restricted,
    log,
    holdsLog: reasonOfAll,
    databaseTime,
    parts: { originals: endOriginal(kick) },
    before: { [formerMembers.name]: endAddresses(staffAddresses) },
    ended(things) {
      for (const { collection, id } of things) if (collection === conversations.name) live.wake(id)
    },
    async *teams() {
      for await (const { id } of system.each(teams)) yield id
    },
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
    async resumeRest(scope) {
      await resumeRetention(retaining, scope)
      await resumeContractEnd(scope, kick)
    },
    kick,
  }
  const leaving = { settings: staffAddresses }
  const shared: Shared = {
    access,
    live,
    indexes,
    embedder,
    log,
    receipts: new Receipts(teamKeys),
    rates: new Rates({ system, logger: settings.logger }),
    known: new Known(() => core.unitKeys.endings),
    together: new Together(),
    webhooks,
    reach: reachOf(settings.allowsPrivateAddresses),
    links,
    erasing,
    exporting,
    exportTokens,
    privacy,
    retaining,
    papers,
    holding,
    openLooks: new OpenLooks(),
    excepting: { kick },
    leaving,
    reviewing: { access, system, leaving, teams: retaining.teams, kick },
    suppression,
    screening,
    ending,
    kick,
  }
  return shared
}
