import { createHash, createPublicKey, verify } from 'node:crypto'
import { AddressRefusedError, type Reach } from '../../../outgoing/address.ts'
import { post } from '../../../outgoing/post.ts'

const within = 15_000
const largestAnswer = 64_000
/** The signature type of cosignatures with Ed25519 in C2SP signed-note. */
const cosignature = 4

/** A witness refused a checkpoint, or cannot be reached. The message is for the team's owners. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError'
}

/** The lines of an answer that are cosignatures of a witness over a checkpoint (C2SP tlog-cosignature). */
function cosignaturesIn(answer: string, note: string, publicKey: string): string[] {
  const [, name = '', hash = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(publicKey) ?? []
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== 33 || key[0] !== cosignature) return []
  const id = createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4)
  if (id.toString('hex') !== hash) return []
  const signer = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') },
    format: 'jwk',
  })
  const text = note.slice(0, note.indexOf('\n\n') + 1)
  return answer.split('\n').filter((line) => {
    const [dash, by, signature = '', ...rest] = line.split(' ')
    const bytes = Buffer.from(signature, 'base64')
    if (dash !== '—' || by !== name || rest.length > 0 || bytes.length !== 4 + 8 + 64) return false
    if (!bytes.subarray(0, 4).equals(id)) return false
    const signed = `cosignature/v1\ntime ${bytes.readBigUInt64BE(4)}\n${text}`
    return verify(null, Buffer.from(signed), signer, bytes.subarray(12))
  })
}

/** What a witness is asked to sign. */
export interface Submission {
  /** The signed checkpoint, without lines of witnesses. */
  note: string
  size: number
  /** What the witness is thought to know of this log; 0 for nothing. */
  old: number
  /** That the log of `old` is the beginning of this one. */
  proofFrom(old: number): Promise<Buffer[]>
}

/**
 * Submits a checkpoint by C2SP tlog-witness, a second time where the witness knows another size than was thought.
 *
 * @param address the submission prefix
 * @param publicKey the verifier key of the witness
 * @returns its signature lines
 * @throws WitnessError
 */
export async function submitCheckpoint(
  address: string,
  publicKey: string,
  { note, size, old, proofFrom }: Submission,
  reach: Reach,
  signal: AbortSignal,
): Promise<string[]> {
  const url = new URL(`${address.replace(/\/$/, '')}/add-checkpoint`)
  const ask = async (from: number) => {
    const proof = from > 0 && from < size ? await proofFrom(from) : []
    const lines = proof.map((hash) => `${hash.toString('base64')}\n`).join('')
    const answer = await post(url, `old ${from}\n${lines}\n${note}`, {
      within,
      most: largestAnswer,
      reach,
      signal,
    }).catch((error: Error) => {
      if (error instanceof AddressRefusedError) throw error
      throw new WitnessError(`it cannot be reached: ${error.message}`, { cause: error })
    })
    if (answer.cut) throw new WitnessError('its answer is too long, or does not end')
    return { ...answer, text: answer.body.toString('utf8') }
  }
  let answer = await ask(old)
  if (answer.status === 409 && answer.type.startsWith('text/x.tlog.size')) {
    const known = /^(0|[1-9]\d{0,15})\n$/.exec(answer.text)?.[1]
    if (known !== undefined && Number(known) > size)
      throw new WitnessError(`it has seen a log of ${known} entries, and this one has ${size}: the log was put back`)
    if (known !== undefined && Number(known) !== old) answer = await ask(Number(known))
  }
  if (answer.status !== 200)
    throw new WitnessError(refusals[answer.status] ?? `it answered with status ${answer.status}`)
  const lines = cosignaturesIn(answer.text, note, publicKey)
  if (lines.length === 0) throw new WitnessError('its answer has no valid signature of the key that was given for it')
  return lines
}

const refusals: Record<number, string> = {
  403: 'it trusts another key for this log: give it the public key of the checkpoint',
  404: 'it does not know this log: register its name and public key there',
  409: 'it has signed another state of the log at the same size',
  422: 'it does not accept the proof that the log only grew',
}
