import { crc32 } from 'node:zlib'
import { analysisVersion } from '../../../language/index.ts'
import { IndexSnapshotError } from './index-snapshot-error.ts'
import type { StoredChunk, StoredDocument } from './stored-chunk.ts'

/**
 * Layout, all numbers little-endian: "SOTTOIDX", format, length of the header, CRC-32 of everything after these; the
 * header as JSON; then in one piece each, padded to four bytes: terms, title terms, sentence ends and spans of all
 * chunks (32-bit), scales (32-bit floats), shapes and vectors (8-bit). The header says how many of each belong to which chunk.
 */
const magic = 'SOTTOIDX'
const format = 1
const preamble = 20

export interface IndexContent {
  dimensions: number
  terms: readonly string[]
  chunks: readonly { chunk: StoredChunk; values: Int8Array; scales: Float32Array }[]
}

interface Header {
  analysis: number
  dimensions: number
  terms: string
  documents: StoredDocument[]
  /** Id, position of the document, and how many terms, title terms, sentences and vectors. */
  chunks: [id: string, document: number, terms: number, titleTerms: number, sentences: number, vectors: number][]
}

export function writeSnapshot({ dimensions, terms, chunks }: IndexContent): Uint8Array {
  const documents = [...new Set(chunks.map(({ chunk }) => chunk.document))]
  const positions = new Map(documents.map((document, position) => [document, position]))
  const header: Header = {
    analysis: analysisVersion,
    dimensions,
    terms: terms.join(' '),
    documents,
    chunks: chunks.map(({ chunk, scales }) => [
      chunk.id,
      positions.get(chunk.document) ?? 0,
      chunk.terms.length,
      chunk.titleTerms.length,
      chunk.sentenceEnds.length,
      scales.length,
    ]),
  }
  const headerBytes = Buffer.from(JSON.stringify(header))
  const body = Buffer.concat([
    padded(headerBytes),
    ...[
      chunks.map(({ chunk }) => chunk.terms),
      chunks.map(({ chunk }) => chunk.titleTerms),
      chunks.map(({ chunk }) => chunk.sentenceEnds),
      chunks.map(({ chunk }) => chunk.spans),
      chunks.map(({ scales }) => scales),
      chunks.map(({ chunk }) => chunk.shapes),
      chunks.map(({ values }) => values),
    ].map((parts) => padded(Buffer.concat(parts.map(bytesOf)))),
  ])
  const start = Buffer.alloc(preamble)
  start.write(magic, 'latin1')
  start.writeUInt32LE(format, 8)
  start.writeUInt32LE(headerBytes.length, 12)
  start.writeUInt32LE(crc32(body), 16)
  return Buffer.concat([start, body])
}

/** @throws IndexSnapshotError */
export function readSnapshot(bytes: Uint8Array): IndexContent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < preamble || buffer.toString('latin1', 0, 8) !== magic)
    throw new IndexSnapshotError('not_a_snapshot')
  if (buffer.readUInt32LE(8) !== format) throw new IndexSnapshotError('other_format')
  const body = buffer.subarray(preamble)
  if (crc32(body) !== buffer.readUInt32LE(16)) throw new IndexSnapshotError('damaged')
  const headerLength = buffer.readUInt32LE(12)
  const header = JSON.parse(body.toString('utf8', 0, headerLength)) as Header
  if (header.analysis !== analysisVersion) throw new IndexSnapshotError('other_analysis')
  return contentOf(header, body.subarray(evened(headerLength)))
}

function contentOf(header: Header, body: Buffer): IndexContent {
  const { dimensions, documents } = header
  const totals = [0, 0, 0, 0] as [number, number, number, number]
  for (const chunk of header.chunks) for (const i of [0, 1, 2, 3] as const) totals[i] += chunk[i + 2] as number
  const [allTerms, allTitleTerms, allSentences, allVectors] = totals
  // A copy starts at an address that 32-bit views can use.
  const memory = new Uint8Array(body).buffer
  let offset = 0
  const section = <T>(make: (at: number) => T, size: number): T => {
    const made = make(offset)
    offset += evened(size)
    return made
  }
  const numbers = (length: number) => section((at) => new Uint32Array(memory, at, length), length * 4)
  const terms = reader(numbers(allTerms))
  const titleTerms = reader(numbers(allTitleTerms))
  const sentenceEnds = reader(numbers(allSentences))
  const spans = reader(numbers(allSentences * 2))
  const scales = reader(section((at) => new Float32Array(memory, at, allVectors), allVectors * 4))
  const shapes = reader(section((at) => new Uint8Array(memory, at, allSentences), allSentences))
  const values = reader(section((at) => new Int8Array(memory, at, allVectors * dimensions), allVectors * dimensions))
  return {
    dimensions,
    terms: header.terms === '' ? [] : header.terms.split(' '),
    chunks: header.chunks.map(([id, document, termCount, titleTermCount, sentences, vectors]) => ({
      chunk: {
        id,
        document: documents[document] as StoredDocument,
        terms: terms(termCount),
        titleTerms: titleTerms(titleTermCount),
        sentenceEnds: sentenceEnds(sentences),
        shapes: shapes(sentences),
        spans: spans(sentences * 2),
        firstVector: -1,
      },
      scales: scales(vectors),
      values: values(vectors * dimensions),
    })),
  }
}

/** Hands out copies, so that one chunk that lives on does not keep the whole snapshot in memory. */
function reader<T extends Uint32Array | Float32Array | Int8Array | Uint8Array>(all: T): (length: number) => T {
  let at = 0
  return (length) => {
    at += length
    return all.slice(at - length, at) as T
  }
}

function bytesOf(view: Uint32Array | Float32Array | Int8Array | Uint8Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], evened(bytes.length))
}

/** The next multiple of four. */
function evened(length: number): number {
  return Math.ceil(length / 4) * 4
}
