import { createHmac, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { run } from '../commands/run.ts'
import { verifyCertificate } from '../index.ts'
import { canonical } from '../receipt/canonical.ts'
import { checkpointOver, keyOf, leafOf, pathTo, sha256Hex, verifierOf } from '../testing/writer.ts'

const key = keyOf(3)
const origin = 'sotto/team_a/1'
const verifier = verifierOf(origin, key)
const nonce = Buffer.alloc(16, 7)
const of = (address: string) => createHmac('sha256', nonce).update(address).digest('hex')

const facts = {
  erasure: 'ers_1',
  team: 'team_a',
  request: null,
  person: { address: 'email', hmac: of('ada@example.com') },
  begun: '2026-05-03T09:00:00.000Z',
  completed: '2026-05-03T09:00:02.000Z',
  collections: [{ collection: 'conversationEvents', deleted: 3, anonymised: 0, withheld: 0, kept: [] }],
  keys: { destroyed: 4, epoch: 'e1' },
  withheld: [
    { collection: 'tickets', count: 2, why: 'legal-obligation', ground: 'tax law', until: '2031-02-01T00:00:00.000Z' },
  ],
  scan: { rows: 100, collections: 30, found: 0, mentions: 1 },
  processors: [],
  providers: [],
  backups: { method: 'key-destruction', expected: '2026-06-02T00:00:00.000Z', confirmation: 'supplement' },
  suppressedUntil: '2028-05-03T09:00:02.000Z',
}

/** An entry of the log with the hash of a text, among others, and the proof of it. */
function logged(action: string, detail: string, text: string, at = origin): string {
  const entry = canonical({
    action,
    target: 'ers_1',
    team: 'team_a',
    details: { [detail]: sha256Hex(text) },
    at: facts.completed,
    id: 'aud_1',
  })
  const leaves = ['one', entry, 'three', 'four', 'five'].map(leafOf)
  return [
    'c2sp.org/tlog-proof@v1',
    `extra ${Buffer.from(entry).toString('base64')}`,
    'index 1',
    ...pathTo(1, leaves).map((hash) => hash.toString('base64')),
    '',
    checkpointOver(at, leaves, key),
  ].join('\n')
}

const signed = (kind: string, text: string, proof: string, by = key) =>
  sign(null, Buffer.from(`sotto-${kind}-v1\n${text}\n${proof}`), by).toString('base64')

function fileOf(certificate: object = facts, { says = {}, by = key, proof = '' } = {}): string {
  const text = canonical(certificate)
  const shown = proof || logged('erasure.completed', 'certificate', text)
  const supplement = canonical({
    certificate: sha256Hex(text),
    erasure: 'ers_1',
    team: 'team_a',
    at: '2026-05-20T00:00:00.000Z',
    says: { what: 'backups-unreadable', epoch: 'e1', destroyed: '2026-05-20T00:00:00.000Z' },
    ...says,
  })
  // After a restore the log has another number, and the same key.
  const later = logged('erasure.supplemented', 'supplement', supplement, 'sotto/team_a/2')
  return JSON.stringify({
    'sotto-certificate': 1,
    certificate: text,
    signature: signed('certificate', text, shown, by),
    verifier,
    proof: shown,
    supplements: [{ supplement, signature: signed('supplement', supplement, later), proof: later }],
  })
}
const good = fileOf()
const codes = async (...args: Parameters<typeof verifyCertificate>) =>
  (await verifyCertificate(...args)).problems.map(({ code }) => code)

describe('a certificate', () => {
  it('is valid under the key that was given, and about whoever has address and nonce', async () => {
    for (const address of ['ada@example.com', ' Ada@EXAMPLE.com'])
      expect(
        await verifyCertificate(good, { keys: [verifier], address, nonce: nonce.toString('base64url') }),
      ).toMatchObject({ status: 'valid', problems: [], notShown: [], certificate: facts, index: 1, size: 5 })
    const beyond = fileOf({ ...facts, person: { address: 'email', hmac: of('zoë@xn--bcher-kva.example') } })
    for (const [address, problems] of [
      ['Zoe\u0308@BU\u0308CHER。example', []],
      // What would only be cut off is no spelling of it.
      ['zoë@bücher.example/x', ['other_person']],
    ] as const)
      expect(await codes(beyond, { address, nonce: nonce.toString('base64url') })).toEqual(problems)
    const other = { keys: [verifier], address: 'bo@example.com', nonce: nonce.toString('base64url') }
    expect(await codes(good, other)).toEqual(['other_person'])
    expect(await verifyCertificate(`${good}\n`)).toMatchObject({ status: 'unproven', problems: [] })
    const phone = fileOf({ ...facts, person: { address: 'phone', hmac: of('+447700900168') } })
    const asTyped = { address: '+44 (0)7700 900168', nonce: nonce.toString('base64url') }
    expect((await verifyCertificate(phone, asTyped)).shown).toContain(
      'It is about whoever has the address that was given.',
    )
  })

  it('shows each byte that was altered', async () => {
    const bytes = Buffer.from(good)
    const place = fc.integer({ min: 0, max: bytes.length - 1 })
    const check = async (at: number, bit: number) => {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] as number) ^ (1 << bit)
      const verdict = await verifyCertificate(altered.toString('utf8'), { keys: [verifier] })
      expect(verdict.status, `byte ${at}, bit ${bit}`).toBe('invalid')
    }
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 7 }), (at, bit) => check(at, bit)),
      { numRuns: process.env.SOTTO_LONG ? 20_000 : 400 },
    )
    for (const cut of [1, 2, bytes.length / 2]) expect(await codes(good.slice(0, -cut))).toEqual(['malformed'])
  })

  it.each([
    ['no JSON', 'hello', 'malformed'],
    ['more than is signed', good.replace('"supplements":[', '"note":1,"supplements":['), 'malformed'],
    ['spaces', JSON.stringify(JSON.parse(good), null, 1), 'malformed'],
    ['a fact of another form', fileOf({ ...facts, scan: null }), 'malformed'],
    ['the key of another team', fileOf({ ...facts, team: 'team_b' }), 'malformed'],
    ['a supplement of another certificate', fileOf(facts, { says: { certificate: sha256Hex('x') } }), 'malformed'],
    ['another signer', fileOf(facts, { by: keyOf(4) }), 'forged'],
    ['an entry of another', fileOf(facts, { proof: logged('erasure.completed', 'certificate', 'x') }), 'other_entry'],
    [
      'an entry that says something else',
      fileOf(facts, { proof: logged('erasure.begun', 'certificate', canonical(facts)) }),
      'other_entry',
    ],
  ])('is refused with %s', async (_name, file, code) => {
    expect(await codes(file, { keys: [verifier] })).toEqual([code])
  })

  it('is refused under another key, and proves nothing by the key that it names itself', async () => {
    expect(await codes(good, { keys: [verifierOf(origin, keyOf(4))] })).toContain('other_key')
    const verdict = await verifyCertificate(good)
    expect([verdict.status, verdict.problems]).toEqual(['unproven', []])
  })

  it('is told in words', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-certificate-'))
    const path = join(folder, 'erasure.json')
    await writeFile(path, good)
    let said = ''
    const streams = { in: (async function* () {})(), out: (text: string) => (said += text), err: () => {} }
    const code = await run(['certificate', path, '--key', verifier], streams)
    await rm(folder, { recursive: true })
    expect([code, said.split('\n')]).toEqual([
      0,
      expect.arrayContaining([
        'valid',
        expect.stringMatching(/entry 1 of a log of 5 entries/),
        '  done: conversation events: 3 deleted; 4 keys destroyed',
        '  withheld: 2 of tickets until 2031-02-01 (tax law)',
        '  backups: confirmed clear',
      ]),
    ])
    expect(await run(['certificate', path, '--nonce', 'AA'], streams)).toBe(2)
  })
})
