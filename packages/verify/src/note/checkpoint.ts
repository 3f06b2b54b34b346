import { bytesOfBase64 } from '../encoding/base64.ts'
import { wholeNumber } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { SignatureError } from '../errors/signature-error.ts'
import { readNote, type SignedNote, signatureOf } from './signed-note.ts'
import { readVerifierKey, type VerifierKey } from './verifier-key.ts'

/** What a checkpoint states: the log of this name has this many entries under this root (C2SP tlog-checkpoint). */
export interface Checkpoint {
  origin: string
  size: number
  /** 32 bytes. */
  root: Uint8Array
  /** Further lines, of no meaning here. */
  extensions: readonly string[]
  note: SignedNote
}

/**
 * Reads a checkpoint **without** checking its signature: what it says is worth nothing before `readCheckpoint`.
 *
 * @throws FormatError when it is not a checkpoint in a signed note
 */
export function parseCheckpoint(text: string): Checkpoint {
  const note = readNote(text)
  const [origin, decimal, encoded, ...extensions] = note.text.slice(0, -1).split('\n')
  if (!origin) throw new FormatError('The checkpoint names no origin.')
  const size = wholeNumber(decimal ?? '')
  if (size === undefined)
    throw new FormatError(`The second line of the checkpoint of ${origin} is not a whole number without leading zeros.`)
  const root = bytesOfBase64(encoded ?? '')
  if (root?.length !== 32)
    throw new FormatError(`The third line of the checkpoint of ${origin} is not the Base64 of 32 bytes.`)
  if (extensions.includes('')) throw new FormatError(`The checkpoint of ${origin} has an empty line in its text.`)
  return { origin, size, root, extensions, note }
}

/**
 * Reads a checkpoint that a key has signed under the checkpoint's own origin.
 *
 * @param key a verifier key, as text or read
 * @throws FormatError when the checkpoint or the key is malformed
 * @throws SignatureError when this key did not sign it
 */
export async function readCheckpoint(text: string, key: string | VerifierKey): Promise<Checkpoint> {
  const verifier = typeof key === 'string' ? readVerifierKey(key) : key
  const checkpoint = parseCheckpoint(text)
  const known = verifier.type === 'ed25519' && verifier.name === checkpoint.origin
  const signed = known ? await signatureOf(checkpoint.note, verifier) : 'unsigned'
  if (signed === 'signed') return checkpoint
  throw signed === 'forged'
    ? new SignatureError('forged', `The signature of key ${verifier.id} does not match the checkpoint's text.`)
    : new SignatureError(
        'unsigned',
        `The checkpoint of ${checkpoint.origin} is not signed by key ${verifier.id} of ${verifier.name}.`,
      )
}

export const isSameState = (one: Checkpoint, other: Checkpoint): boolean =>
  one.size === other.size && one.root.every((byte, index) => byte === other.root[index])
