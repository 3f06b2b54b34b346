import { randomUUID } from 'node:crypto'
import type { ConsentDraft } from '@sotto/contracts'
import type { Team } from '@sotto/server-sdk'

/** What the invented workshop asks its visitors. */
export const workshopDraft = (key: string, server: string): ConsentDraft => ({
  site: { name: 'Kestrel Cycles', privacyUrl: '/privacy', imprintUrl: '/imprint' },
  texts: {
    heading: { en: 'Cookies are your choice', de: 'Sie entscheiden über Cookies' },
  },
  categories: [
    { id: 'necessary', necessary: true },
    {
      id: 'analytics',
      description: { en: 'Which pages are read, on our own server.', de: 'Welche Seiten gelesen werden.' },
    },
    { id: 'media' },
    { id: 'marketing', soldOrShared: true },
  ],
  services: [
    { id: 'session', category: 'necessary', name: 'Booking', cookies: [{ name: 'booking', httpOnly: true }] },
    {
      id: 'counter',
      category: 'analytics',
      name: 'Counter',
      provider: { name: 'Counter Ltd', country: 'IE', privacyUrl: 'https://counter.example.com/privacy' },
      purpose: { en: 'Counts which pages are read.' },
      requests: ['counter.example.com'],
      cookies: [{ name: '_count*', lifetimeDays: 90 }],
      storage: [{ kind: 'local', name: 'counter' }],
    },
    {
      id: 'map',
      category: 'media',
      name: 'OpenStreetMap',
      provider: { name: 'OpenStreetMap Foundation', country: 'GB' },
      requests: ['www.openstreetmap.org/export'],
    },
    {
      id: 'adverts',
      category: 'marketing',
      name: 'Adverts',
      requests: ['ads.example.com'],
      cookies: [{ name: 'ad_id', lifetimeDays: 30 }],
    },
  ],
  regions: { US: 'opt-out', '*': 'opt-in' },
  delivery: { server, key },
})

type Delivery = Parameters<Team['consent']['record']>[0]

/** A choice as a banner sends it. */
export function bannerChoice(policyId: string, version: number, own: Partial<Delivery['record']> = {}): Delivery {
  const language = own.shown?.language ?? 'en'
  const layout = own.shown?.layout ?? 'card'
  return {
    record: {
      id: randomUUID(),
      visitor: randomUUID(),
      at: new Date().toISOString(),
      policyId,
      policyVersion: version,
      asks: 'abc',
      regime: 'opt-in',
      regimeKind: 'opt-in',
      region: 'GB',
      source: 'banner',
      gpc: false,
      granted: ['analytics', 'media', 'marketing'],
      denied: [],
      ...own,
      shown: { hash: null, layer: 'first', layout, language },
    },
    shown: {
      layer: 'first',
      layout,
      language,
      texts: {
        heading: language === 'de' ? 'Sie entscheiden über Cookies' : 'Cookies are your choice',
        reject: language === 'de' ? 'Ablehnen' : 'Reject',
        accept: language === 'de' ? 'Annehmen' : 'Accept',
      },
    },
  }
}

/** A report as `sotto-consent scan` writes it, as far as it is compared. */
export const scanReport = {
  format: 'sotto-consent-scan/1',
  landed: 'https://kestrelcycles.example/',
  findings: [],
  states: [
    {
      state: 'accepted',
      cookies: [
        {
          name: '_count1',
          domain: 'kestrelcycles.example',
          lifetimeSeconds: 180 * 86_400,
          httpOnly: false,
          fate: 'kept',
          service: null,
          purpose: null,
        },
        {
          name: 'booking',
          domain: 'kestrelcycles.example',
          lifetimeSeconds: null,
          httpOnly: true,
          fate: 'kept',
          service: null,
          purpose: 'necessary',
        },
        {
          name: '_fbp',
          domain: 'kestrelcycles.example',
          lifetimeSeconds: 90 * 86_400,
          httpOnly: false,
          fate: 'kept',
          service: 'Meta Pixel',
          purpose: 'marketing',
        },
      ],
      storage: [{ area: 'local', key: 'counter', service: null, purpose: null }],
      requests: [
        {
          host: 'connect.facebook.net',
          address: 'https://connect.facebook.net/en/fbevents.js',
          service: 'Meta Pixel',
          purpose: 'marketing',
        },
      ],
    },
  ],
}
