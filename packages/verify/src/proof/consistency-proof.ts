import { bytesOfBase64 } from '../encoding/base64.ts'
import { isCount } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'

/** The proof that a later state of a log continues an earlier one. */
export interface ConsistencyProof {
  origin: string
  /** Entries of the earlier state. */
  first: number
  /** Entries of the later one. */
  second: number
  /** 32 bytes each (RFC 6962, section 2.1.2). */
  proof: readonly Uint8Array[]
}

/**
 * Reads `{"origin","first","second","proof":[Base64 …]}`.
 *
 * @throws FormatError when it has another form
 */
export function readConsistencyProof(text: string): ConsistencyProof {
  const { origin, first, second, proof } = parsed(text)
  if (typeof origin !== 'string' || !isCount(first) || !isCount(second) || !Array.isArray(proof))
    throw new FormatError('A consistency proof is {"origin":TEXT,"first":COUNT,"second":COUNT,"proof":[BASE64, …]}.')
  const hashes = proof.map((encoded: unknown, index) => {
    const hash = typeof encoded === 'string' ? bytesOfBase64(encoded) : undefined
    if (hash?.length !== 32)
      throw new FormatError(`Hash ${index + 1} of the consistency proof is not the Base64 of 32 bytes.`)
    return hash
  })
  return { origin, first, second, proof: hashes }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {}
  throw new FormatError('The consistency proof is not a JSON object.')
}
