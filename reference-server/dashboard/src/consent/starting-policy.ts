import type { ConsentDraft } from '@sotto/contracts'

/**
 * What a policy begins with: the questions that most sites have, and the rules of the places where they differ. Choices
 * go to the ledger where there is a key for it: without, none could be proven.
 */
export const startingPolicy = (siteName: string, delivery?: ConsentDraft['delivery']): ConsentDraft => ({
  site: { name: siteName, privacyUrl: '/privacy' },
  categories: [
    { id: 'necessary', necessary: true },
    { id: 'analytics' },
    { id: 'media' },
    { id: 'marketing', soldOrShared: true },
  ],
  regions: { US: 'opt-out', '*': 'opt-in' },
  ...(delivery && { delivery }),
})
