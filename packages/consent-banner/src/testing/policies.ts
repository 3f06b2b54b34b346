import type { ConsentPolicy } from '../policy/policy.ts'

/** What the shop asks: visits counted, a map, adverts that are sold on. */
export const shopPolicy: ConsentPolicy = {
  version: 3,
  site: { name: 'Kestrel Cycles', privacyUrl: '/privacy' },
  categories: [
    { id: 'necessary', necessary: true },
    { id: 'analytics', google: ['analytics_storage'] },
    { id: 'media' },
    { id: 'marketing', soldOrShared: true, google: ['ad_storage', 'ad_user_data', 'ad_personalization'] },
  ],
  services: [
    { id: 'session', category: 'necessary', name: 'Session', cookies: [{ name: 'session' }] },
    {
      id: 'counter',
      category: 'analytics',
      name: 'Counter',
      requests: ['tracker.localhost/counter'],
      cookies: [{ name: '_track_*' }, { name: 'tracker-by-header', domain: 'tracker.localhost' }],
      storage: [
        { kind: 'local', name: 'track:*' },
        { kind: 'session', name: 'track:*' },
        { kind: 'indexed-db', name: 'tracks' },
        { kind: 'cache', name: 'tracks-*' },
      ],
    },
    { id: 'map', category: 'media', name: 'OpenStreetMap', requests: ['tracker.localhost/frame-map'] },
    { id: 'video', category: 'media', name: 'Video', requests: ['tracker.localhost/frame-video'] },
    { id: 'adverts', category: 'marketing', name: 'Adverts', requests: ['tracker.localhost/adverts'] },
  ],
  regions: { 'US-CA': 'opt-out', US: 'opt-out', JP: 'none', '*': 'opt-in' },
}
