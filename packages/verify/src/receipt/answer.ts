import { hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { engine } from '../hash/engine.ts'
import { canonical } from './canonical.ts'
import { isObject, objectIn } from './objects.ts'
import { uniqueObjectIn } from './shown.ts'

/** A receipt as it was handed out, and what stands beside it where it lies in an answer of the API. */
export interface Handed {
  receipt: Record<string, unknown>
  record: Record<string, unknown> | undefined
  /** The answer itself, where it has the words that were shown. */
  text: Uint8Array | undefined
}

/**
 * Takes a receipt out of the JSON in which the API answers with it (`receipt`), or as it is.
 *
 * @throws FormatError for a text in which a name comes twice: a person may read the one, and a program the other
 */
export function handedIn(file: string): Handed {
  const outermost = objectIn(file, 'The file')
  if (!isObject(outermost.receipt)) return { receipt: outermost, record: undefined, text: undefined }
  const bytes = bytesOfText(file)
  const answer = uniqueObjectIn(bytes)
  if (answer === undefined || !isObject(answer.receipt)) throw new FormatError('In the answer a name comes twice.')
  const { receipt, record, shown } = answer
  return { receipt, record: isObject(record) ? record : undefined, text: isObject(shown) ? bytes : undefined }
}

/**
 * What a record says otherwise than its receipt, by the names of the record. Whoever looks at the answer reads the record,
 * which nobody signed.
 *
 * @param bytes what was signed, with its prefix
 */
export function toldOtherwise(record: Record<string, unknown>, receipt: object, bytes: Uint8Array): string[] {
  const { received, ...signed } = receipt as Record<string, unknown>
  const inside = { ...signed, receivedAt: received, receipt: hexOfCharacters(engine.sha256(bytes)) }
  const [outside, within] = [record, inside].map(withoutNull) as [Record<string, unknown>, Record<string, unknown>]
  return compared.filter((name) => record[name] !== undefined && !isSame(outside[name], within[name]))
}

/** Where nothing was shown, or no policy was asked for, a record says null, and its receipt one of these. */
function withoutNull(facts: Record<string, unknown>): Record<string, unknown> {
  const { text, layout, language, policy } = facts
  return {
    ...facts,
    text: text ?? hexOfCharacters(engine.sha256(bytesOfText(''))),
    layout: layout ?? 'none',
    language: language ?? 'und',
    ...(isObject(policy) ? { policy: { ...policy, id: policy.id ?? 'none', version: policy.version ?? 0 } } : {}),
  }
}

const compared = [
  ...['id', 'at', 'receivedAt', 'policy', 'text', 'layout', 'language', 'region', 'source', 'gpc', 'choices'],
  'receipt',
]

function isSame(one: unknown, other: unknown): boolean {
  try {
    return canonical(one) === canonical(other)
  } catch (error) {
    // What has no canonical form, as half a character, was not signed.
    if (error instanceof FormatError || error instanceof RangeError) return false
    throw error
  }
}
