import { bytesOfBase64, hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { engine } from '../hash/engine.ts'
import { isSameKey, keyForName, readVerifierKey, type VerifierKey } from '../note/verifier-key.ts'
import type { Verdict } from '../proof/verdict.ts'
import { canonicalIn, isText, isTime, objectIn } from '../receipt/objects.ts'

/** Who signed which text of an agreement, as the server wrote it down at that moment. */
export interface SignedAgreement {
  team: string
  /** Which agreement, such as `data-processing-agreement`. */
  paper: string
  version: number
  /** SHA-256 of the text that was signed (Markdown in UTF-8), hex. */
  sha256: string
  /** `own`: the team; `other`: its counterparty, of whose signature there is a copy. */
  party: 'own' | 'other'
  name: string
  title: string
  /** The member who signed, or recorded the copy. */
  by: string | null
  /** The API key through which they did. */
  through?: string
  /** ISO 8601, UTC. */
  at: string
  /** SHA-256 of the signed copy, hex. */
  copy?: string
}

/** What a receipt is held against; without `keys` it is `unproven` at best. */
export interface AgreementOptions {
  /** Verifier keys of the team's log, obtained by another way than the receipt. */
  keys?: readonly string[]
  /** The exact bytes of the text that is said to have been signed, as Markdown. */
  text?: Uint8Array
  /** The exact bytes of the signed copy. */
  copy?: Uint8Array
}

/** What was found of a receipt; `agreement` is `null` where it could not be read. */
export interface AgreementVerdict
  extends Verdict<'malformed' | 'forged' | 'other_key' | 'other_text' | 'other_copy' | 'told_otherwise'> {
  agreement: SignedAgreement | null
  /** The id of the key that signed. */
  key: string | null
}

const prefix = 'sotto-agreement-v1\n'

/**
 * Checks the receipt of a signed agreement, in the JSON in which the API gives a signature.
 *
 * @throws FormatError when a key among the options cannot be read
 */
export async function verifyAgreement(file: string, options: AgreementOptions = {}): Promise<AgreementVerdict> {
  const given = (options.keys ?? []).map((key) => readVerifierKey(key))
  let read: ReturnType<typeof readSigned>
  try {
    read = readSigned(file)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const problems = [{ code: 'malformed' as const, message: error.message }]
    return { status: 'invalid', problems, shown: [], notShown: [], agreement: null, key: null }
  }
  const { agreement, signed, signature, key, otherwise } = read
  const problems: AgreementVerdict['problems'] = []
  const shown: string[] = []
  const notShown: string[] = []
  if (!(await engine.verifyEd25519(key.publicKey, bytesOfText(prefix + signed), signature)))
    problems.push({ code: 'forged', message: 'The signature does not match the receipt: one of them was changed.' })
  if (otherwise.length > 0)
    problems.push({
      code: 'told_otherwise',
      message: `The file says ${otherwise.join(', ')} otherwise beside the receipt than in it. What counts is the receipt.`,
    })
  if (given.length === 0)
    notShown.push(
      `That this was written down by the server of ${agreement.team}: the key (${key.id}) is the one that the receipt ` +
        'itself names. Give the key of the log that you have from the operator.',
    )
  else if (given.some((each) => isOfTeam(each, agreement.team) && isSameKey(keyForName(each, key.name), key)))
    shown.push(`Signed by the key of the log that was given (${key.id}).`)
  else
    problems.push({
      code: 'other_key',
      message: `The receipt is signed by key ${key.id} of ${key.name}, and not by the one that was given.`,
    })
  const same = (bytes: Uint8Array, hash: string | undefined) => hexOfCharacters(engine.sha256(bytes)) === hash
  if (options.text === undefined)
    notShown.push(`What the text says: the receipt has its SHA-256 alone (${agreement.sha256}).`)
  else if (same(options.text, agreement.sha256))
    shown.push('The text that was given is, byte for byte, the one that was signed.')
  else problems.push({ code: 'other_text', message: 'The text that was given is not the one that was signed.' })
  if (options.copy !== undefined && same(options.copy, agreement.copy))
    shown.push('The copy that was given is, byte for byte, the one that was kept.')
  else if (options.copy !== undefined)
    problems.push({
      code: 'other_copy',
      message:
        agreement.copy === undefined
          ? 'A copy was given, and the receipt tells of none.'
          : 'The copy that was given is not the one that was kept.',
    })
  else if (agreement.copy !== undefined)
    notShown.push(`What the signed copy shows: the receipt has its SHA-256 alone (${agreement.copy}).`)
  const status = problems.length > 0 ? 'invalid' : given.length > 0 ? 'valid' : 'unproven'
  return { status, problems, shown: problems.length > 0 ? [] : shown, notShown, agreement, key: key.id }
}

/** A key of the log of a team, whichever of its logs it was got for. */
const isOfTeam = ({ name, type }: VerifierKey, team: string) => type === 'ed25519' && isLogOf(name, team)
const isLogOf = (name: string, team: string) =>
  name.startsWith(`sotto/${team}/`) && /^[1-9]\d*$/.test(name.slice(`sotto/${team}/`.length))

/** What the file says beside the receipt, by the name that it has there. */
const beside = {
  version: 'version',
  hash: 'sha256',
  party: 'party',
  name: 'name',
  title: 'title',
  at: 'at',
  memberId: 'by',
} as const

function readSigned(file: string) {
  const told = objectIn(file, 'The file')
  const { receipt: signed, signature: encoded, verifier } = told
  if (typeof signed !== 'string' || typeof encoded !== 'string' || typeof verifier !== 'string')
    throw new FormatError('The receipt, its signature or its key is missing.')
  const signature = bytesOfBase64(encoded)
  if (signature?.length !== 64) throw new FormatError('The signature is not the Base64 of 64 bytes.')
  const agreement = agreementIn(canonicalIn(signed))
  const key = readVerifierKey(verifier)
  if (!isOfTeam(key, agreement.team))
    throw new FormatError(`The key is one of ${key.name}, and the receipt is of ${agreement.team}.`)
  const otherwise = Object.entries(beside).flatMap(([outside, inside]) =>
    told[outside] === undefined || told[outside] === agreement[inside] ? [] : [outside],
  )
  return { agreement, signed, signature, key, otherwise }
}

const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

/** Fields that are not known here are signed too, and left alone. */
function agreementIn(value: Record<string, unknown>): SignedAgreement {
  const wrong = [
    ...['team', 'paper', 'name'].filter((name) => !isText(value[name])),
    ...(typeof value.title === 'string' ? [] : ['title']),
    ...(Number.isSafeInteger(value.version) && (value.version as number) > 0 ? [] : ['version']),
    ...(isHash(value.sha256) ? [] : ['sha256']),
    ...(value.party === 'own' || value.party === 'other' ? [] : ['party']),
    ...(value.by === null || isText(value.by) ? [] : ['by']),
    ...(value.through === undefined || isText(value.through) ? [] : ['through']),
    ...(isTime(value.at) ? [] : ['at']),
    ...(value.copy === undefined || isHash(value.copy) ? [] : ['copy']),
  ]
  if (wrong.length > 0) throw new FormatError(`The receipt has no valid ${wrong.join(', ')}.`)
  return value as unknown as SignedAgreement
}
