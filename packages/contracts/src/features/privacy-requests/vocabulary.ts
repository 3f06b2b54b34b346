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
/** What somebody asks for; see `privacyKinds`. */
export type PrivacyKind = (typeof privacyKinds)[number]

/** The words of the Data Rights Protocol 1.0. */
export const privacyStatuses = ['open', 'in_progress', 'fulfilled', 'revoked', 'denied', 'expired'] as const
/** How a request stands to whoever asked; see `privacyStatuses`. */
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
/** Where a request stands inside; see `privacySteps`. */
export type PrivacyStep = (typeof privacySteps)[number]

/** How a request came in. */
export const privacyChannels = ['portal', 'staff', 'agent', 'mail', 'sms', 'api'] as const
/** Which law's periods, and where to complain. */
export const privacyRegimes = ['gdpr', 'uk', 'ccpa'] as const
/** Which law's periods hold; see `privacyRegimes`. */
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
/** Why a request is refused; see `refusalGrounds`. */
export type RefusalGround = (typeof refusalGrounds)[number]

/** What something known of a person can be used for. Whatever does one of these asks first whether it may. */
export const dataUses = ['answering', 'marketing', 'sharing', 'automation', 'analytics'] as const
/** What something known of a person can be used for; see `dataUses`. */
export type DataUse = (typeof dataUses)[number]
