import { charactersOfBytes } from '../encoding/base64.ts'
import { FormatError } from '../errors/format-error.ts'
import type { Hash } from '../hash/engine.ts'
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts'
import { cosignatureOf } from '../note/cosignature.ts'
import { signatureOf } from '../note/signed-note.ts'
import { isSameKey, keyForName, readVerifierKey, type VerifierKey } from '../note/verifier-key.ts'
import { type Anchors, isOfSameTeam } from './anchors.ts'
import type { Header } from './lines.ts'
import type { Section } from './reader.ts'
import { type Problem, problem, type SectionVerdict } from './verdict.ts'

/** A state of the log that something is signed for. */
export interface State {
  source: string
  /** Whether a key signed it that is given, or is the export's own. */
  signed: boolean
  size: number
  root: Hash
}

/** Who signed what of one section. */
export interface Signers {
  key: VerifierKey | null
  trust: 'given' | 'kept' | 'claimed'
  states: readonly State[]
  witnesses: SectionVerdict['witnesses']
  problems: readonly Problem[]
}

const stateOf = (source: string, signed: boolean, { size, root }: Checkpoint): State => ({
  source,
  signed,
  size,
  root: charactersOfBytes(root),
})

/** Checks every signature under the checkpoints of a section, those in its headers and those that were kept. */
export async function signersOf(section: Section, anchors: Anchors): Promise<Signers> {
  const problems: Problem[] = []
  const states: State[] = []
  const seen: [string, Checkpoint][] = []
  let key: VerifierKey | null = null
  const origin = (section.headers[0] as { header: Header }).header.origin

  for (const { header, line } of section.headers) {
    const read = await exported(header, line)
    problems.push(...read.problems)
    if (key && read.key && !isSameKey(key, read.key))
      problems.push(problem('other_key', 'The continuation of the export names another key.', { origin, line }))
    key ??= read.key
    if (!read.checkpoint) continue
    states.push(stateOf('export', true, read.checkpoint))
    seen.push(['export', read.checkpoint])
  }

  let signedKept = false
  for (const { name, checkpoint } of anchors.kept.filter((each) => each.checkpoint.origin === origin)) {
    const given = anchors.keys.filter((each) => isOfSameTeam(each.name, origin))
    const known = given.length > 0 ? given : key ? [key] : []
    const verdicts = await Promise.all(known.map((each) => signatureOf(checkpoint.note, keyForName(each, origin))))
    if (verdicts.includes('forged')) {
      problems.push(problem('kept_forged', `${name} was altered: its signature does not match its text.`, { origin }))
      continue
    }
    if (verdicts.includes('signed')) signedKept ||= key !== null && (await isSignedBy(checkpoint, key, origin))
    else problems.push(unsigned(name, checkpoint, known, given.length > 0))
    states.push(stateOf(name, verdicts.includes('signed'), checkpoint))
    seen.push([name, checkpoint])
  }

  const witnesses: SectionVerdict['witnesses'] = []
  for (const [name, checkpoint] of seen)
    for (const witness of anchors.witnesses) {
      const cosignature = await cosignatureOf(checkpoint.note, witness)
      if (cosignature === 'unsigned') continue
      if (cosignature === 'forged')
        problems.push(
          problem('witness_forged', `The cosignature of ${witness.name} does not match the checkpoint (${name}).`, {
            origin,
          }),
        )
      else witnesses.push({ ...cosignature, size: checkpoint.size })
    }

  const isGiven = anchors.keys.some((each) => key !== null && isOfSameTeam(each.name, origin) && isSameKey(each, key))
  const trust = isGiven ? 'given' : signedKept ? 'kept' : 'claimed'
  return { key, trust, states, witnesses, problems }
}

const isSignedBy = async (checkpoint: Checkpoint, key: VerifierKey, origin: string) =>
  (await signatureOf(checkpoint.note, keyForName(key, origin))) === 'signed'

function unsigned(name: string, { origin, note }: Checkpoint, known: readonly VerifierKey[], given: boolean): Problem {
  const signers = note.signatures.filter((each) => each.name === origin).map(({ id }) => id)
  const theirs = signers.length === 0 ? 'not signed by the log' : `signed by key ${signers.join(', ')}`
  const ours = known.map((key) => keyForName(key, origin).id).join(', ') || 'no key that can be read'
  return given
    ? problem('kept_unsigned', `${name} is ${theirs}, and not by the key that was given (${ours}).`, { origin })
    : problem('other_key', `${name} is ${theirs}, and the export by ${ours}: the key was swapped.`, { origin })
}

/** The checkpoint in a header, if the key in the same header signed it. */
async function exported(header: Header, line: number) {
  const { origin } = header
  const problems: Problem[] = []
  const bad = (code: 'checkpoint_unsigned' | 'checkpoint_contradicts_header', message: string) => {
    problems.push(problem(code, `Line ${line}: ${message}`, { origin, line }))
  }
  const key = readable(
    () => readVerifierKey(header.verifier),
    (message) => bad('checkpoint_unsigned', message),
  )
  const checkpoint = readable(
    () => parseCheckpoint(header.checkpoint),
    (message) => bad('checkpoint_unsigned', message),
  )
  if (!key || !checkpoint) return { key, checkpoint: null, problems }
  if (key.name !== origin || key.type !== 'ed25519')
    bad('checkpoint_contradicts_header', `the key is one of ${key.name}, and the log is ${origin}.`)
  if (checkpoint.origin !== origin || checkpoint.size !== header.size)
    bad('checkpoint_contradicts_header', "the checkpoint is of another log or size than the header's.")
  const signed = await signatureOf(checkpoint.note, key)
  if (signed !== 'signed')
    bad('checkpoint_unsigned', `the checkpoint is not signed by the key in the same line (${key.id}).`)
  return { key, checkpoint: problems.length === 0 ? checkpoint : null, problems }
}

function readable<T>(read: () => T, otherwise: (message: string) => void): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    otherwise(error.message)
    return null
  }
}
