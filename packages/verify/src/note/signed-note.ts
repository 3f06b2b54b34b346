import { bytesOfBase64, charactersOfBytes, hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { engine } from '../hash/engine.ts'
import type { VerifierKey } from './verifier-key.ts'

/** One signature under a note (C2SP signed-note). */
export interface NoteSignature {
  name: string
  /** The key id: 8 hex digits. */
  id: string
  /** What follows the key id: 64 bytes from an Ed25519 key. */
  signature: Uint8Array
}

/** A text with signatures (C2SP signed-note). */
export interface SignedNote {
  /** What is signed; ends in a newline. */
  text: string
  signatures: readonly NoteSignature[]
}

const longest = 1024 * 1024
const mostSignatures = 100

/**
 * Reads a signed note without checking who signed it.
 *
 * @throws FormatError when it is longer than 1 MiB, has more than 100 signatures, or is not a signed note
 */
export function readNote(note: string): SignedNote {
  if (note.length > longest) throw new FormatError('A signed note has at most 1 MiB.')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a note must not contain
  const control = /[\x00-\x09\x0b-\x1f]/.exec(note)
  if (control !== null)
    throw new FormatError(
      control[0] === '\r'
        ? 'The signed note has line ends of Windows (\\r\\n): its signature is over \\n alone.'
        : 'The signed note contains a control character.',
    )
  // Lone surrogates have no UTF-8, so that there is nothing that could have been signed.
  if (!note.isWellFormed()) throw new FormatError('The signed note is not Unicode text.')
  const end = note.lastIndexOf('\n\n')
  if (end < 1) throw new FormatError('The signed note has no blank line between its text and its signatures.')
  if (!note.endsWith('\n')) throw new FormatError('The signed note does not end in a newline: it was cut off.')
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > mostSignatures) throw new FormatError(`A signed note has at most ${mostSignatures} signatures.`)
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) }
}

function readSignature(line: string, index: number): NoteSignature {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? []
  const bytes = encoded === undefined ? undefined : bytesOfBase64(encoded)
  if (name === undefined || bytes === undefined || bytes.length < 5)
    throw new FormatError(`Signature line ${index + 1} of the note is not '— NAME BASE64'.`)
  const id = hexOfCharacters(charactersOfBytes(bytes.subarray(0, 4)))
  return { name, id, signature: bytes.subarray(4) }
}

/**
 * Whether a key signed a note. `forged` when any signature under its name and id does not match the text, and
 * `unsigned` when there is none; signatures of other keys are left aside, as C2SP wants it.
 */
export async function signatureOf(note: SignedNote, key: VerifierKey): Promise<'signed' | 'unsigned' | 'forged'> {
  const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id)
  if (own.length === 0) return 'unsigned'
  const message = bytesOfText(note.text)
  const valid = await Promise.all(own.map(({ signature }) => engine.verifyEd25519(key.publicKey, message, signature)))
  return valid.every(Boolean) ? 'signed' : 'forged'
}
