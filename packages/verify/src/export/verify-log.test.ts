import { describe, expect, it } from 'vitest'
import { type LogOptions, type LogVerdict, type ProblemCode, verifyLog } from '../index.ts'
import {
  checkpointOver,
  cosigned,
  entriesOf,
  exportOf,
  headerOf,
  keyOf,
  leavesOf,
  sectionOf,
  verifierOf,
  type WrittenLog,
} from '../testing/writer.ts'

const origin = 'sotto/team_a/1'
const key = keyOf(1)
const entries = entriesOf(700)
const log: WrittenLog = { origin, entries, key }
const whole = exportOf(log)
const verifier = verifierOf(origin, key)
const keptAt = (size: number, name = `at ${size}`, of = entries, by = key) => ({
  name,
  note: checkpointOver(origin, leavesOf(of.slice(0, size)), by),
})

async function* streamOf(text: string | Uint8Array, step = 60_000) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}
const check = (text: string | Uint8Array, options: LogOptions = {}) => verifyLog(streamOf(text), options)
const codes = ({ problems }: LogVerdict): ProblemCode[] => problems.map(({ code }) => code)
const lines = whole.split('\n').slice(0, -1)
const fileOf = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
const lineOfEntry = (index: number) => 1 + index + Math.floor(index / 256)
/** What whoever holds a key can do: write the whole log anew. */
const rewrittenWith = (changed: readonly string[], by = key) => exportOf({ origin, entries: changed, key: by })
const changed = (index: number) => entries.map((entry, at) => (at === index ? entry.replace('"v":1', '"v":2') : entry))

describe('an export that is as it was', () => {
  it('is valid with the key, with a checkpoint that was kept, and with both', async () => {
    for (const options of [
      { keys: [verifier] },
      { checkpoints: [keptAt(300)] },
      { checkpoints: [keptAt(700)] },
      { keys: [verifier], checkpoints: [keptAt(1), keptAt(256), keptAt(257), keptAt(512), keptAt(699)] },
    ]) {
      const verdict = await check(whole, options)
      expect(verdict.problems).toEqual([])
      expect(verdict.status).toBe('valid')
    }
  })

  it('is only consistent with itself where nothing is given from elsewhere', async () => {
    const verdict = await check(whole)
    expect(verdict).toMatchObject({ status: 'unproven', problems: [], entries: 700 })
    expect(verdict.notShown.join()).toContain('no checkpoint was given that somebody kept')
  })

  it('proves nothing where there is no entry', async () => {
    const nothing = exportOf({ origin, entries: [], key })
    expect(await check(nothing, { keys: [verifier] })).toMatchObject({ status: 'unproven', problems: [] })
  })

  it.each([1, 2, 255, 256, 257, 512, 513])('is valid with %i entries', async (count) => {
    const text = exportOf({ origin, entries: entriesOf(count), key })
    expect(await check(text, { keys: [verifier] })).toMatchObject({ status: 'valid', entries: count })
  })

  it('is read the same however it is cut into pieces', async () => {
    const short = exportOf({ origin, entries: entriesOf(20), key })
    for (const step of [1, 7, 4096]) {
      const verdict = await verifyLog(streamOf(short, step), { keys: [verifier] })
      expect(verdict.status).toBe('valid')
    }
    const web = new Blob([whole]).stream()
    expect((await verifyLog(web, { keys: [verifier] })).status).toBe('valid')
  })

  it('is read no further once its signal says so', async () => {
    const controller = new AbortController()
    const stop = new Error('enough')
    async function* stopping() {
      yield* streamOf(whole)
      controller.abort(stop)
      yield* streamOf(whole)
    }
    await expect(verifyLog(stopping(), { keys: [verifier], signal: controller.signal })).rejects.toBe(stop)
  })

  it('may bear the cosignature of a witness, which counts when the witness is named', async () => {
    const witness = keyOf(9)
    const time = Date.UTC(2026, 5, 1) / 1000
    const note = cosigned(checkpointOver(origin, leavesOf(entries), key), 'witness.example/w', witness, time)
    const text = exportOf({ ...log, checkpoint: note })
    expect((await check(text)).status).toBe('unproven')
    const verdict = await check(text, { witnesses: [verifierOf('witness.example/w', witness, 4)] })
    expect(verdict).toMatchObject({ status: 'valid', sections: [{ witnesses: [{ time, size: 700 }] }] })
    const forged = exportOf({
      ...log,
      checkpoint: cosigned(note, 'other.example', witness, time).replace('other', 'othea'),
    })
    expect((await check(forged, { keys: [verifier] })).status).toBe('valid')
    const wrong = cosigned(checkpointOver(origin, leavesOf(changed(3)), key), 'witness.example/w', witness, time)
    const moved = note.slice(0, note.lastIndexOf('— witness')) + wrong.slice(wrong.lastIndexOf('— witness'))
    const caught = await check(exportOf({ ...log, checkpoint: moved }), {
      witnesses: [verifierOf('witness.example/w', witness, 4)],
    })
    expect(codes(caught)).toEqual(['witness_forged'])
  })

  it('may have lost the contents of its oldest groups', async () => {
    const verdict = await check(exportOf({ ...log, pruned: 512 }), { keys: [verifier], checkpoints: [keptAt(600)] })
    expect(verdict).toMatchObject({ status: 'valid', entries: 188, sections: [{ pruned: 512 }] })
    expect(verdict.notShown.join()).toContain('first 512 entries')
  })

  it('may be joined from two parts, without the second header or with it', async () => {
    const [header = '', ...rest] = sectionOf(log)
    const second = sectionOf(log, 512)
    const end = lines.at(-1) ?? ''
    expect(second.slice(1)).toEqual(rest.slice(514))
    const joined = [header, ...rest.slice(0, 514), ...second, `${end}\n`].join('')
    expect((await check(joined, { keys: [verifier] })).problems).toEqual([])
    const grown = { ...log, entries: entriesOf(900) }
    const later = [header, ...rest.slice(0, 514), ...sectionOf(grown, 512), '{"end":true,"entries":900}\n'].join('')
    expect((await check(later, { keys: [verifier] })).status).toBe('valid')
    expect(codes(await check([...second, `${end}\n`].join('')))).toEqual(['continuation_alone'])
    const overlapping = [header, ...rest.slice(0, 257), ...second, `${end}\n`].join('')
    expect((await check(overlapping, { keys: [verifier] })).status).toBe('invalid')
  })
})

describe('the first bad entry is named', () => {
  const found = async (text: string, index: number, code: ProblemCode, options: LogOptions = { keys: [verifier] }) => {
    const verdict = await check(text, options)
    expect(verdict.status).toBe('invalid')
    expect(verdict.firstBadEntry).toEqual({ origin, index })
    expect(codes(verdict)).toContain(code)
    return verdict
  }
  const without = (index: number, count = 1) => fileOf(lines.toSpliced(lineOfEntry(index), count))

  it.each([0, 1, 255, 256, 300, 511, 512, 699])('where entry %i was edited', async (index) => {
    const text = fileOf(lines.with(lineOfEntry(index), changed(index)[index] ?? ''))
    const verdict = await found(text, index, 'entry_changed')
    expect(verdict.problems[0]?.stands?.id).toContain(String(index))
    await found(text, index, 'entry_changed', { checkpoints: [keptAt(700)] })
    // Entries behind a checkpoint that was kept are vouched for by the key that signed it.
    await found(text, index, 'entry_changed', { checkpoints: [keptAt(100)] })
  })

  it.each([0, 255, 256, 400, 699])('where entry %i was taken out', async (index) => {
    await found(without(index), index, 'entry_missing')
  })

  it('where several in a row were taken out', async () => {
    const { problems } = await found(without(300, 5), 300, 'entry_missing')
    expect(problems[0]?.message).toContain('Entries 300 to 304')
  })

  it('where something was put in, or stands there twice', async () => {
    const put = (index: number, line: string) => fileOf(lines.toSpliced(lineOfEntry(index), 0, line))
    await found(put(300, '{"action":"x"}'), 300, 'entry_added')
    await found(put(301, entries[300] ?? ''), 301, 'entry_repeated')
  })

  it('where two changed places, near or far', async () => {
    const swapped = (one: number, other: number) =>
      fileOf(lines.with(lineOfEntry(one), entries[other] ?? '').with(lineOfEntry(other), entries[one] ?? ''))
    await found(swapped(300, 301), 300, 'entry_moved')
    await found(swapped(10, 690), 10, 'entry_changed')
  })

  it('where several are bad', async () => {
    const edited = lines.with(lineOfEntry(600), '{"action":"x"}').toSpliced(lineOfEntry(290), 1)
    const verdict = await found(fileOf(edited), 290, 'entry_missing')
    expect(verdict.problems.map(({ entry }) => entry)).toEqual([290, 600])
  })

  it('also by the hashes in the export alone, although nothing else is given', async () => {
    await found(fileOf(lines.with(lineOfEntry(42), '{"action":"x"}')), 42, 'entry_changed', {})
  })
})

describe('what cannot be named is narrowed down', () => {
  it('to the interval between two checkpoints that were kept, where the log was rewritten with its key', async () => {
    const text = rewrittenWith(changed(400))
    const verdict = await check(text, { keys: [verifier], checkpoints: [keptAt(200), keptAt(350), keptAt(500)] })
    expect(verdict).toMatchObject({ status: 'invalid', firstBadEntry: null, interval: { origin, from: 350, to: 500 } })
    expect(codes(verdict)).toContain('fork')
  })

  it('where hashes and entry were changed together by somebody without the key', async () => {
    const [header = ''] = lines
    const text = fileOf([header, ...rewrittenWith(changed(400)).split('\n').slice(1, -1)])
    const verdict = await check(text, { checkpoints: [keptAt(350)] })
    expect(codes(verdict)).toEqual(['rewritten'])
    expect(verdict.interval).toEqual({ origin, from: 350, to: 700 })
  })

  it('where a whole group with its hashes was taken out', async () => {
    const verdict = await check(fileOf(lines.toSpliced(lineOfEntry(256), 257)), {
      checkpoints: [keptAt(256), keptAt(500)],
    })
    expect(verdict.status).toBe('invalid')
    expect(verdict.interval).toEqual({ origin, from: 256, to: 700 })
  })
})

describe('what is done to the whole', () => {
  it('a set-back log is older than a checkpoint that was kept', async () => {
    const text = rewrittenWith(entries.slice(0, 600))
    const verdict = await check(text, { keys: [verifier], checkpoints: [keptAt(500), keptAt(650)] })
    expect(codes(verdict)).toEqual(['rolled_back'])
    expect(verdict.shown.join()).toContain('first 500 entries')
  })

  it('entries taken from the end, with or without a new last line', async () => {
    const cut = lines.slice(0, lineOfEntry(600))
    expect(codes(await check(fileOf(cut), { keys: [verifier] }))).toEqual(['cut_off', 'entries_missing'])
    const ended = fileOf([...cut, '{"end":true,"entries":600}'])
    expect(codes(await check(ended, { keys: [verifier] }))).toEqual(
      expect.arrayContaining(['entries_missing', 'wrong_count']),
    )
    const known = await check(fileOf(cut), { keys: [verifier], checkpoints: [keptAt(600)] })
    expect(known.firstBadEntry).toEqual({ origin, index: 600 })
  })

  it('two checkpoints that were kept and cannot both be', async () => {
    const other = keptAt(300, 'other', changed(20))
    const verdict = await check(whole, { keys: [verifier], checkpoints: [keptAt(500), other] })
    expect(codes(verdict)).toContain('fork')
    expect(verdict.problems[0]?.message).toContain('other (300 entries)')
    const sameSize = await check(whole, { keys: [verifier], checkpoints: [keptAt(300), other] })
    expect(codes(sameSize)).toContain('fork')
    const older = rewrittenWith(entries.slice(0, 600))
    const beyond = [keptAt(650), keptAt(650, 'other', changed(20))]
    expect(codes(await check(older, { keys: [verifier], checkpoints: beyond }))).toContain('fork')
  })

  it('a swapped signing key', async () => {
    const stranger = keyOf(2)
    const text = rewrittenWith(entries, stranger)
    expect(codes(await check(text, { keys: [verifier] }))).toEqual(['other_key'])
    expect(codes(await check(text, { checkpoints: [keptAt(300)] }))).toEqual(['other_key'])
    const byStranger = [keptAt(300, 'kept', entries, stranger)]
    expect(codes(await check(whole, { keys: [verifier], checkpoints: byStranger }))).toEqual(['kept_unsigned'])
    const rewritten = await check(rewrittenWith(changed(20), stranger), { checkpoints: [keptAt(300)] })
    expect(codes(rewritten)).toEqual(['other_key', 'rewritten'])
  })

  it('a checkpoint that was kept and altered since, or is of another log', async () => {
    const { name, note } = keptAt(300)
    const forged = { name, note: note.replace('\n300\n', '\n301\n') }
    expect(codes(await check(whole, { checkpoints: [forged] }))).toEqual(['kept_forged'])
    const foreign = { name, note: checkpointOver('sotto/team_b/1', leavesOf(entries), key) }
    expect(codes(await check(whole, { checkpoints: [foreign] }))).toContain('other_log')
    expect(codes(await check(whole, { keys: [verifierOf('sotto/team_b/1', key)] }))).toEqual(['other_log'])
    expect(codes(await check(whole, { keys: [verifierOf('sotto/team_b/1', keyOf(3))] }))).toEqual(['other_log'])
    await expect(check(whole, { checkpoints: [{ name: 'may.txt', note: 'nothing' }] })).rejects.toThrow(
      /may.txt is not/,
    )
    await expect(check(whole, { keys: ['nonsense'] })).rejects.toThrow('NAME+8 HEX DIGITS+BASE64')
  })

  it('a checkpoint in the header that is not what the header says', async () => {
    const header = (more: Partial<WrittenLog>) => JSON.stringify(headerOf({ ...log, ...more }))
    const withHeader = (first: string) => fileOf([first, ...lines.slice(1)])
    const smaller = checkpointOver(origin, leavesOf(entries.slice(0, 600)), key)
    expect(codes(await check(withHeader(header({ checkpoint: smaller })), { keys: [verifier] }))).toContain(
      'checkpoint_contradicts_header',
    )
    const unsigned = checkpointOver(origin, leavesOf(entries), keyOf(4))
    expect(codes(await check(withHeader(header({ checkpoint: unsigned })), { keys: [verifier] }))).toContain(
      'checkpoint_unsigned',
    )
    const broken = header({}).replace('"size":700', '"size":701')
    expect((await check(withHeader(broken), { keys: [verifier] })).status).toBe('invalid')
  })
})

describe('a file that is no export any more', () => {
  const cases: [string, string | Uint8Array, ProblemCode][] = [
    ['empty', '', 'empty'],
    ['only a newline', '\n', 'not_an_export'],
    ['another kind of file', '{"a":1}\n', 'not_an_export'],
    ['one without newline', 'hello', 'not_an_export'],
    ['with \\r\\n', whole.replaceAll('\n', '\r\n'), 'line_ends'],
    ['with a byte order mark', `\uFEFF${whole}`, 'line_ends'],
    ['cut inside a line', whole.slice(0, 5000), 'cut_off'],
    ['cut inside its first line', whole.slice(0, 50), 'cut_off'],
    ['without its last newline', whole.slice(0, -1), 'cut_off'],
    ['without its last line', fileOf(lines.slice(0, -1)), 'cut_off'],
    ['with something behind it', `${whole}{"action":"x"}\n`, 'line_misplaced'],
    ['with another number in its last line', whole.replace('"entries":700}', '"entries":701}'), 'wrong_count'],
    ['with another version', whole.replace('export":1', 'export":2'), 'not_an_export'],
    ['with a number in another form', whole.replace('"size":700', '"size":7e2'), 'not_an_export'],
    ['with spaces in its header', whole.replace('"size":700', '"size": 700'), 'not_an_export'],
    ['without a line of hashes', fileOf(lines.toSpliced(257, 1)), 'leaves_altered'],
    ['without its last hashes', fileOf(lines.toSpliced(-2, 1)), 'leaves_missing'],
    ['with unreadable hashes', fileOf(lines.with(257, '{"leaves":"????"}')), 'leaves_missing'],
    [
      'with hashes that begin wrong',
      fileOf(lines.with(257, (lines[257] ?? '').replace('leaves', 'leavez'))),
      'leaves_missing',
    ],
  ]
  it.each(cases)('%s', async (_name, text, code) => {
    const verdict = await check(text, { keys: [verifier] })
    expect(verdict.status).toBe('invalid')
    expect(codes(verdict)).toContain(code)
  })

  it('with bytes that are not UTF-8', async () => {
    const bytes = Buffer.from(whole)
    bytes[bytes.indexOf('é')] = 0xff
    const verdict = await check(bytes, { keys: [verifier] })
    expect(codes(verdict)).toEqual(['entry_changed', 'not_utf8'])
    expect(verdict.problems[1]?.line).toBe(2)
  })

  it('with a line that never ends, which is not kept in memory whole', async () => {
    async function* endless() {
      yield Buffer.from(lines[0] ?? '')
      for (;;) yield Buffer.alloc(8 * 1024 * 1024, 0x61)
    }
    const verdict = await verifyLog(endless(), { keys: [verifier] })
    expect(codes(verdict)).toContain('line_too_long')
    expect(verdict.status).toBe('invalid')
  })

  it('with pruned groups behind entries that are there', async () => {
    const pruned = sectionOf({ ...log, pruned: 256 })
    const text = fileOf([...lines.slice(0, 258), (pruned[1] ?? '').trimEnd(), ...lines.slice(515)])
    expect(codes(await check(text, { keys: [verifier] }))).toContain('pruned_misplaced')
  })
})
