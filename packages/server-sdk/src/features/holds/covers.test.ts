import { describe, expect, it } from 'vitest'
import { covers, type Known } from './covers.ts'

describe('what a hold covers', () => {
  const thing: Known = {
    unit: 'u',
    collection: 'conversations',
    category: 'conversations',
    id: 'cnv_1',
    subject: 'con_1',
    person: 'con_1',
    botId: 'bot_1',
    since: new Date('2026-03-01'),
  }
  const nothing = { contactId: null, conversationId: null, botId: null, categories: [], from: null, until: null }
  it.each<[string, Partial<Parameters<typeof covers>[0]>, Partial<Known>, boolean]>([
    ['everything of a team', {}, {}, true],
    ['and not the affairs of the team itself', {}, { collection: 'webhooks', category: 'team', person: null }, false],
    ['a person', { contactId: 'con_1' }, {}, true],
    ['another person', { contactId: 'con_2' }, {}, false],
    [
      'the profile, whatever part of a person',
      { contactId: 'con_1', categories: ['tickets'] },
      { collection: 'contacts', category: 'contacts' },
      true,
    ],
    ['a part of a person', { contactId: 'con_1', categories: ['tickets'] }, {}, false],
    ['a conversation', { conversationId: 'cnv_1' }, {}, true],
    ['another conversation', { conversationId: 'cnv_2' }, {}, false],
    ['a bot', { botId: 'bot_1' }, {}, true],
    ['another bot', { botId: 'bot_2', contactId: 'con_1' }, {}, false],
    ['a day, from its beginning', { from: new Date('2026-03-01') }, {}, true],
    ['and to before its end', { until: new Date('2026-03-01') }, {}, false],
  ])('%s', (_what, hold, what, expected) => {
    expect(covers({ ...nothing, ...hold }, { ...thing, ...what })).toBe(expected)
  })
})
