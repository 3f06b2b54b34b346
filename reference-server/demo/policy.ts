import type { ConsentDraft } from '@sotto/contracts'

/**
 * What the page of the sample workshop asks. The counter is real: it runs on this server once a visitor agrees, and keeps
 * its number in a cookie of theirs.
 */
export const demoPolicy: ConsentDraft = {
  site: { name: 'Kestrel Cycles', privacyUrl: '/privacy/kestrel-cycles' },
  categories: [{ id: 'necessary', necessary: true }, { id: 'analytics' }],
  services: [
    {
      id: 'visit-counter',
      category: 'analytics',
      name: 'Visit counter',
      provider: { name: 'Kestrel Cycles', country: 'GB' },
      purpose: { en: 'Counts how often you open this page, and shows you the number at its foot.' },
      data: { en: 'A number, in your browser alone.' },
      cookies: [{ name: 'kestrel_visits', lifetimeDays: 90 }],
    },
  ],
}
