import type { AuditEntry, AuditReport } from '@sotto/client-sdk'
import { describe, expect, it } from 'vitest'
import { changeRows, shownValue } from './change-rows.ts'
import { anything, exportAddress, instantsOf, listQuery } from './filter.ts'
import { phraseGroups, phraseInWords, phraseOf } from './phrases.ts'
import { gapsInWords, reasonInWords, rowInWords } from './report-words.ts'
import { runsOf } from './runs.ts'
import { treePath } from './tree-path.ts'
import { createVerification } from './verification.ts'
import { lastEntry, logNumber, timeInLog } from './words.ts'

const now = new Date(2026, 10, 12, 9, 24, 2)

describe('words of the log', () => {
  it('say what was done, also where an action is new', () => {
    expect(phraseInWords('contact.read')).toBe('Looked at a contact')
    expect(phraseInWords('api-key.created')).toBe('Made an API key')
    expect(phraseInWords('session.started')).toBe('Signed in')
    expect(phraseInWords('consent.imported')).toBe('Imported consents')
    const all = Object.values(phraseGroups).flatMap((group) => Object.keys(group).map(phraseInWords))
    expect(all.filter((words) => /\ban? (\w+ )?\w*[^s]s$/.test(words))).toEqual([])
    expect(phraseOf('consent-receipt.given-back')).toEqual({ did: 'given back', what: 'consent receipt' })
  })

  it('tell times as short as they are clear', () => {
    const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
    expect(timeInLog(before(0), now)).toMatch(/^09:24:02/)
    expect(timeInLog(before(24), now)).toMatch(/^Wed 09:24/)
    expect(timeInLog(before(24 * 40), now)).toMatch(/Oct.* (09|10):24/)
  })

  it('count entries from 0, as proofs do', () => {
    expect([lastEntry(0), lastEntry(1), lastEntry(18_205)]).toEqual([null, '0', '18,204'])
    expect([logNumber('sotto/team_1/2'), logNumber('elsewhere')]).toEqual([2, null])
  })
})

it('shows looks that are alike and follow each other as one, on each side of what is signed', () => {
  const entry = (action: string, id: string, target: string) =>
    ({
      id,
      action,
      actor: { kind: 'member', id: 'mem_1' },
      target: { collection: 'members', id: target },
    }) as AuditEntry
  const look = (id: string, target = 'a') => entry('member.read', id, target)
  const change = (id: string) => entry('member.changed', id, 'a')
  const entries = [look('9'), look('8'), look('7'), look('6', 'b'), change('5'), change('4'), look('3')]
  const shown = (signedAt?: number) => runsOf(entries, signedAt).map((run) => run.map(({ id }) => id).join(''))
  expect(shown()).toEqual(['987', '6', '5', '4', '3'])
  expect(shown(1)).toEqual(['9', '87', '6', '5', '4', '3'])
  expect(runsOf([])).toEqual([])
})

describe('a change', () => {
  it('stands field by field, and tells nothing from none', () => {
    expect(changeRows({ phone: '+44 1', street: null }, { phone: '+44 2', isPublic: true })).toEqual([
      { field: 'Phone', before: '+44 1', after: '+44 2' },
      { field: 'Street', before: null, after: null },
      { field: 'Is public', before: null, after: 'Yes' },
    ])
  })

  it('shows what was too long to keep by its length and hash', () => {
    expect(shownValue({ length: 20_000_000, sha256: 'ab'.repeat(32) })).toBe(
      '20,000,000 characters, SHA-256 abababababab…',
    )
    expect(shownValue({ deleted: { messages: 2 } })).toBe('Deleted: Messages: 2')
    expect(shownValue([{ before: 'a' }, { before: 'b' }])).toBe('2 items')
  })
})

describe('a filter', () => {
  const filter = {
    ...anything,
    person: { id: 'con_1', name: 'Ada' },
    action: 'contact.read',
    span: { name: 'days' as const, from: '2026-11-01', to: '2026-11-02' },
  }

  it('takes whole days where the reader is, the last one included', () => {
    expect(instantsOf(filter.span, now)).toEqual({
      since: new Date(2026, 10, 1).toISOString(),
      until: new Date(2026, 10, 3).toISOString(),
    })
    expect(instantsOf({ name: 'week' }, now)).toEqual({ since: new Date(2026, 10, 6).toISOString() })
    expect(instantsOf({ name: 'days', from: '', to: 'soon' }, now)).toEqual({})
  })

  it('holds for lists and exports alike', () => {
    expect(listQuery(filter, now)).toMatchObject({ targetId: 'con_1', action: 'contact.read' })
    const address = new URL(exportAddress('csv', filter, now), 'https://x.example')
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ format: 'csv', subject: 'con_1' })
    expect(address.searchParams.has('targetId')).toBe(false)
  })
})

it('knows the way from a leaf to the root', () => {
  expect(treePath(2, 7)).toEqual([
    { side: 'right', first: 3, last: 3 },
    { side: 'left', first: 0, last: 1 },
    { side: 'right', first: 4, last: 6 },
  ])
  expect(treePath(0, 1)).toEqual([])
  for (const size of [2, 3, 8, 9, 100])
    for (let index = 0; index < size; index++) {
      const entries = treePath(index, size).reduce((sum, { first, last }) => sum + last - first + 1, 1)
      expect(entries).toBe(size)
    }
})

describe('what a check found', () => {
  it('is said in sentences', () => {
    expect(reasonInWords('its bytes were changed')).toBe('Its bytes were changed.')
    expect(gapsInWords({ writer: 'w1', missing: [[5, 7]] })).toBe(
      '3 entries that one server wrote are missing: its number 5 to 7.',
    )
    const row = {
      collection: 'contacts',
      id: 'con_1',
      unit: null,
      entry: { origin: 1, index: 9313 },
      reason: 'it is old',
    }
    expect(rowInWords(row)).toBe('Contacts, con_1: It is old. Entry 9,313 tells of it.')
  })

  const report = (at: string) => ({ at, ok: true, size: 10 }) as AuditReport
  const job = (done: number) => ({ progress: { done, total: 10, note: null } })
  const check = (answers: object[]) => {
    const seen: unknown[] = []
    const audit = {
      verify: async () => ({}),
      verification: async () => answers.shift(),
    }
    const made = createVerification({ audit } as never, async () => void seen.push(made.state.value.progress?.done))
    return { made, seen }
  }

  it('is followed while it is being found', async () => {
    const { made, seen } = check([
      { report: report('1'), job: null },
      { report: report('1'), job: job(3) },
      { report: report('1'), job: job(8) },
      { report: report('2'), job: null },
    ])
    // Asked for while the last report is still on its way.
    await Promise.all([made.read(), made.again(), made.again()])
    expect(seen).toEqual([3, 8])
    expect(made.state.value).toMatchObject({ state: 'resting', report: { at: '2' }, problem: null })
  })

  it('is not taken for found where the check broke off', async () => {
    const { made } = check([
      { report: report('1'), job: null },
      { report: report('1'), job: job(3) },
      { report: report('1'), job: null },
    ])
    await made.read()
    await made.again()
    expect(made.state.value).toMatchObject({ state: 'failed', report: { at: '1' } })
  })
})
