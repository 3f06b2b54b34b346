import { bytesOfBase64, hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { engine } from '../hash/engine.ts'
import { isSameKey, readVerifierKey, type VerifierKey } from '../note/verifier-key.ts'
import type { Verdict } from '../proof/verdict.ts'
import { handedIn, toldOtherwise } from './answer.ts'
import { canonicalIn, isObject, isText, isTime } from './objects.ts'
import { formsOfShown } from './shown.ts'

/** What somebody agreed to and refused, as the server signed it at that moment. */
export interface ConsentReceipt {
  team: string
  id: string
  /** ISO 8601, UTC. */
  at: string
  policy: { id: string; version: number | string }
  /** SHA-256 of the exact text that was shown, hex; `null` where nothing was shown, as when a program chose. */
  text: string | null
  layout: string | null
  language: string | null
  region: string | null
  /** Where the choice was made: the banner, the settings, a signal of the browser, … */
  source: string
  /** Whether the browser sent Global Privacy Control. */
  gpc: boolean
  choices: Record<string, 'granted' | 'denied'>
}

/** What a receipt is held against; without `keys` it is `unproven` at best. */
export interface ReceiptOptions {
  /** Verifier keys of receipts, obtained by another way than the receipt. */
  keys?: readonly string[]
  /**
   * The text that is said to have been shown: the bytes that were hashed, the same JSON written in another way, or the
   * answer of `GET /v1/consent/records/{id}`. Default: the words in the file, where it is such an answer.
   */
  text?: Uint8Array
}

/** What was found of a receipt; `receipt` is `null` where it could not be read. */
export interface ReceiptVerdict
  extends Verdict<'malformed' | 'forged' | 'told_otherwise' | 'other_key' | 'other_text'> {
  receipt: ConsentReceipt | null
  /** The id of the key that signed. */
  key: string | null
}

const prefix = 'sotto-receipt-v1\n'

/**
 * Checks a consent receipt.
 *
 * @param file the receipt as it was handed out, or an answer of the API that has it as `receipt`: then a `record` beside
 * it has to say the same, and `shown` is held against its hash
 * @throws FormatError when a key among the options cannot be read
 */
export async function verifyReceipt(file: string, options: ReceiptOptions = {}): Promise<ReceiptVerdict> {
  const given = (options.keys ?? []).map((key) => readVerifierKey(key))
  let read: ReturnType<typeof readSigned>
  try {
    read = readSigned(file)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const problems = [{ code: 'malformed' as const, message: error.message }]
    return { status: 'invalid', problems, shown: [], notShown: [], receipt: null, key: null }
  }
  const { receipt, signed, signature, key, otherwise } = read
  const text = options.text ?? read.text
  const problems: ReceiptVerdict['problems'] = []
  const shown: string[] = []
  const notShown: string[] = []
  if (!(await engine.verifyEd25519(key.publicKey, bytesOfText(prefix + signed), signature)))
    problems.push({ code: 'forged', message: 'The signature does not match the receipt: one of them was changed.' })
  if (otherwise.length > 0)
    problems.push({
      code: 'told_otherwise',
      message: `The record says ${otherwise.join(', ')} otherwise than the receipt beside it. What counts is the receipt.`,
    })
  if (given.length === 0)
    notShown.push(
      `That this is a receipt of ${receipt.team}: its key (${key.id}) is the one that the receipt itself names. ` +
        'Give the key that you have from the operator.',
    )
  else if (given.some((each) => each.name === key.name && isSameKey(each, key)))
    shown.push(`Signed by the key that was given (${key.id}).`)
  else
    problems.push({
      code: 'other_key',
      message: `The receipt is signed by key ${key.id} of ${key.name}, and not by the one that was given.`,
    })
  if (text === undefined)
    notShown.push(
      receipt.text === null
        ? 'Which text was shown: the receipt says that none was.'
        : `Which text was shown: the receipt has its SHA-256 alone (${receipt.text}).`,
    )
  else if (formsOfShown(text).some((form) => hexOfCharacters(engine.sha256(form)) === receipt.text))
    shown.push('The text that was given is, word for word, the one that was shown.')
  else problems.push({ code: 'other_text', message: 'The text that was given is not the one that was shown.' })
  const status = problems.length > 0 ? 'invalid' : given.length > 0 ? 'valid' : 'unproven'
  return { status, problems, shown: problems.length > 0 ? [] : shown, notShown, receipt, key: key.id }
}

function readSigned(file: string): {
  receipt: ConsentReceipt
  signed: string
  signature: Uint8Array
  key: VerifierKey
  otherwise: readonly string[]
  text: Uint8Array | undefined
} {
  const { receipt: handed, record, text } = handedIn(file)
  const { 'sotto-receipt': version, receipt: signed, signature: encoded, verifier, ...more } = handed
  if (version !== 1) throw new FormatError('The file is not a consent receipt of version 1.')
  if (typeof signed !== 'string' || typeof encoded !== 'string' || typeof verifier !== 'string')
    throw new FormatError('The receipt, its signature or its key is missing.')
  if (Object.keys(more).length > 0) throw new FormatError('The file says more than a receipt, and nobody signed that.')
  const signature = bytesOfBase64(encoded)
  if (signature?.length !== 64) throw new FormatError('The signature is not the Base64 of 64 bytes.')
  const value = canonicalIn(signed)
  const key = readVerifierKey(verifier)
  const receipt = receiptIn(value)
  if (key.type !== 'ed25519' || key.name !== `sotto/${receipt.team}/receipts`)
    throw new FormatError(`The key is one of ${key.name}, and the receipt is of ${receipt.team}.`)
  const otherwise = record ? toldOtherwise(record, value, bytesOfText(prefix + signed)) : []
  return { receipt, signed, signature, key, otherwise, text }
}

/** Fields that are not known here are signed too, and left alone. */
function receiptIn(value: Record<string, unknown>): ConsentReceipt {
  const { policy, choices } = value
  const wrong = [
    ...['team', 'id', 'source'].filter((name) => !isText(value[name])),
    ...['layout', 'language', 'region'].filter((name) => value[name] !== null && !isText(value[name])),
    ...(isTime(value.at) ? [] : ['at']),
    ...(isObject(policy) && isText(policy.id) && (isText(policy.version) || Number.isSafeInteger(policy.version))
      ? []
      : ['policy']),
    ...(value.text === null || (typeof value.text === 'string' && /^[0-9a-f]{64}$/.test(value.text)) ? [] : ['text']),
    ...(typeof value.gpc === 'boolean' ? [] : ['gpc']),
    ...(isObject(choices) && Object.values(choices).every((choice) => choice === 'granted' || choice === 'denied')
      ? []
      : ['choices']),
  ]
  if (wrong.length > 0) throw new FormatError(`The receipt has no valid ${wrong.join(', ')}.`)
  return value as unknown as ConsentReceipt
}
