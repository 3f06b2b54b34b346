import { type AnyEndpoint, api, roles } from '@sotto/contracts'
import { apiKeys, members } from '../../../access/index.ts'
import type { AnyCollection, Fields } from '../../../data-map/index.ts'
import { below, oneOf, type TeamScope } from '../../../mongo/index.ts'
import { type ReviewStanding, reviewStanding } from '../../access-reviews/index.ts'
import { auditSinks, lastVerification } from '../../audit/index.ts'
import { bots } from '../../bots/index.ts'
import { privacyRequests } from '../../privacy-requests/index.ts'
import { isSigned } from '../agreements.ts'
import type { PaperDependencies } from '../dependencies.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'

/** What checks look at beside what papers are made from: settings of this server and of the team, as they are now. */
export interface LiveSettings {
  allowsPrivateAddresses: boolean
  keys: { alarms: number; rotateAt: Date; backupAt: Date | null; destroysAfterBackup: boolean }
  log: { checkedAt: Date | null; ok: boolean; entries: number; sinks: number }
  access: { members: number; owners: number; apiKeys: number; keysWithEverything: number }
  reviews: ReviewStanding
  bots: { public: number; withoutOrigins: number }
  overdueRequests: number
  signedAgreement: boolean
  now: Date
}

export async function readLive(scope: TeamScope, dependencies: PaperDependencies): Promise<LiveSettings> {
  const { alarms, rotateAt, backup } = await dependencies.keyStatus()
  const { report } = await lastVerification(scope)
  const keys = await scope.collection(apiKeys).find({}, { limit: 1000 })
  const open = await scope.collection(bots).find({ visibility: 'public' }, { limit: 1000 })
  return {
    allowsPrivateAddresses: dependencies.allowsPrivateAddresses,
    keys: {
      alarms: alarms.length,
      rotateAt,
      backupAt: backup?.confirmedAt ?? null,
      destroysAfterBackup: dependencies.keys.keyBackup === 'confirmed',
    },
    log: {
      checkedAt: report ? new Date(report.at) : null,
      ok: report?.ok ?? false,
      entries: report?.size ?? 0,
      sinks: await scope.collection(auditSinks).count(),
    },
    access: {
      members: await scope.collection(members).count(),
      owners: await scope.collection(members).count({ role: 'owner' }),
      apiKeys: keys.length,
      keysWithEverything: keys.filter(
        ({ scopes }) => scopes.includes('audit:write') || scopes.includes('members:write'),
      ).length,
    },
    reviews: await reviewStanding(scope),
    bots: {
      public: open.length,
      withoutOrigins: open.filter(({ allowedOrigins }) => allowedOrigins.length === 0).length,
    },
    overdueRequests: await scope
      .collection(privacyRequests)
      .count({ status: oneOf(['open', 'in_progress']), dueAt: below(scope.now()) }),
    signedAgreement: await isSigned(scope),
    now: scope.now(),
  }
}

const kindsIn = (collection: AnyCollection) => Object.values(collection.fields as Fields).map(({ kind }) => kind)

/** What is declared, counted: no setting changes it, and it is what runs. */
export const declaredFacts = ({ collections }: PaperDependencies['map']) => {
  const endpoints = Object.values(api) as AnyEndpoint[]
  return {
    sealedFields: collections.flatMap(kindsIn).filter((kind) => kind !== 'plain').length,
    withMac: collections.filter(({ authenticated }) => (authenticated?.length ?? 0) > 0).length,
    endpoints: endpoints.length,
    endpointsWithPermission: endpoints.filter(({ definition }) => definition.allow.permission !== undefined).length,
    roles: roles.length,
    logged: collections.filter(({ log }) => typeof log === 'string').length,
  }
}

export type CheckFacts = Omit<PaperFacts, 'checks'> & { live: LiveSettings; declared: ReturnType<typeof declaredFacts> }
