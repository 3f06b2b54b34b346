import { describe, expect, it } from 'vitest'
import { type Place, pathOf, placeOf } from './paths.ts'

const places: Exclude<Place, { name: 'nowhere' }>[] = [
  { name: 'inbox', view: 'open', conversationId: null },
  { name: 'inbox', view: 'closed', conversationId: 'cnv_1' },
  { name: 'bots' },
  { name: 'bot', botId: 'bot_1', tab: 'knowledge' },
  { name: 'bot', botId: 'bot_1', tab: 'access' },
  { name: 'log', entryId: null },
  { name: 'log', entryId: 'aud_1' },
  { name: 'retention' },
  { name: 'sensitive-data' },
  { name: 'end' },
  { name: 'access' },
  { name: 'contacts', contactId: null },
  { name: 'contacts', contactId: 'con_1' },
  { name: 'privacy', requestId: 'prq_1' },
  { name: 'portal' },
  { name: 'let-in', shelf: null, id: null },
  { name: 'let-in', shelf: 'contacts', id: 'con_1' },
  { name: 'consent' },
  { name: 'consent-policy', policyId: 'pol_1', tab: 'edit' },
  { name: 'consent-policy', policyId: 'pol_1', tab: 'changes' },
  { name: 'consent-records', recordId: null },
  { name: 'consent-records', recordId: 'cns_1' },
  { name: 'consent-rates' },
  { name: 'papers', tab: 'papers', id: null },
  { name: 'papers', tab: 'papers', id: 'sub-processors' },
  { name: 'papers', tab: 'sub-processors', id: null },
  { name: 'papers', tab: 'breaches', id: 'brc_1' },
]

describe('a place', () => {
  it.each(places)('is found again at its path: $name', (place) => {
    expect(placeOf(pathOf(place))).toEqual(place)
  })

  it('is the inbox where the path says nothing', () => {
    expect(placeOf('')).toEqual(places[0])
    expect(placeOf('inbox/')).toEqual(places[0])
  })

  it.each([
    'inbox/elsewhere',
    'bots/bot_1/elsewhere',
    'bots/bot_1/access/more',
    'log/aud_1/more',
    'papers/papers',
    'papers/details/more',
    'papers/read/privacy-notice/more',
    'consent/elsewhere',
    'consent/policies',
    'consent/policies/pol_1/elsewhere',
    'consent/policies/pol_1/edit/more',
    'consent/rates/more',
    'settings',
    'contacts/con_1/more',
    'privacy/portal/more',
    'let-in/contacts/con_1/more',
    '../v1/bots',
  ])('is nowhere at %s', (path) => {
    expect(placeOf(path)).toEqual({ name: 'nowhere' })
  })
})
