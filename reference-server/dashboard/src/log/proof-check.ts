import type { AuditProof } from '@sotto/client-sdk'

export interface CheckedProof {
  proof: AuditProof
  size: number | null
  /** From the sibling of the leaf up, hex. */
  hashes: string[]
  /** Of the checkpoint that it leads to, hex; `null` where the proof cannot be read. */
  root: string | null
  /** Whether this browser found it in order; `null` where it cannot check. */
  holds: boolean | null
  problem: string | null
}

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Checks a proof in this browser, with the key that the server named: nothing of the answer is believed unchecked. */
export async function checkProof(proof: AuditProof): Promise<CheckedProof> {
  const blank = { proof, size: null, hashes: [], root: null }
  try {
    const { parseCheckpoint, readLogProof, verifyProof } = await import('@sotto/verify')
    const { hashes, checkpoint } = readLogProof(proof.proof)
    const { size, root } = parseCheckpoint(checkpoint)
    const verdict = await verifyProof(proof.proof, {
      keys: [proof.publicKey],
      entry: new TextEncoder().encode(proof.entry),
    })
    return {
      proof,
      size,
      hashes: hashes.map(hexOf),
      root: hexOf(root),
      holds: verdict.status === 'valid' && verdict.index === proof.index,
      problem: verdict.problems[0]?.message ?? verdict.notShown[0] ?? null,
    }
  } catch (error) {
    // Where a page comes over plain HTTP its browser has no cryptography.
    const unable = !globalThis.crypto?.subtle
    return {
      ...blank,
      holds: unable ? null : false,
      problem: unable
        ? 'This browser checks signatures on secure pages only. Download the proof and check it with sotto-verify.'
        : error instanceof Error && error.name === 'FormatError'
          ? error.message
          : 'The proof could not be checked here. Download it and check it with sotto-verify.',
    }
  }
}
