import { bytesOfText } from '../encoding/text.ts'
import { engine } from '../hash/engine.ts'
import type { SignedNote } from './signed-note.ts'
import type { VerifierKey } from './verifier-key.ts'

/** That a witness has seen a checkpoint, and that it continues every earlier one that the witness has seen. */
export interface Cosignature {
  witness: string
  /** When, in seconds since 1970. */
  time: number
}

/**
 * Reads the cosignature of a witness under a checkpoint (C2SP tlog-cosignature, Ed25519): eight bytes of time, then the
 * signature over `cosignature/v1`, the time, and the text of the checkpoint.
 */
export async function cosignatureOf(note: SignedNote, key: VerifierKey): Promise<Cosignature | 'unsigned' | 'forged'> {
  const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id)
  const [first] = own
  if (first === undefined) return 'unsigned'
  const times = await Promise.all(own.map(({ signature }) => timeOf(note.text, signature, key.publicKey)))
  const [time] = times
  return time === undefined || times.includes(undefined) ? 'forged' : { witness: key.name, time }
}

async function timeOf(text: string, signature: Uint8Array, publicKey: Uint8Array): Promise<number | undefined> {
  if (signature.length !== 72) return undefined
  const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0)
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  const message = bytesOfText(`cosignature/v1\ntime ${time}\n${text}`)
  return (await engine.verifyEd25519(publicKey, message, signature.subarray(8))) ? Number(time) : undefined
}
