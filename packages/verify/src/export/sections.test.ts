import { describe, expect, it } from 'vitest'
import { type LogOptions, type LogVerdict, type ProblemCode, verifyLog } from '../index.ts'
import {
  checkpointOver,
  entriesOf,
  exportOf,
  filteredExportOf,
  keyOf,
  leavesOf,
  restoredEntry,
  verifierOf,
  type WrittenLog,
} from '../testing/writer.ts'

const origin = 'sotto/team_a/1'
const key = keyOf(1)
const entries = entriesOf(700)
const log: WrittenLog = { origin, entries, key }
const verifier = verifierOf(origin, key)
const keptAt = (size: number, name = `at ${size}`, of = entries) => ({
  name,
  note: checkpointOver(origin, leavesOf(of.slice(0, size)), key),
})
const check = (text: string, options: LogOptions = {}) => verifyLog(new Blob([text]).stream(), options)
const codes = ({ problems }: LogVerdict): ProblemCode[] => problems.map(({ code }) => code)
const fileOf = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
const changed = (index: number) => entries.map((entry, at) => (at === index ? entry.replace('"v":1', '"v":2') : entry))

describe('a log that was restored', () => {
  const second = 'sotto/team_a/2'
  const note = checkpointOver(origin, leavesOf(entries), key)
  const after = (quoted: string): WrittenLog => ({ origin: second, entries: [quoted, ...entriesOf(300, 1000)], key })
  const honest = after(restoredEntry(origin, entries, note))

  it('is valid with all its origins, and one key stands for both', async () => {
    const verdict = await check(exportOf(log, honest), { keys: [verifier] })
    expect(verdict).toMatchObject({ status: 'valid', entries: 1001, problems: [] })
    expect((await check(exportOf(log, honest), { checkpoints: [keptAt(700)] })).status).toBe('valid')
  })

  it('says what it lost, and a checkpoint of that is not met', async () => {
    const lossy: WrittenLog = { ...log, entries: entries.slice(0, 650) }
    expect((await check(exportOf(lossy, honest), { keys: [verifier], checkpoints: [keptAt(600)] })).status).toBe(
      'valid',
    )
    const verdict = await check(exportOf(lossy, honest), { keys: [verifier], checkpoints: [keptAt(680)] })
    expect(codes(verdict)).toEqual(['lost_in_restore'])
  })

  it('may have lost a whole log, and says so', async () => {
    const lost = entriesOf(40, 5000)
    const quote = restoredEntry(second, lost, checkpointOver(second, leavesOf(lost), key))
    const third: WrittenLog = { origin: 'sotto/team_a/3', entries: [quote], key }
    const text = exportOf(log, { origin: second, entries: [], key }, third)
    expect(await check(text, { keys: [verifier] })).toMatchObject({ status: 'valid', problems: [] })
    const of = { name: 'of second', note: checkpointOver(second, leavesOf(lost.slice(0, 20)), key) }
    expect(codes(await check(text, { keys: [verifier], checkpoints: [of] }))).toEqual(['lost_in_restore'])
  })

  it.each<[string, WrittenLog[], ProblemCode]>([
    ['does not say so', [log, { ...honest, entries: entriesOf(5) }], 'restore_unsaid'],
    ['quotes another history', [log, after(restoredEntry(origin, changed(3), note))], 'restore_contradicts'],
    ['leaves out what was before', [honest], 'section_missing'],
    ['skips a restore', [log, { ...honest, origin: 'sotto/team_a/3' }], 'section_missing'],
    ['goes on with another key', [log, { ...honest, key: keyOf(5) }], 'other_key'],
  ])('and %s', async (_name, logs, code) => {
    expect(codes(await check(exportOf(...logs), { keys: [verifier] }))).toContain(code)
  })
})

describe('a filtered export', () => {
  const picked = [3, 4, 255, 256, 699]
  const text = filteredExportOf(log, picked)

  it('is valid, and says that nothing shows what was left out', async () => {
    const verdict = await check(text, { keys: [verifier] })
    expect(verdict).toMatchObject({ status: 'valid', entries: 5, problems: [] })
    expect(verdict.notShown.join()).toContain('nothing was left out')
    const withPeople = filteredExportOf(log, picked, { subject: 'Ada "}', more: { deep: [1] } })
    expect((await check(withPeople, { keys: [verifier] })).status).toBe('valid')
    expect((await check(text, { checkpoints: [keptAt(700)] })).status).toBe('valid')
  })

  it('cannot be compared with a checkpoint of another size alone, and not with a later one at all', async () => {
    const verdict = await check(text, { keys: [verifier], checkpoints: [keptAt(600)] })
    expect(verdict.status).toBe('valid')
    expect(verdict.notShown.join()).toContain('consistency proof')
    expect(codes(await check(text, { checkpoints: [keptAt(800, 'later', entriesOf(900))] }))).toEqual(['rolled_back'])
  })

  const rows = text.split('\n').slice(0, -1)
  const row = rows[2] ?? ''
  it.each<[string, string[], ProblemCode]>([
    ['an entry was edited', rows.with(2, row.replace('contact.updated', 'contact.deleted')), 'entry_unproven'],
    ['its number was', rows.with(2, row.replace('"index":4', '"index":5')), 'entry_unproven'],
    ['its proof lacks a hash', rows.with(2, row.replace(/,"[^"]{44}"\]/, ']')), 'entry_unproven'],
    ['its proof has one more', rows.with(2, row.replace(/("[^"]{44}")\]/, '$1,$1]')), 'entry_unproven'],
    ['a number is written in another way', rows.with(2, row.replace('"index":4', '"index":4.0')), 'line_malformed'],
    ['two changed places', [rows[0] ?? '', row, rows[1] ?? '', ...rows.slice(3)], 'entry_out_of_order'],
    ['one stands there twice', rows.toSpliced(2, 0, row), 'entry_out_of_order'],
    ['one was taken out', rows.toSpliced(2, 1), 'wrong_count'],
    ['it was cut', rows.slice(0, -1), 'cut_off'],
    ['an entry has no proof', rows.with(2, entries[4] ?? ''), 'line_misplaced'],
  ])('where %s', async (_name, all, code) => {
    const verdict = await check(fileOf(all), { keys: [verifier] })
    expect(verdict.status).toBe('invalid')
    expect(codes(verdict)).toContain(code)
  })
})
