import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { type CertificateVerdict, verifyStatement } from '../certificate/verify-certificate.ts'
import { textOfBytes } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { type Anchors, type Evidence, readEvidence, seriesOf } from '../export/anchors.ts'
import { readVerifierKey } from '../note/verifier-key.ts'
import type { Verdict } from '../proof/verdict.ts'
import { canonical } from '../receipt/canonical.ts'
import { type ArchiveEntry, entriesIn } from './entries.ts'

/** What an export of a person says of itself. */
export interface ExportManifest {
  export: string
  team: string
  request: string | null
  kind: string
  /** ISO 8601, UTC. */
  asOf: string
  /** Rows by collection. */
  rows: Record<string, number>
  files: { name: string; bytes: number; sha256: string }[]
  /** The archive up to the content of the manifest. */
  archive: { bytes: number; sha256: string }
}

/** What was found of the file with a person’s data; `manifest` is `null` where it could not be read. */
export interface ExportVerdict
  extends Verdict<
    CertificateVerdict['problems'][number]['code'] | 'file_changed' | 'file_missing' | 'file_added' | 'archive_changed'
  > {
  manifest: ExportManifest | null
  /** Where in the log it stands. */
  origin: string | null
  index: number | null
  size: number | null
  /** The id of the key that signed. */
  key: string | null
}

const nothing = { manifest: null, origin: null, index: null, size: null, key: null }
const mostManifest = 16 * 1024 * 1024
const last = 'manifest.json'

/**
 * Checks an export of a person: its signature, that the log has the entry that was made with it, and every byte of it. It
 * is read as a stream, and nothing is unpacked further than its manifest says.
 *
 * @throws FormatError when a key or checkpoint among the options cannot be read
 */
export async function verifyExportFile(path: string, options: Evidence = {}): Promise<ExportVerdict> {
  const anchors = readEvidence(options)
  const file = await open(path)
  try {
    return await judged(file, anchors)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const problems = [{ code: 'malformed' as const, message: error.message }]
    return { status: 'invalid', problems, shown: [], notShown: [], ...nothing }
  } finally {
    await file.close()
  }
}

async function judged(file: FileHandle, anchors: Anchors): Promise<ExportVerdict> {
  const { size } = await file.stat()
  const entries = await entriesIn(file, size)
  const { manifest, part, verifier, at } = await manifestIn(file, entries)
  const key = readVerifierKey(verifier)
  if (key.type !== 'ed25519' || seriesOf(key.name)?.series !== `sotto/${manifest.team}`)
    throw new FormatError(`The key is one of ${key.name}, and the export of ${manifest.team}.`)
  const made = await verifyStatement(part, key, anchors, {
    prefix: 'sotto-export-v1\n',
    what: 'export',
    entry: {
      action: 'access-export.packed',
      target: manifest.export,
      team: manifest.team,
      detail: 'manifest',
      hash: createHash('sha256').update(part.text).digest('hex'),
    },
  })
  const problems: ExportVerdict['problems'] = [...made.verdict.problems]
  if (made.origin !== key.name)
    problems.push({ code: 'other_log', message: `The key is of ${key.name}, and the proof of ${made.origin}.` })
  problems.push(...(await contentProblems(file, entries.slice(0, -1), manifest)))
  if (
    problems.length === 0 &&
    (manifest.archive.bytes !== at || (await hashUpTo(file, at)) !== manifest.archive.sha256)
  )
    problems.push({
      code: 'archive_changed',
      message: 'The archive was changed in a place that no file shows: it is not the one that was signed.',
    })
  return {
    status: problems.length > 0 ? 'invalid' : made.verdict.status,
    problems,
    shown:
      problems.length > 0
        ? []
        : [`All ${manifest.files.length} files are those that were signed, byte for byte.`, ...made.verdict.shown],
    notShown: made.verdict.notShown,
    manifest,
    origin: made.origin,
    index: made.index,
    size: made.size,
    key: key.id,
  }
}

async function manifestIn(file: FileHandle, entries: readonly ArchiveEntry[]) {
  const entry = entries.at(-1)
  if (entry?.name !== last || entry.isDeflated || entry.bytes !== entry.packed || entry.bytes > mostManifest)
    throw new FormatError(`The last file of an export is ${last}, and it is not packed.`)
  if (entries.slice(0, -1).some(({ isDeflated, time }) => !isDeflated || time !== entry.time))
    throw new FormatError('A file in the archive is packed in another way than in exports.')
  const bytes = Buffer.alloc(entry.bytes)
  await file.read(bytes, 0, bytes.length, entry.start)
  if (crc32(bytes) !== entry.crc) throw new FormatError('The manifest is not the one that the archive speaks of.')
  const text = textOfBytes(bytes)
  const wrapper = text === undefined ? null : objectIn(text)
  const { 'sotto-export': version, manifest: signed, signature, verifier, proof } = wrapper ?? {}
  if (version !== 1 || ![signed, signature, verifier, proof].every((one) => typeof one === 'string'))
    throw new FormatError('The manifest is not that of an export of version 1.')
  // There is one way to write it, so that nothing can stand there unsigned.
  if (JSON.stringify({ 'sotto-export': 1, manifest: signed, signature, verifier, proof }) !== text)
    throw new FormatError('The manifest says more than was signed, or says it in another way.')
  const value = objectIn(signed as string)
  if (!value || canonical(value) !== signed) throw new FormatError('What is signed is not canonical JSON (RFC 8785).')
  const part = { text: signed as string, signature: signature as string, proof: proof as string }
  return { manifest: manifestOf(value), part, verifier: verifier as string, at: entry.start }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {}
  return null
}

const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isSize = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

function manifestOf(value: Record<string, unknown>): ExportManifest {
  const { files, archive } = value
  const of = archive as Record<string, unknown> | null
  const isWhole =
    typeof value.export === 'string' &&
    typeof value.team === 'string' &&
    typeof value.asOf === 'string' &&
    Array.isArray(files) &&
    files.every((one) => typeof one?.name === 'string' && isSize(one.bytes) && isHash(one.sha256)) &&
    typeof of === 'object' &&
    isSize(of?.bytes) &&
    isHash(of?.sha256)
  if (!isWhole) throw new FormatError('The manifest does not say what is in the export.')
  return value as unknown as ExportManifest
}

async function contentProblems(
  file: FileHandle,
  entries: readonly ArchiveEntry[],
  { files }: ExportManifest,
): Promise<ExportVerdict['problems']> {
  const problems: ExportVerdict['problems'] = []
  const known = new Map(files.map((one) => [one.name, one]))
  for (const entry of entries) {
    const of = known.get(entry.name)
    if (!of) problems.push({ code: 'file_added', message: `${entry.name} was added: the manifest does not name it.` })
    else if (entry.bytes !== of.bytes || !(await isFile(file, entry, of)))
      problems.push({ code: 'file_changed', message: `${entry.name} is not the file that was signed.` })
  }
  for (const { name } of files)
    if (!entries.some((entry) => entry.name === name))
      problems.push({ code: 'file_missing', message: `${name} was taken out: the manifest names it.` })
  if (problems.length === 0 && entries.some(({ name }, index) => name !== files[index]?.name))
    problems.push({ code: 'archive_changed', message: 'The files are in another order than was signed.' })
  return problems
}

async function isFile(file: FileHandle, entry: ArchiveEntry, of: { bytes: number; sha256: string }): Promise<boolean> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(partOf(file, entry.start, entry.packed), createInflateRaw(), async (unpacked) => {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        bytes += chunk.length
        // What unpacks to more than was signed is not unpacked to its end.
        if (bytes > of.bytes) throw new FormatError('more than was signed')
        hash.update(chunk)
      }
    })
  } catch {
    return false
  }
  return bytes === of.bytes && hash.digest('hex') === of.sha256
}

async function hashUpTo(file: FileHandle, end: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of partOf(file, 0, end)) hash.update(chunk)
  return hash.digest('hex')
}

async function* partOf(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; ) {
    const chunk = Buffer.alloc(Math.min(262_144, length - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start + at)
    if (bytesRead === 0) throw new FormatError('The archive ends too early.')
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}
