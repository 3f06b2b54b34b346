import zlib from 'node:zlib'
import { CommandError } from '../errors/command-error.ts'

export type Compressor = 'none' | 'zlib' | 'zstd'

/** In the order in which `hello` prefers them where the client has no wish. Snappy is left out: it brings no gain over zstd. */
export const supportedCompressors: readonly Compressor[] = ['zstd', 'zlib']

const ids: Record<Compressor, number> = { none: 0, zlib: 2, zstd: 3 }

export function compress(name: Compressor, content: Buffer): { id: number; bytes: Buffer } {
  if (name === 'zstd') return { id: ids.zstd, bytes: zlib.zstdCompressSync(content) }
  if (name === 'zlib') return { id: ids.zlib, bytes: zlib.deflateSync(content) }
  return { id: ids.none, bytes: content }
}

/** `size` is what the sender claims; more than that is refused before it is unpacked. */
export function decompress(id: number, content: Buffer, size: number): { name: Compressor; bytes: Buffer } {
  const name = supportedCompressors.find((candidate) => ids[candidate] === id)
  if (id !== ids.none && !name) throw new CommandError('ProtocolError', `Compressor ${id} was not agreed on in hello`)
  const bytes = unpack(name ?? 'none', content, size)
  if (bytes.length !== size)
    throw new CommandError('ProtocolError', 'OP_COMPRESSED content has another size than it claims')
  return { name: name ?? 'none', bytes }
}

function unpack(name: Compressor, content: Buffer, size: number): Buffer {
  try {
    const options = { maxOutputLength: Math.max(size, 1) }
    if (name === 'zstd') return zlib.zstdDecompressSync(content, options)
    if (name === 'zlib') return zlib.inflateSync(content, options)
    return content
  } catch (cause) {
    throw new CommandError('ProtocolError', `OP_COMPRESSED content is no valid ${name} data`, { cause })
  }
}
