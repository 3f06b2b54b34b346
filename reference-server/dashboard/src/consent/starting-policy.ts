import type { ConsentDraft } from '@sotto/contracts'

/** What a policy begins with: the questions that most sites have, and the rules of the places where they differ. */
export const startingPolicy = (siteName: string): ConsentDraft => ({
  site: { name: siteName, privacyUrl: '/privacy' },
  categories: [
    { id: 'necessary', necessary: true },
    { id: 'analytics' },
    { id: 'media' },
    { id: 'marketing', soldOrShared: true },
  ],
  regions: { US: 'opt-out', '*': 'opt-in' },
})
