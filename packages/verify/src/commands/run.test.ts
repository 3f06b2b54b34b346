import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  checkpointOver,
  cosigned,
  entriesOf,
  exportOf,
  filteredExportOf,
  keyOf,
  leavesOf,
  logProofOf,
  proofFrom,
  verifierOf,
} from '../testing/writer.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'sotto-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const written = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const origin = 'sotto/team_a/1'
const key = keyOf(1)
const entries = entriesOf(9500)
const leaves = leavesOf(entries)
const log = { origin, entries, key }
const text = exportOf(log)
const verifier = verifierOf(origin, key)
const noteOf = (size: number) => checkpointOver(origin, leaves.slice(0, size), key)

const whole = written('export.jsonl', text)
const may = written('may.txt', noteOf(9000))
const now = written('now.txt', noteOf(9500))
const keys = written('keys.txt', `# the log of Acme\n${verifier}\n`)

async function asked(args: string[], pipe: string | Uint8Array<ArrayBuffer> = '') {
  const said = { out: '', err: '' }
  const code = await run(args, {
    in: new Blob([pipe]).stream(),
    out: (words) => {
      said.out += words
    },
    err: (words) => {
      said.err += words
    },
  })
  return { code, ...said }
}

describe('log', () => {
  it('says what was shown, and exits with 0', async () => {
    const { code, out } = await asked(['log', whole, '--checkpoint', may, '--key', keys])
    expect(code).toBe(0)
    expect(out).toContain('valid\n')
    expect(out).toContain('9,500 entries, from 2026-05-03T09:00:00.000Z')
    expect(out).toContain('Its first 9,000 entries are those that it had when may.txt was signed.')
  })

  it('names the first bad entry, and exits with 1', async () => {
    const bad = text.replace('"n":9313,', '"n":9314,')
    const { code, out } = await asked(['log', '-', '--checkpoint', may, '--workers', '1'], bad)
    expect(code).toBe(1)
    expect(out).toContain('not valid\n  first bad entry: 9,313 (it was changed after it was logged)')
    expect(out).toContain('as it stands there: 2026-05-03T11:35:13.000Z contact.updated aud_')
    expect(await asked(['log', written('bad.jsonl', bad), '--key', verifier])).toMatchObject({ code: 1 })
  })

  it('finds the same with several threads', async () => {
    const bad = Buffer.from(text.replace('"n":9313,', '"n":9314,'))
    const answers = await Promise.all(
      ['1', '3'].map((workers) => asked(['log', '-', '--checkpoint', may, '--json', '--workers', workers], bad)),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(JSON.parse(answers[1]?.out ?? '')).toMatchObject({
      command: 'log',
      status: 'invalid',
      firstBadEntry: { index: 9313 },
    })
  })

  it('does not call valid what nobody vouches for, and exits with 3', async () => {
    const { code, out } = await asked(['log', whole])
    expect(code).toBe(3)
    expect(out).toMatch(/^not proven\n/)
    expect(out).toContain('no checkpoint was given that somebody kept')
  })

  it('shows the interval, and what still holds', async () => {
    const entriesThen = entries.with(9200, '{"action":"x"}')
    const rewritten = written('rewritten.jsonl', exportOf({ ...log, entries: entriesThen }))
    const { code, out } = await asked(['log', rewritten, '--checkpoint', may, '--checkpoint', now])
    expect(code).toBe(1)
    expect(out).toContain('something is wrong between entry 9,000 and entry 9,499')
    expect(out).toContain('still shown:')
  })

  it('takes a checkpoint that a mail program has rewritten', async () => {
    const mailed = written('mailed.txt', noteOf(9000).replaceAll('\n', '\r\n').trimEnd())
    expect((await asked(['log', whole, '--checkpoint', mailed])).code).toBe(0)
  })

  it('checks a filtered export', async () => {
    const filtered = written('filtered.jsonl', filteredExportOf(log, [1, 9400]))
    const { code, out } = await asked(['log', filtered, '--key', verifier])
    expect(code).toBe(0)
    expect(out).toContain('2 of 9,500 entries')
    expect(out).toContain('nothing was left out')
  })
})

describe('proof', () => {
  const proof = written('entry.tlog-proof', logProofOf(log, 42))
  it('shows that an entry is in the log', async () => {
    const { code, out } = await asked(['proof', proof, '--key', verifier])
    expect(code).toBe(0)
    expect(out).toContain('entry 42 of the log of 9,500 entries')
    expect((await asked(['proof', proof, '--checkpoint', now])).code).toBe(0)
    expect((await asked(['proof', proof])).code).toBe(3)
    expect((await asked(['proof', proof, '--checkpoint', may])).code).toBe(3)
  })

  it('takes the entry from elsewhere', async () => {
    const bare = written('bare.tlog-proof', logProofOf(log, 42, false))
    const right = written('entry.json', `${entries[42]}\n`)
    const wrong = written('other.json', entries[43] ?? '')
    expect((await asked(['proof', bare, '--entry', right, '--key', verifier])).code).toBe(0)
    expect((await asked(['proof', bare, '--entry', wrong, '--key', verifier])).code).toBe(1)
    expect(await asked(['proof', bare, '--key', verifier])).toMatchObject({
      code: 2,
      err: expect.stringContaining('does not bring the bytes'),
    })
  })

  it.each([
    ['another index', (one: string) => one.replace('index 42', 'index 43')],
    ['an index with a leading zero', (one: string) => one.replace('index 42', 'index 042')],
    ['a hash too many', (one: string) => one.replace(/\n([^\n]{44})\n\n/, '\n$1\n$1\n\n')],
    ['a hash too few', (one: string) => one.replace(/\n[^\n]{44}\n\n/, '\n\n')],
    ['line ends of Windows', (one: string) => one.replaceAll('\n', '\r\n')],
    ['another first line', (one: string) => one.replace('@v1', '@v2')],
    ['a forged checkpoint', (one: string) => one.replace('\n9500\n', '\n9501\n')],
  ])('is not valid with %s', async (_name, change) => {
    expect((await asked(['proof', '-', '--key', verifier], change(logProofOf(log, 42)))).code).toBe(1)
  })
})

describe('checkpoint', () => {
  it('may lie in the answer of the API, as a proof may', async () => {
    const answer = written('may.json', JSON.stringify({ origin, note: noteOf(9000) }))
    expect((await asked(['checkpoint', answer, '--key', verifier])).code).toBe(0)
    expect((await asked(['log', whole, '--checkpoint', answer])).code).toBe(0)
    const proof = JSON.stringify({ index: 42, proof: logProofOf(log, 42) })
    expect((await asked(['proof', '-', '--key', verifier], proof)).code).toBe(0)
  })

  it('shows who signed', async () => {
    expect(await asked(['checkpoint', may, '--key', verifier])).toMatchObject({
      code: 0,
      out: expect.stringContaining('signed that sotto/team_a/1 has 9,000 entries'),
    })
    expect((await asked(['checkpoint', may])).code).toBe(3)
    expect((await asked(['checkpoint', may, '--key', verifierOf(origin, keyOf(2))])).code).toBe(1)
    expect((await asked(['checkpoint', may, '--key', verifierOf('sotto/team_b/1', keyOf(2))])).code).toBe(1)
    expect((await asked(['checkpoint', '-', '--key', verifier], noteOf(9).replace('\n9\n', '\n8\n'))).code).toBe(1)
    expect((await asked(['checkpoint', '-', '--key', verifier], 'nonsense')).code).toBe(1)
  })

  it('shows which witness saw it, and when', async () => {
    const witness = verifierOf('w.example', keyOf(9), 4)
    const seen = cosigned(noteOf(9), 'w.example', keyOf(9), 1_780_000_000)
    expect(await asked(['checkpoint', '-', '--witness', witness], seen)).toMatchObject({
      code: 0,
      out: expect.stringContaining('w.example saw on 2026-05-28T20:26:40.000Z'),
    })
    expect((await asked(['checkpoint', '-', '--witness', witness], noteOf(9))).code).toBe(3)
    expect((await asked(['checkpoint', '-', '--witness', witness], seen.replace('\n9\n', '\n8\n'))).code).toBe(1)
    expect((await asked(['checkpoint', may, '--witness', verifier])).code).toBe(2)
  })
})

describe('consistency', () => {
  const proofOf = (more: object = {}) => {
    const proof = proofFrom(9000, leaves).map((hash) => hash.toString('base64'))
    return JSON.stringify({ origin, first: 9000, second: 9500, proof, ...more })
  }
  it('shows that a log was continued', async () => {
    const path = written('consistency.json', proofOf())
    expect(await asked(['consistency', may, now, path])).toMatchObject({
      code: 0,
      out: expect.stringContaining('no key was given'),
    })
    expect((await asked(['consistency', may, now, path, '--key', verifier])).code).toBe(0)
    expect((await asked(['consistency', now, may, path])).code).toBe(1)
    expect((await asked(['consistency', may, now, path, '--key', verifierOf(origin, keyOf(2))])).code).toBe(1)
  })

  it.each([
    ['other sizes', proofOf({ first: 8999 })],
    ['another log', proofOf({ origin: 'sotto/team_b/1' })],
    ['no hashes', proofOf({ proof: [] })],
    ['a hash that is none', proofOf({ proof: ['AA=='] })],
    ['no JSON', 'hello'],
  ])('is not shown by a proof with %s', async (_name, proof) => {
    expect((await asked(['consistency', may, now, '-'], proof)).code).toBe(1)
  })
})

describe('misuse', () => {
  it.each([
    [[], 'say what to check'],
    [['certify'], "there is no command 'certify'"],
    [['toString'], "there is no command 'toString'"],
    [['log'], 'takes EXPORT'],
    [['log', whole, whole], 'takes EXPORT'],
    [['log', join(folder, 'none')], 'there is no such file'],
    [['log', folder], 'it is a folder'],
    [['log', whole, '--workers', '0'], 'whole number from 1 to 256'],
    [['log', whole, '--entry', may], 'has no option --entry'],
    [['log', whole, '--unknown'], '--unknown'],
    [['log', whole, '--checkpoint', keys], 'keys.txt is not a checkpoint'],
    [['log', whole, '--key', may], 'A verifier key has the form'],
    [['log', whole, '--key', join(folder, 'none')], 'there is no such file'],
    [['consistency', '-', '-', may], 'only one file can come through a pipe'],
  ])('%j exits with 2 and says why', async (args, reason) => {
    const { code, out, err } = await asked(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(reason)
  })

  it('--help says what can be asked', async () => {
    expect(await asked(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('npx sotto-verify log EXPORT'),
    })
  })
})
