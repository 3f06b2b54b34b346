import type { PrivacyKind } from '@sotto/contracts'

/** What is done at once for whoever asks: nothing that is told, and nothing that cannot be undone. */
const withoutCode: ReadonlySet<PrivacyKind> = new Set(['withdrawal', 'opt-out', 'limit'])

/** Whether it has to be shown that an address belongs to whoever asks. */
export const needsCode = (kind: PrivacyKind, marketing: boolean): boolean =>
  !withoutCode.has(kind) && !(kind === 'objection' && marketing)

/** What is done as soon as it is known who asks, and needs nobody to look at it. */
export const isAtOnce = (kind: PrivacyKind): boolean =>
  withoutCode.has(kind) || kind === 'objection' || kind === 'restriction'

export const isExport = (kind: PrivacyKind): kind is 'access' | 'portability' =>
  kind === 'access' || kind === 'portability'
