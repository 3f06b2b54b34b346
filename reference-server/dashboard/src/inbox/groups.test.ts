import type { Conversation } from '@sotto/client-sdk'
import { describe, expect, it } from 'vitest'
import { botId, sampleConversation } from '../../testing/samples.ts'
import { groupLabel, groupOf, groupsOf, lastWords, liveFor, shownName } from './groups.ts'

const now = new Date('2026-11-12T09:30:00.000Z')
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString()
const me = 'mem_00000000000000000000000001'
const last = (author: 'visitor' | 'bot' | 'member', text = 'Hello') => ({ author, text, createdAt: ago(0) })
const rows = (...conversations: Conversation[]) => new Map(conversations.map((row) => [row.id, row]))

describe('the group of a conversation', () => {
  it.each([
    ['reply', { status: 'waiting', lastMessage: last('visitor') }],
    ['reply', { status: 'waiting', lastMessage: last('bot') }],
    ['theirs', { status: 'waiting', lastMessage: last('member') }],
    ['closed', { status: 'closed', lastMessage: last('visitor') }],
  ] as const)('is "%s" by whose turn it is', (group, own) => {
    expect(groupOf(sampleConversation(ago(0), own), now)).toBe(group)
  })

  it('changes from answering to answered when it has been quiet for a while', () => {
    expect(groupOf(sampleConversation(ago(liveFor - 1)), now)).toBe('answering')
    expect(groupOf(sampleConversation(ago(liveFor)), now)).toBe('answered')
  })
})

describe('a view', () => {
  const mine = sampleConversation(ago(1000), { status: 'waiting', assigneeId: me })
  const nobodys = sampleConversation(ago(2000), { status: 'waiting' })
  const bots = sampleConversation(ago(3000))
  const over = sampleConversation(ago(500), { status: 'closed', assigneeId: me })
  const all = rows(bots, over, nobodys, mine)
  const idsIn = (view: Parameters<typeof groupsOf>[1]) =>
    groupsOf(all, view, me, now).flatMap((group) => group.rows.map(({ id }) => id))

  it('shows what belongs to it, the latest first in each group', () => {
    expect(idsIn('open')).toEqual([mine.id, nobodys.id, bots.id])
    expect(idsIn('yours')).toEqual([mine.id])
    expect(idsIn('unassigned')).toEqual([nobodys.id])
    expect(idsIn('closed')).toEqual([over.id])
  })

  it('has no empty groups', () => {
    expect(groupsOf(all, 'open', me, now).map(({ name }) => name)).toEqual(['reply', 'answering'])
    expect(groupsOf(new Map(), 'open', me, now)).toEqual([])
  })
})

describe('words', () => {
  it('name a group by its bot, where it is of one', () => {
    const nameOf = (id: string) => (id === botId ? 'Wren' : 'Parts desk')
    const other = { botId: 'bot_2' as const }
    expect(groupLabel('answering', [{ botId }, { botId }], nameOf)).toBe('Wren is answering')
    expect(groupLabel('answering', [{ botId }, other], nameOf)).toBe('Bots are answering')
  })

  it('call people what is known of them', () => {
    const said = { name: 'Oliver', email: 'oliver@example.com' }
    expect(shownName({ contact: null, said })).toBe('Oliver')
    expect(shownName({ contact: null, said: { ...said, name: null } })).toBe('oliver@example.com')
    expect(shownName({ contact: null, said: { name: null, email: null } })).toBe('Visitor')
  })

  it('show an answer without the signs of Markdown', () => {
    const lastMessage = last('bot', 'It is **free**. [1]\n\n- three days')
    expect(lastWords({ lastMessage }, 'Wren')).toBe('Wren: It is free. three days')
  })

  it('leave what a visitor wrote as it is', () => {
    expect(lastWords({ lastMessage: last('visitor', '**loud**') }, 'Wren')).toBe('**loud**')
  })
})
