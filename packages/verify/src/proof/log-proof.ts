import { bytesOfBase64 } from '../encoding/base64.ts'
import { wholeNumber } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'

/** The proof that one entry is in a log, with the checkpoint that it leads to (C2SP tlog-proof). */
export interface LogProof {
  /** The stored bytes of the entry, where the proof brings them. Nothing vouches for them but the proof itself. */
  extra: Uint8Array | null
  index: number
  /** From the leaf's sibling up. */
  hashes: readonly Uint8Array[]
  /** The checkpoint, as text: read it with `readCheckpoint`. */
  checkpoint: string
}

const firstLine = 'c2sp.org/tlog-proof@v1'

/** @throws FormatError when it is not a tlog-proof */
export function readLogProof(text: string): LogProof {
  const end = text.indexOf('\n\n')
  if (end < 0) throw new FormatError('The proof has no blank line before its checkpoint.')
  const lines = text.slice(0, end).split('\n')
  if (lines.shift() !== firstLine) throw new FormatError(`A proof begins with the line '${firstLine}'.`)
  const extra = lines[0]?.startsWith('extra ') ? bytesOfBase64((lines.shift() as string).slice(6)) : null
  if (extra === undefined) throw new FormatError("What follows 'extra' in the proof is not Base64.")
  const [, decimal] = /^index (.*)$/.exec(lines.shift() ?? '') ?? []
  const index = wholeNumber(decimal ?? '')
  if (index === undefined) throw new FormatError("The proof has no line 'index NUMBER' where it should stand.")
  const hashes = lines.map((line, position) => {
    const hash = bytesOfBase64(line)
    if (hash?.length !== 32) throw new FormatError(`Hash ${position + 1} of the proof is not the Base64 of 32 bytes.`)
    return hash
  })
  return { extra, index, hashes, checkpoint: text.slice(end + 2) }
}
