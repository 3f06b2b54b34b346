import { createHash, generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyLogFile } from '../../packages/verify/src/node.ts'

interface Figure {
  name: string
  value: number
  unit: string
  aim: string | null
  met: boolean | null
  against: Record<string, number>
}

const aims = { oneCore: 0.45 }
const entries = 1_000_000
const rounds = 3
const origin = 'sotto/team_bench/1'

/**
 * How fast is an export of a million entries checked? Beside it, in the same run and over the same file, reading it and
 * hashing each line once in the fastest way that Node has, which is the least that any check must do. Needs 800 MB of
 * temporary disk.
 */
export async function verificationFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-verification-'))
  try {
    const path = join(folder, 'export.jsonl')
    const verifier = await writeExport(path)
    const cores = availableParallelism()
    const rates = { hashed: [] as number[], oneCore: [] as number[], allCores: [] as number[] }
    // Interleaved, so that a slow moment of the machine falls on all alike.
    for (let round = 0; round < rounds; round += 1) {
      rates.hashed.push(await rateOf(() => hashEachLine(path)))
      rates.oneCore.push(await rateOf(() => verified(path, verifier, 1)))
      rates.allCores.push(await rateOf(() => verified(path, verifier, cores)))
    }
    const [hashed, oneCore, allCores] = [median(rates.hashed), median(rates.oneCore), median(rates.allCores)]
    const against = { 'each line hashed once, one core (entries/s)': Math.round(hashed) }
    return [
      {
        name: `verification of ${entries} entries on one core, share of hashing each line once`,
        value: rounded(oneCore / hashed),
        unit: 'ratio of entries/s',
        aim: `>=${aims.oneCore}`,
        met: oneCore / hashed >= aims.oneCore,
        against,
      },
      {
        name: `the same with all ${cores} cores`,
        value: rounded(allCores / hashed),
        unit: 'ratio of entries/s',
        aim: null,
        met: null,
        against,
      },
      { name: 'verification, one core', value: Math.round(oneCore), unit: 'entries/s', aim: null, met: null, against },
      {
        name: 'verification, all cores',
        value: Math.round(allCores),
        unit: 'entries/s',
        aim: null,
        met: null,
        against,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return entries / ((performance.now() - started) / 1000)
}

async function verified(path: string, verifier: string, workers: number): Promise<void> {
  const { status } = await verifyLogFile(path, { keys: [verifier], workers })
  if (status !== 'valid') throw new Error(`The export of the benchmark is ${status}.`)
}

async function hashEachLine(path: string): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      hash('sha256', bytes.subarray(start, end), 'binary')
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const rounded = (value: number) => Math.round(value * 1000) / 1000

/** Writes the export of an invented log, entries of about 700 bytes. @returns its verifier key */
async function writeExport(path: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const file = await open(path, 'w')
  try {
    // The header names the root, which is known last: it is written over a space of its length.
    const verifier = verifierOf(publicKey)
    const reserved = headerOf(verifier, Buffer.alloc(32), privateKey)
    await file.write(reserved)
    const sealed = randomBytes(360).toString('base64url')
    let groups: Buffer[] = []
    for (let first = 0; first < entries; first += 256) {
      const count = Math.min(256, entries - first)
      const lines = Array.from({ length: count }, (_, offset) => entryOf(first + offset, sealed))
      const leaves = lines.map((line) => sha256(Buffer.of(0), line))
      groups.push(rootOver(leaves))
      await file.write(`${lines.join('\n')}\n{"leaves":"${Buffer.concat(leaves).toString('base64')}"}\n`)
    }
    await file.write(`{"end":true,"entries":${entries}}\n`)
    groups = [rootOver(groups)]
    await file.write(headerOf(verifier, groups[0] as Buffer, privateKey), 0)
    return verifier
  } finally {
    await file.close()
  }
}

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest()
}

/** RFC 6962, section 2.1. The groups of a log are perfect subtrees, so that their roots can stand for their leaves. */
function rootOver(nodes: readonly Buffer[]): Buffer {
  if (nodes.length === 1) return nodes[0] as Buffer
  const half = 2 ** Math.ceil(Math.log2(nodes.length) - 1)
  return sha256(Buffer.of(1), rootOver(nodes.slice(0, half)), rootOver(nodes.slice(half)))
}

const publicBytes = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(-32)
const keyId = (key: Uint8Array) => sha256(`${origin}\n`, Buffer.of(1), key).subarray(0, 4)

function verifierOf(publicKey: KeyObject): string {
  const key = publicBytes(publicKey)
  return `${origin}+${keyId(key).toString('hex')}+${Buffer.from([1, ...key]).toString('base64')}`
}

function headerOf(verifier: string, root: Buffer, key: KeyObject): string {
  const text = `${origin}\n${entries}\n${root.toString('base64')}\n`
  const id = Buffer.from(verifier.split('+')[1] ?? '', 'hex')
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')
  const checkpoint = `${text}\n— ${origin} ${signature}\n`
  return `${JSON.stringify({ 'sotto-log-export': 1, origin, size: entries, verifier, checkpoint })}\n`
}

function entryOf(number: number, sealed: string): string {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString()
  return (
    `{"action":"contact.read","actor":{"id":"mem_01k","kind":"member"},"at":"${at}","collection":"contacts","details":null,` +
    `"event":"evt_${number}","id":"aud_${String(number).padStart(26, '0')}","key":1,"mac":"${'m'.repeat(43)}","request":null,` +
    `"row":null,"sealed":"${sealed}","target":null,"team":"team_01k","unit":null,"v":1,` +
    `"writer":{"id":"w","n":${number},"voided":[]}}`
  )
}
