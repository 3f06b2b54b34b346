import { createHash, createHmac, sign } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { canonical } from '../receipt/canonical.ts'
import { answersWith } from './answers.ts'
import { checkpointOver, keyOf, leafOf, pathTo, sha256Hex, verifierOf } from './writer.ts'

const statementKinds = ['receipt', 'agreement', 'certificate', 'export'] as const
export type StatementKind = (typeof statementKinds)[number]

/** A signed file with what is given from elsewhere. */
export interface StatementCase {
  name: string
  kind: StatementKind
  file: Buffer
  keys: readonly string[]
  /** Of a certificate. */
  person?: { address: string; nonce: string }
  /** What every checker must make of it, where that is not in question between two of them alone. */
  status?: 'valid' | 'unproven' | 'invalid'
}

const key = keyOf(3)
const log = verifierOf('sotto/team_a/1', key)
const receipts = verifierOf('sotto/team_a/receipts', key)
const nonce = Buffer.alloc(16, 250)
const at = '2026-05-03T09:00:00.000Z'
const hash = sha256Hex('text')

type Facts = Record<string, unknown>

const facts = {
  receipt: {
    ...{ at, choices: { analytics: 'denied', 'marketing-email': 'granted' }, gpc: false, id: 'rcp_1', language: 'de' },
    ...{
      layout: null,
      policy: { id: 'pol_1', version: 3 },
      region: null,
      source: 'banner',
      team: 'team_a',
      text: hash,
    },
  },
  agreement: {
    ...{ at, by: 'mem_1', copy: hash, name: 'Ines „Kes“ trel\u2028', paper: 'data-processing-agreement', party: 'own' },
    ...{ sha256: hash, team: 'team_a', through: 'key_1', title: '', version: 2 },
  },
  certificate: {
    ...{ erasure: 'ers_1', team: 'team_a', request: null, begun: at, completed: at, suppressedUntil: null },
    person: { address: 'email', hmac: createHmac('sha256', nonce).update('ada@example.com').digest('hex') },
    collections: [{ collection: 'contacts', deleted: 0, anonymised: 1, withheld: 0, kept: [] }],
    keys: { destroyed: 4, epoch: 'e1' },
    withheld: [{ collection: 'tickets', count: 2, why: 'legal-hold', ground: 'litigation', until: null }],
    scan: { rows: 100, collections: 30, found: 0, mentions: 1 },
    processors: [{ name: 'Mailer', state: 'waiting', at: null }],
    providers: [{ provider: 'p', model: 'm', last: at, clear: null }],
    backups: { method: 'key-destruction', expected: at, confirmation: 'supplement' },
  },
  export: { export: 'axp_1', team: 'team_a', asOf: at, files: [] as Facts[], archive: { bytes: 0, sha256: hash } },
}

const signed = (kind: string, said: string, by = key) =>
  sign(null, Buffer.from(`sotto-${kind}-v1\n${said}`), by).toString('base64')

function proofOf(action: string, target: string, detail: string, said: string, origin = 'sotto/team_a/1'): string {
  const entry = canonical({ action, target, team: 'team_a', details: { [detail]: sha256Hex(said) }, at, id: 'aud_1' })
  const leaves = ['one', entry, 'three', 'four', 'five'].map(leafOf)
  const path = pathTo(1, leaves).map((each) => each.toString('base64'))
  const extra = Buffer.from(entry).toString('base64')
  return ['c2sp.org/tlog-proof@v1', `extra ${extra}`, 'index 1', ...path, '', checkpointOver(origin, leaves, key)].join(
    '\n',
  )
}

function certificateOf(said: string): string {
  const proof = proofOf('erasure.completed', 'ers_1', 'certificate', said)
  const says = { what: 'backups-unreadable', epoch: 'e1' }
  const supplement = canonical({ certificate: sha256Hex(said), erasure: 'ers_1', team: 'team_a', at, says })
  const later = proofOf('erasure.supplemented', 'ers_1', 'supplement', supplement, 'sotto/team_a/2')
  const signature = signed('certificate', `${said}\n${proof}`)
  const more = [{ supplement, signature: signed('supplement', `${supplement}\n${later}`), proof: later }]
  return JSON.stringify({
    'sotto-certificate': 1,
    certificate: said,
    signature,
    verifier: log,
    proof,
    supplements: more,
  })
}

/** A ZIP as exports are written. */
function zipOf(files: readonly { name: string; content: (before: Buffer) => Buffer | string }[]): Buffer {
  let bytes = Buffer.alloc(0)
  const records: Buffer[] = []
  for (const [index, { name, content }] of files.entries()) {
    const method = index === files.length - 1 ? 0 : 8
    const head = Buffer.alloc(30)
    head.write('PK\x03\x04\x14\x00\x08\x08', 'latin1')
    head.writeUInt16LE(method, 8)
    head.writeUInt32LE(0x5ca35000, 10)
    head.writeUInt16LE(name.length, 26)
    const before = Buffer.concat([bytes, head, Buffer.from(name)])
    const whole = Buffer.from(content(before))
    const packed = method === 0 ? whole : deflateRawSync(whole)
    const sizes = Buffer.alloc(12)
    for (const [place, number] of [crc32(whole), packed.length, whole.length].entries())
      sizes.writeUInt32LE(number, place * 4)
    const record = Buffer.alloc(46)
    record.write('PK\x01\x02\x3f\x03', 'latin1')
    head.copy(record, 6, 4, 14)
    sizes.copy(record, 16)
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE(0x81a40000, 38)
    record.writeUInt32LE(bytes.length, 42)
    records.push(record, Buffer.from(name))
    bytes = Buffer.concat([before, packed, Buffer.from('PK\x07\x08', 'latin1'), sizes])
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(records).length, 12)
  end.writeUInt32LE(bytes.length, 16)
  return Buffer.concat([bytes, ...records, end])
}

function exportOf(
  write: (value: Facts) => string,
  more: Facts = {},
  names = ['data.json', 'csv/contacts.csv'],
): Buffer {
  const contents = names.map((name) => `${name}: ${'words '.repeat(40)}`)
  const files = names.map((name, index) => {
    const content = contents[index] as string
    return { name, bytes: content.length, sha256: sha256Hex(content) }
  })
  const manifest = (before: Buffer) => {
    const archive = { bytes: before.length, sha256: createHash('sha256').update(before).digest('hex') }
    const said = write({ ...facts.export, files, archive, ...more })
    const proof = proofOf('access-export.packed', 'axp_1', 'manifest', said)
    const signature = signed('export', `${said}\n${proof}`)
    return JSON.stringify({ 'sotto-export': 1, manifest: said, signature, verifier: log, proof })
  }
  const written = names.map((name, index) => ({ name, content: () => contents[index] as string }))
  return zipOf([...written, { name: 'manifest.json', content: manifest }])
}

/** A file of a kind, whose signed part is written as told. */
function fileOf(kind: StatementKind, write: (value: Facts) => string, more: Facts = {}): Buffer {
  if (kind === 'export') return exportOf(write, more)
  const value: Facts = { ...facts[kind], ...more }
  for (const [name, given] of Object.entries(more)) if (given === undefined) delete value[name]
  const said = write(value)
  if (kind === 'certificate') return Buffer.from(certificateOf(said))
  const signature = signed(kind, said)
  if (kind === 'receipt')
    return Buffer.from(JSON.stringify({ 'sotto-receipt': 1, receipt: said, signature, verifier: receipts }))
  const { at: time, by: memberId, sha256, version, party } = facts.agreement
  const beside = { version, party, at: time, memberId, hash: sha256, id: 'sig_1', more: { receipt: 1 } }
  return Buffer.from(JSON.stringify({ ...beside, receipt: said, signature, verifier: log }))
}

const ownKeys = { receipt: receipts, agreement: log, certificate: log, export: log }
const wrong = [null, '', 'x', 0, -1, 1.5, true, [], {}, '2026-02-30T00:00:00.000Z', '2026-05-03', `${'a'.repeat(63)}A`]

/** Texts that are, or are nearly, canonical JSON: put in for the number 7777. */
const numbers = {
  ...{ '-0': false, '0.1': true, '1e21': false, '1e+21': true, '5e-324': true, '1E3': false, '1e400': false },
  ...{ '9007199254740993': false, '9007199254740992': true, '100000000000000000000': true, '1e-7': true, '1.0': false },
  ...{ '1e-6': false, '0.000001': true, '123456789.125': true, '1e23': false, '1e+23': true, '01': false, NaN: false },
  ...{
    '"\\ud800"': false,
    '"\\uD83D\\uDE00"': false,
    '"😀"': true,
    '"\\u007f"': false,
    '"\u007f\u2028"': true,
    '"\\/"': false,
  },
  ...{ '"\\u001f\\b"': true, '"\\u001F"': false, '"\\u0008"': false, '{"\u{1f600}":1,"\ufb00":2}': true },
  ...{ '{"\ufb00":2,"\u{1f600}":1}': false, '{"a":1,"a":1}': false, '[1, 2]': false, '{"":[],"__proto__":{}}': true },
}

/** Cases of one kind: good ones, ones that say something else under a good signature, and altered bytes. */
function casesOf(kind: StatementKind, every: number): StatementCase[] {
  const own = [ownKeys[kind]]
  const good = fileOf(kind, canonical)
  const text = good.toString('utf8')
  const of = (
    name: string,
    file: Buffer | string,
    status?: StatementCase['status'],
    keys: readonly string[] = own,
  ) => ({
    name: `${kind}: ${name}`,
    kind,
    file: typeof file === 'string' ? Buffer.from(file) : file,
    keys,
    ...(status ? { status } : {}),
  })
  const later =
    kind === 'receipt' ? [] : [of('the key of a later log', good, 'valid', [verifierOf('sotto/team_a/7', key)])]
  const cases: StatementCase[] = [
    of('as issued', good, 'valid'),
    of('no key', good, 'unproven', []),
    of('another key', good, 'invalid', [
      verifierOf(kind === 'receipt' ? 'sotto/team_a/receipts' : 'sotto/team_a/1', keyOf(4)),
    ]),
    of('the key of another team', good, 'invalid', [verifierOf('sotto/team_b/1', key)]),
    of('the right key and another', good, 'valid', [...own, verifierOf('sotto/team_b/1', keyOf(4))]),
    ...later,
    of('nothing', '', 'invalid'),
    of('cut', good.subarray(0, -1), 'invalid'),
    of(
      'an order of its own',
      fileOf(kind, (value) => JSON.stringify(Object.fromEntries(Object.entries(value).toSorted().toReversed()))),
      'invalid',
    ),
    of(
      'spaces within',
      fileOf(kind, (value) => canonical(value).replace(':', ': ')),
      'invalid',
    ),
  ]
  // All kinds are read by one reader: where few cases are wanted, it is tried with the smallest of them.
  for (const [number, isCanonical] of every === 1 || kind === 'agreement' ? Object.entries(numbers) : []) {
    const write = (value: Facts) => canonical({ ...value, zz: 7777 }).replace('7777', number)
    cases.push(of(`with ${number}`, fileOf(kind, write), isCanonical ? 'valid' : 'invalid'))
  }
  for (const name of Object.keys(facts[kind])) {
    // What is in the ZIP follows from what its manifest says: only that it is missing is looked at.
    const values = kind === 'export' && (name === 'files' || name === 'archive') ? [null, [], {}] : wrong
    for (const value of [undefined, ...values].filter((_value, index) => every === 1 || index % 6 === name.length % 6))
      cases.push(of(`${name} is ${JSON.stringify(value)}`, fileOf(kind, canonical, { [name]: value })))
  }
  if (kind !== 'export') {
    const beside = [
      ` ${text}`,
      `${text} `,
      `\ufeff${text}`,
      text.replace(':', ' : '),
      text.replace('}', ',"zz":1}'),
      `${text}\r\n`,
    ]
    for (const [index, file] of beside.entries()) cases.push(of(`beside ${index}`, file))
    cases.push(
      of('a newline behind', `${text}\n`, 'valid'),
      of('two', `${text}\n\n`, kind === 'certificate' ? 'invalid' : 'valid'),
    )
    cases.push(of('a name twice', text.replace('{', '{"verifier":"x",'), 'invalid'))
    cases.push(
      of('not UTF-8', Buffer.concat([good.subarray(0, -1), Buffer.from([0xff]), good.subarray(-1)]), 'invalid'),
    )
  } else {
    const names = [
      ['../data.json'],
      ['Data.json', 'data.json'],
      ['a.json', 'a.json'],
      ['CON'],
      ['/a.json'],
      ['a\\b.json'],
      ['a.json', 'manifest.json'],
    ]
    for (const some of names) cases.push(of(`names ${some}`, exportOf(canonical, {}, some), 'invalid'))
    cases.push(of('something before', Buffer.concat([Buffer.from('x'), good]), 'invalid'))
    cases.push(of('something behind', Buffer.concat([good, Buffer.from('x')]), 'invalid'))
    cases.push(of('no other file', exportOf(canonical, {}, []), 'valid'))
  }
  if (kind === 'receipt')
    cases.push(...answersWith(text, facts.receipt).map(([name, file, status]) => of(name, file, status)))
  const bare = Buffer.from(/"signature":"([^"]+)"/.exec(text)?.[1] ?? '', 'base64')
  // S + L of Ed25519, which verifies where nobody asks that S is small.
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  let s = BigInt(`0x${Buffer.from(bare.subarray(32)).reverse().toString('hex')}`) + order
  const larger = Buffer.from(bare)
  for (let byte = 32; byte < 64; byte += 1, s >>= 8n) larger[byte] = Number(s & 255n)
  const asText = (signature: string) =>
    Buffer.from(good.toString('latin1').replace(bare.toString('base64'), signature), 'latin1')
  if (kind !== 'export')
    cases.push(
      of('a signature that is larger', asText(larger.toString('base64')), 'invalid'),
      of('a signature without padding', asText(bare.toString('base64').replace('==', '')), 'invalid'),
      of('a signature of zeros', asText(Buffer.alloc(64).toString('base64')), 'invalid'),
    )
  const step = Math.ceil(good.length / (1500 / every))
  for (let place = 0; place < good.length; place += step) {
    const altered = Buffer.from(good)
    altered[place] = (altered[place] as number) ^ ([1, 0x20, 0x80][place % 3] as number)
    cases.push(
      of(`byte ${place} altered`, altered, kind === 'certificate' || kind === 'export' ? 'invalid' : undefined),
    )
  }
  if (kind === 'certificate')
    for (const [address, status] of [
      ['ada@example.com', 'valid'],
      [' ADA@EXAMPLE.com ', 'valid'],
      ['ada+1@example.com', 'invalid'],
      ['+44 (0)20 7946', 'invalid'],
    ] as const)
      cases.push({ ...of(`about ${address}`, good, status), person: { address, nonce: nonce.toString('base64url') } })
  return cases
}

/** @param every 1: all; more: so many times fewer altered bytes */
export const statementCases = (every: number): StatementCase[] => statementKinds.flatMap((kind) => casesOf(kind, every))
