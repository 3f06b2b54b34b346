import type { KeptCheckpoint } from '../index.ts'
import {
  checkpointOver,
  cosigned,
  entriesOf,
  exportOf,
  filteredExportOf,
  keyOf,
  leavesOf,
  restoredEntry,
  sectionOf,
  verifierOf,
  type WrittenLog,
} from './writer.ts'

/** An export with what is given from elsewhere, and what every checker must make of it. */
export interface Case {
  name: string
  file: Uint8Array
  keys: string[]
  checkpoints: KeptCheckpoint[]
  status: 'valid' | 'invalid' | 'unproven'
  /** Where the evidence names it. */
  firstBadEntry: number | null
}

const origin = 'sotto/team_a/1'
const key = keyOf(1)
const stranger = keyOf(2)
const entries = entriesOf(700)
const log: WrittenLog = { origin, entries, key }
const whole = exportOf(log)
const lines = whole.split('\n').slice(0, -1)
const given = [verifierOf(origin, key)]

const fileOf = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
const lineOf = (index: number) => 1 + index + Math.floor(index / 256)
const kept = (size: number, of: readonly string[] = entries): KeptCheckpoint => ({
  name: `of ${size}`,
  note: checkpointOver(origin, leavesOf(of.slice(0, size)), key),
})
const edited = (index: number) => entries.map((entry, at) => (at === index ? entry.replace('"v":1', '"v":2') : entry))
const edit = (index: number) => fileOf(lines.with(lineOf(index), edited(index)[index] ?? ''))
const takenOut = (index: number, count = 1) => fileOf(lines.toSpliced(lineOf(index), count))
const notUtf8 = () => {
  const bytes = Buffer.from(whole)
  bytes[bytes.indexOf('é300')] = 0xff
  return bytes
}

const second: WrittenLog = {
  origin: 'sotto/team_a/2',
  entries: [restoredEntry(origin, entries, checkpointOver(origin, leavesOf(entries), key)), ...entriesOf(10, 900)],
  key,
}
const filtered = filteredExportOf(log, [3, 300, 699])
const rows = filtered.split('\n').slice(0, -1)

type Given = Partial<Pick<Case, 'keys' | 'checkpoints'>>
const withKey: Given = { keys: given }

function valid(name: string, text: string | Uint8Array, evidence: Given = withKey): Case {
  return { name, file: Buffer.from(text), keys: [], checkpoints: [], ...evidence, status: 'valid', firstBadEntry: null }
}
function invalid(name: string, text: string | Uint8Array, first: number | null, evidence: Given = withKey): Case {
  return { ...valid(name, text, evidence), status: 'invalid', firstBadEntry: first }
}

export const cases: readonly Case[] = [
  valid('whole', whole),
  valid('with kept checkpoints', whole, { checkpoints: [kept(1), kept(256), kept(300), kept(700)] }),
  valid('with both', whole, { keys: given, checkpoints: [kept(511)] }),
  valid('one entry', exportOf({ ...log, entries: entriesOf(1) })),
  valid('whole groups', exportOf({ ...log, entries: entriesOf(512) })),
  valid('pruned', exportOf({ ...log, pruned: 512 })),
  valid(
    'with a cosignature',
    exportOf({
      ...log,
      checkpoint: cosigned(checkpointOver(origin, leavesOf(entries), key), 'w.example', stranger, 1),
    }),
  ),
  valid('restored', exportOf(log, second)),
  valid('filtered', filtered),
  valid('filtered, with people', filteredExportOf(log, [0, 5], { name: 'Ada' })),
  { ...valid('nothing given', whole, {}), status: 'unproven' },
  { ...valid('no entries', exportOf({ ...log, entries: [] })), status: 'unproven' },
  invalid('first entry edited', edit(0), 0),
  invalid('entry edited', edit(313), 313),
  invalid('last entry edited', edit(699), 699),
  invalid('entry edited behind the kept checkpoint', edit(313), 313, { checkpoints: [kept(100)] }),
  invalid('entry edited, nothing given', edit(313), 313, {}),
  invalid('entry taken out', takenOut(313), 313),
  invalid('last entry of a group taken out', takenOut(255), 255),
  invalid('entries taken out', takenOut(300, 20), 300),
  invalid('entry put in', fileOf(lines.toSpliced(lineOf(300), 0, '{"action":"x"}')), 300),
  invalid('entry repeated', fileOf(lines.toSpliced(lineOf(301), 0, entries[300] ?? '')), 301),
  invalid('two swapped', fileOf(lines.with(lineOf(40), entries[41] ?? '').with(lineOf(41), entries[40] ?? '')), 40),
  invalid('group taken out', fileOf(lines.toSpliced(lineOf(256), 257)), null),
  invalid('rewritten with the key', exportOf({ ...log, entries: edited(400) }), null, {
    checkpoints: [kept(350), kept(500)],
  }),
  invalid('two histories kept', whole, null, { checkpoints: [kept(500), kept(300, edited(3))] }),
  invalid('set back', exportOf({ ...log, entries: entries.slice(0, 600) }), null, { checkpoints: [kept(650)] }),
  invalid('another key', exportOf({ ...log, key: stranger }), null),
  invalid('another key than that of the kept checkpoint', exportOf({ ...log, key: stranger }), null, {
    checkpoints: [kept(300)],
  }),
  invalid('another log', exportOf({ ...log, origin: 'sotto/team_b/1' }), null),
  invalid('kept checkpoint altered', whole, null, {
    checkpoints: [{ name: 'altered', note: kept(300).note.replace('\n300\n', '\n301\n') }],
  }),
  invalid('empty', '', null),
  invalid('not an export', 'hello\n', null),
  invalid('line ends', whole.replaceAll('\n', '\r\n'), null),
  invalid('cut in a line', whole.slice(0, 50_000), null),
  invalid('without last newline', whole.slice(0, -1), null),
  invalid('without last line', fileOf(lines.slice(0, -1)), null),
  invalid('wrong last line', whole.replace('"entries":700}', '"entries":7}'), null),
  invalid('something behind', `${whole}{"action":"x"}\n`, null),
  invalid('number written otherwise', whole.replace('"size":700', '"size":7e2'), null),
  invalid('root in the header unreadable', whole.replace('=\\n\\n', '\\n\\n'), null),
  invalid('hashes missing', fileOf(lines.toSpliced(257, 1)), null),
  invalid('hashes altered', fileOf(lines.with(257, lines[514] ?? '')), null),
  invalid('not UTF-8', notUtf8(), 300),
  invalid('continuation alone', [...sectionOf(log, 512), `${lines.at(-1)}\n`].join(''), null),
  invalid('restore unsaid', exportOf(log, { ...second, entries: entriesOf(5) }), null),
  invalid('restore before is missing', exportOf(second), null),
  invalid(
    'filtered, entry edited',
    fileOf(rows.with(2, (rows[2] ?? '').replace('contact.updated', 'contact.deleted'))),
    300,
  ),
  invalid('filtered, proof too long', fileOf(rows.with(2, (rows[2] ?? '').replace(/("[^"]{44}")\]/, '$1,$1]'))), 300),
  invalid('filtered, one taken out', fileOf(rows.toSpliced(2, 1)), null),
  invalid(
    'filtered, root in the header unreadable',
    fileOf(rows.with(0, (rows[0] ?? '').replace('=\\n\\n', '\\n\\n'))),
    null,
  ),
]
