/** What people may ask for. */
export const privacyKinds = [
  'access',
  'portability',
  'correction',
  'erasure',
  'restriction',
  'objection',
  'withdrawal',
  'opt-out',
  'limit',
  'human-review',
  'appeal',
] as const
export type PrivacyKind = (typeof privacyKinds)[number]

/** The words of the Data Rights Protocol 1.0. */
export const privacyStatuses = ['open', 'in_progress', 'fulfilled', 'revoked', 'denied', 'expired'] as const
export type PrivacyStatus = (typeof privacyStatuses)[number]

/**
 * Where a request stands inside:
 * - `unverified`: nobody knows yet whether the person is who they say; staff or the person show it
 * - `preparing`: its plan or its export is being made
 * - `review`: somebody of the team looks at it and lets it go
 * - `running`: it was let go and cannot be cancelled any more
 * - `ended`
 */
export const privacySteps = ['unverified', 'preparing', 'review', 'running', 'ended'] as const
export type PrivacyStep = (typeof privacySteps)[number]

export const privacyChannels = ['portal', 'staff', 'agent', 'mail', 'sms', 'api'] as const
/** Which law's periods, and where to complain. */
export const privacyRegimes = ['gdpr', 'uk', 'ccpa'] as const
export type PrivacyRegime = (typeof privacyRegimes)[number]

/** How it was shown that the person is who they say; `none` where nothing has to be shown. */
export const privacyVerifications = ['none', 'code', 'known-to-team', 'agent-permission'] as const

/** Why a request may be refused. */
export const refusalGrounds = [
  'not-verified',
  'manifestly-unfounded',
  'excessive',
  'legal-obligation',
  'legal-claims',
  'rights-of-others',
  'not-applicable',
] as const
export type RefusalGround = (typeof refusalGrounds)[number]

/** What staff know of a person; each asks `mayUse` before it uses anything. */
export const dataUses = ['answering', 'marketing', 'sharing', 'automation', 'analytics'] as const
export type DataUse = (typeof dataUses)[number]
