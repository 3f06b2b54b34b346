import { type Conversation, SottoClient } from '@sotto/client-sdk'
import { describe, expect, it } from 'vitest'
import { sampleConversation } from '../../testing/samples.ts'
import { createInbox } from './inbox.ts'

const start = Date.parse('2026-11-12T09:00:00.000Z')
const at = (second: number) => new Date(start + second * 1000).toISOString()

/** A server that lists conversations as the contract says, and remembers what it was asked. */
function listing(...given: Conversation[]) {
  let rows = given
  const asked: string[] = []
  let broken = false
  const fetch: typeof globalThis.fetch = async (input) => {
    const { searchParams } = new URL((input as Request).url)
    asked.push(searchParams.toString())
    if (broken) throw new TypeError('Failed to fetch')
    const [status, limit] = [searchParams.get('status'), Number(searchParams.get('limit'))]
    const begin = Number(searchParams.get('cursor') ?? 0)
    const found = rows
      .filter((row) => status === null || row.status === status)
      .sort((one, other) => other.lastActivityAt.localeCompare(one.lastActivityAt))
    const end = begin + limit
    return Response.json({ data: found.slice(begin, end), nextCursor: end < found.length ? String(end) : null })
  }
  const inbox = createInbox(new SottoClient({ baseUrl: 'http://localhost', fetch, retry: false }))
  return {
    inbox,
    asked,
    change: (changed: Conversation) => {
      rows = [...rows.filter(({ id }) => id !== changed.id), changed]
    },
    breakDown: (state: boolean) => {
      broken = state
    },
    async begin() {
      await Promise.all([inbox.begin('waiting'), inbox.begin('open')])
      await inbox.catchUp()
      asked.length = 0
    },
  }
}

describe('the inbox', () => {
  it('reads on where a page ends', async () => {
    const { inbox, begin } = listing(...Array.from({ length: 70 }, (_, second) => sampleConversation(at(second))))
    await begin()
    expect(inbox.rows.value.size).toBe(50)
    expect(inbox.feeds.open.value.cursor).not.toBeNull()
    await inbox.more('open')
    expect(inbox.rows.value.size).toBe(70)
    expect(inbox.feeds.open.value.cursor).toBeNull()
  })

  it('looks at one row as long as nothing has happened', async () => {
    const { inbox, asked, begin } = listing(
      ...Array.from({ length: 20 }, (_, second) => sampleConversation(at(second))),
    )
    await begin()
    await inbox.catchUp()
    expect(asked).toEqual(['limit=1'])
  })

  it('finds all that has happened since, also where it changed the status', async () => {
    const rows = Array.from({ length: 30 }, (_, second) => sampleConversation(at(second)))
    const { inbox, change, begin } = listing(...rows)
    await begin()
    const changed = rows.slice(0, 15).map((row, index) => ({ ...row, lastActivityAt: at(100 + index) }))
    for (const row of changed) change(row)
    const [first] = changed as [Conversation]
    change({ ...first, status: 'closed' })
    const fresh = sampleConversation(at(200))
    change(fresh)
    await inbox.catchUp()
    expect(inbox.rows.value.size).toBe(31)
    expect(inbox.rows.value.get(first.id)?.status).toBe('closed')
    for (const row of changed) expect(inbox.rows.value.get(row.id)?.lastActivityAt).toBe(row.lastActivityAt)
  })

  it('marks what visitors wrote as new, until somebody looks', async () => {
    const [one, other] = [sampleConversation(at(0)), sampleConversation(at(1))]
    const { inbox, change, begin } = listing(one, other)
    await begin()
    expect(inbox.unseen.value.size).toBe(0)
    inbox.lookAt(other.id)
    change({ ...one, lastActivityAt: at(10) })
    change({ ...other, lastActivityAt: at(11) })
    await inbox.catchUp()
    expect([...inbox.unseen.value]).toEqual([one.id])
    inbox.lookAt(one.id)
    expect(inbox.unseen.value.size).toBe(0)
  })

  it('does not let an older state replace a newer one', async () => {
    const row = sampleConversation(at(0))
    const { inbox, begin } = listing(row)
    await begin()
    inbox.put({ ...row, status: 'waiting', lastActivityAt: at(5) })
    inbox.put(row)
    expect(inbox.rows.value.get(row.id)?.status).toBe('waiting')
  })

  it('says that it could not be read, and reads it when asked again', async () => {
    const { inbox, breakDown } = listing(sampleConversation(at(0)))
    breakDown(true)
    await inbox.begin('open')
    expect(inbox.feeds.open.value).toMatchObject({ state: 'failed', problem: expect.stringContaining('reached') })
    breakDown(false)
    await inbox.begin('open')
    expect(inbox.rows.value.size).toBe(1)
  })
})
