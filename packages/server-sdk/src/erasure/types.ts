import type { Id } from '@sotto/contracts'
import type { Holdable, TeamScope } from '../mongo/index.ts'
import type { CertificateFile, ProcessorReceipt, ProviderForecast, WithheldRows, Withholding } from './certified.ts'

/** Whom an erasure is about: a person, or one thing with a key of its own. */
export interface ErasureInput {
  /** The person, by their contact. */
  contactId?: string | undefined
  /** Another row with a key of its own, such as a conversation of somebody unknown. Instead of `contactId`. */
  row?: { collection: string; id: string } | undefined
  /** The request that asked for it; stands in the certificate. */
  requestId?: string | null | undefined
  /**
   * Whether the whole team's data is looked through for mentions of the person, which takes a second for some ten
   * thousand rows. Default `true`.
   */
  mentions?: boolean | undefined
}

/** What becomes of the rows of one collection. */
export interface PlannedCollection {
  collection: string
  purpose: string
  /** Rows that go without a trace. */
  deleted: number
  /** Rows of which something remains that is about nobody. */
  anonymised: number
  withheld: number
  /** What remains of those that are anonymised: values of closed vocabularies, numbers, and days instead of times. */
  kept: { field: string; as: 'as is' | 'day' }[]
}

/**
 * An exact identifier of the person in a row that is not theirs, or a row that nobody can look into. It stays; somebody
 * should look at it.
 */
export interface Mention {
  /** Where: a row of somebody else. */
  collection: string
  id: string
  /** What stands there; `unreadable` alone where the row was changed outside of Sotto and does not open any more. */
  of: ('email' | 'phone' | 'external-id' | 'id' | 'unreadable')[]
}

/** What is attested of an endpoint to which words leave. */
export interface ProviderTerms {
  retentionDays: number | 'unknown'
  evidence?: string
}

/** What an erasure would do, as things stood at `createdAt`. Kept for 30 days. */
export interface ErasurePlan {
  id: Id<'erasure'>
  /** The person, or the row. */
  subject: { collection: string; id: string }
  requestId: string | null
  /** ISO 8601. */
  createdAt: string
  collections: PlannedCollection[]
  withheld: WithheldRows[]
  /** `null` where nobody looked. */
  mentions: { total: number /** At most 100. */; first: Mention[] } | null
  providers: ProviderForecast[]
  /** Units whose keys will be destroyed. */
  units: number
}

const erasureStates = ['planned', 'running', 'withheld', 'completed', 'failed'] as const
export type ErasureState = (typeof erasureStates)[number]

/** The steps, in their order. Each can be done again from its beginning. */
export const erasureSteps = [
  'identifiers',
  'fence',
  'derived',
  'rows',
  'sweep',
  'scan',
  'processors',
  'certificate',
  'request-key',
  'done',
] as const
export type ErasureStep = (typeof erasureSteps)[number]

/** How an erasure stands. */
export interface Erasure {
  id: Id<'erasure'>
  /** The job that carries it out; `null` before it was started. */
  jobId: string | null
  requestId: string | null
  state: ErasureState
  /** Where a running one stands. */
  step: ErasureStep | null
  /** Rows. */
  progress: { done: number; total: number }
  withheld: WithheldRows[]
  /** What was another way when it ran than in the plan. */
  differences: { collection: string; planned: number; found: number }[]
  certificate: CertificateFile | null
}

/** A legal hold on something. */
export interface Hold {
  id: string
  reason: string
  until: Date | null
}

/**
 * Asks for legal holds, in the transaction of the scope. Whoever places or ends one changes the guard of the team in the
 * same transaction (`changeGuard`), as every erasure does: of two at once one begins anew and sees the other.
 *
 * @returns for each thing, in their order
 */
export type HoldsOn = (scope: TeamScope, things: readonly Holdable[]) => Promise<readonly (readonly Hold[])[]>

/** What an erasure has to leave, and why. */
export interface StoppedErasure {
  erasureId: string
  requestId: string | null
  subject: { collection: string; id: string }
  /** Whether nothing of the person went, so that the erasure itself waits. */
  isAll: boolean
  /** When it was planned. */
  plannedAt: Date
  staying: readonly ({ collection: string; id: string } & Withholding)[]
}

/** What the law wants to be kept, whoever asks for its erasure. */
export interface LegalPeriod {
  /** The category of retention. */
  category: string
  years: number
  /** Which law, such as `tax law`. */
  ground: string
}

/** Tells those who got a person's data from us that it has to go, and knows what they answered. */
export interface Processors {
  /** In the transaction of the scope. @returns a delivery for each processor */
  tell(
    scope: TeamScope,
    notice: { erasure: string; request: string | null; subject: string },
  ): Promise<{ name: string; delivery: string }[]>
  receipts(scope: TeamScope, deliveries: readonly { name: string; delivery: string }[]): Promise<ProcessorReceipt[]>
}

/** What a feature keeps of a person beside the data map: files, caches, exports. */
export interface ErasureContribution {
  name: string
  /** Lets go of it. Called again where it was interrupted. @returns how many things went */
  discard?(scope: TeamScope, person: ErasedPerson): Promise<number>
  /** How many things it still has. */
  residue?(scope: TeamScope, person: ErasedPerson): Promise<number>
  /** In the transaction that issues the certificate; the last moment in which the address is known. */
  certified?(scope: TeamScope, person: ErasedPerson, issued: IssuedCertificate): Promise<void>
}

export interface ErasedPerson {
  erasureId: string
  requestId: string | null
  subject: { collection: string; id: string }
  /** Ids of all rows with a key of their own that were theirs. */
  ids: readonly string[]
  email: string | null
  phone: string | null
  externalId: string | null
}

export interface IssuedCertificate {
  file: CertificateFile
  /** Base64url; with the address it shows whom the certificate is about. */
  nonce: string
}

/** What was begun. */
export interface StartedErasure {
  id: Id<'erasure'>
  jobId: Id<'job'>
  /** To be given to the person, and to nobody else: with their address it shows that the certificate is about them. */
  nonce: string
}

/** Erasures of a team: `team.erasures`. */
export interface ErasureService {
  /**
   * What an erasure would do; stored for 30 days.
   *
   * @throws SottoError `not_found`
   */
  plan(input: ErasureInput): Promise<ErasurePlan>
  /** A plan that waits or runs. @throws SottoError `not_found`, also for one that is over */
  planned(id: string): Promise<ErasurePlan>
  /**
   * Whether a plan still says who it is about, what stays, and why: a hold may have been placed or released since, and
   * people become one. Rows that came or went since do not count. `false` for a plan that is over.
   */
  isCurrent(id: string): Promise<boolean>
  /**
   * Whether a plan is about a contact, and all whom it meant are still one: people who were taken for one may have been
   * parted since.
   *
   * @throws SottoError `not_found`, also for one that is over
   */
  isOf(id: string, contactId: string): Promise<boolean>
  /**
   * Begins. Beginning twice is beginning once, also by two plans for the same person: the second is given up, and what is
   * returned is the erasure that runs.
   *
   * @throws SottoError `not_found`; `version_conflict` where the person has become part of somebody else since, or was parted
   * from somebody whom the plan means too
   */
  start(plan: Pick<ErasurePlan, 'id'>): Promise<StartedErasure>
  /** By its own id or that of its job. @throws SottoError `not_found` */
  get(idOrJob: string): Promise<Erasure>
  /** Whether a hold keeps a row from being erased at the moment. */
  isStopped(row: { collection: string; id: string }): Promise<boolean>
  /** What should be looked at by somebody: exact identifiers in rows that are not the person's. */
  mentions(
    id: string,
    page?: { limit?: number; cursor?: string | undefined },
  ): Promise<{
    data: Mention[]
    nextCursor: string | null
  }>
  /** The certificate as a PDF that a person can read. @throws SottoError `not_found` */
  pdf(id: string): Promise<Uint8Array>
}
