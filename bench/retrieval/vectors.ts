import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Embedder } from '../../packages/server-sdk/src/models/index.ts'

const cache = fileURLToPath(new URL('../../node_modules/.cache/sotto-bench/', import.meta.url))
const batch = 256

/** Vectors of all texts. They take minutes to make, so they are kept, under a name made of the model and the texts. */
export async function vectorsOf(embedder: Embedder, texts: readonly string[]): Promise<Float32Array[]> {
  const name = createHash('sha256')
    .update(JSON.stringify([embedder.id, embedder.dimensions, texts]))
    .digest('hex')
  const path = join(cache, `${name}.f32`)
  if (!existsSync(path)) await make(embedder, texts, path)
  const { buffer, byteOffset, length } = readFileSync(path)
  const all = new Float32Array(buffer.slice(byteOffset, byteOffset + length))
  return texts.map((_, row) => all.subarray(row * embedder.dimensions, (row + 1) * embedder.dimensions))
}

async function make(embedder: Embedder, texts: readonly string[], path: string): Promise<void> {
  const all = new Float32Array(texts.length * embedder.dimensions)
  for (let start = 0; start < texts.length; start += batch) {
    const vectors = await embedder.embed(texts.slice(start, start + batch))
    for (const [row, vector] of vectors.entries()) all.set(vector, (start + row) * embedder.dimensions)
    process.stderr.write(`embedded ${start + vectors.length} of ${texts.length} texts\n`)
  }
  mkdirSync(cache, { recursive: true })
  // Renamed when whole, so that a run that was stopped leaves nothing that looks finished.
  writeFileSync(`${path}.part`, all)
  renameSync(`${path}.part`, path)
}
