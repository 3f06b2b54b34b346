import { randomUUID } from 'node:crypto'
import type { ConsentDelivery, ConsentDraft } from '@sotto/contracts'

/** A choice as a banner sends it. */
export const browserChoice = (
  word: string,
  more: Partial<ConsentDelivery['record']> = {},
): ConsentDelivery & Record<string, unknown> => ({
  record: {
    id: randomUUID(),
    visitor: randomUUID(),
    at: '2026-05-03T09:00:00.000Z',
    policyVersion: 1,
    asks: 'abc',
    regime: 'opt-in',
    regimeKind: 'opt-in',
    region: 'DE',
    source: 'banner',
    gpc: false,
    granted: ['analytics'],
    denied: ['marketing'],
    shown: { hash: null, layer: 'first', layout: 'card', language: 'de' },
    ...more,
  },
  shown: {
    layer: 'first',
    layout: 'card',
    language: 'de',
    texts: { heading: `Darf ${word} das?`, accept: 'Ja', reject: 'Nein' },
  },
})

export const consentDraft = (word: string): ConsentDraft => ({
  site: { name: `Shop ${word}` },
  categories: [{ id: 'necessary', necessary: true }, { id: 'analytics' }, { id: 'marketing', soldOrShared: true }],
  services: [
    {
      id: 'counter',
      category: 'analytics',
      name: 'Counter',
      requests: ['counter.example'],
      cookies: [{ name: '_c*', lifetimeDays: 30 }],
      storage: [{ kind: 'local', name: 'counter' }],
    },
  ],
})
