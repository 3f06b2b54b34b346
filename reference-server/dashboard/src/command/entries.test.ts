import { expect, it } from 'vitest'
import { sampleConversation } from '../../testing/samples.ts'
import { conversationEntries, matching, placeEntries } from './entries.ts'

const conversation = sampleConversation('2026-11-12T09:00:00.000Z', {
  subject: 'Réparer mes freins',
  said: { name: 'Amélie', email: null },
})
const entries = [...placeEntries([]), ...conversationEntries(new Map([[conversation.id, conversation]]))]
const labels = (query: string) => matching(entries, query).map(({ label }) => label)

it('finds by any of the words, whatever their accents', () => {
  expect(labels('freins amelie')).toEqual(['Réparer mes freins'])
  expect(labels('REPARER')).toEqual(['Réparer mes freins'])
})

it('finds nothing where one word is missing', () => {
  expect(labels('freins roues')).toEqual([])
})

it('knows the log for those who may read it', () => {
  const log = (permissions: Parameters<typeof placeEntries>[0]) => matching(placeEntries(permissions), 'log').length
  expect([log([]), log(['team:read', 'bots:read']), log(['audit:read'])]).toEqual([0, 0, 1])
})

it('shows the places first where nothing is asked for', () => {
  expect(labels('')[0]).toBe('Inbox: All open')
})
