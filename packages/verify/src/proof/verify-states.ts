import { FormatError } from '../errors/format-error.ts'
import { type Evidence, readEvidence } from '../export/anchors.ts'
import { shownCount } from '../export/verdict.ts'
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts'
import { verifyConsistency } from '../tree/proofs.ts'
import { type AnchorProblem, anchored } from './anchored.ts'
import { readConsistencyProof } from './consistency-proof.ts'
import type { Verdict } from './verdict.ts'

/** Who vouches for a checkpoint; `origin` and `size` are `null` where it could not be read. */
export interface CheckpointVerdict extends Verdict<AnchorProblem | 'malformed'> {
  origin: string | null
  size: number | null
}

/**
 * Checks who vouches for a checkpoint.
 *
 * @throws FormatError when a key or kept checkpoint among the options cannot be read
 */
export async function verifyCheckpoint(text: string, evidence: Evidence = {}): Promise<CheckpointVerdict> {
  const anchors = readEvidence(evidence)
  const checkpoint = readable(text, 'The checkpoint')
  if ('message' in checkpoint)
    return { status: 'invalid', problems: [checkpoint], shown: [], notShown: [], origin: null, size: null }
  return { ...(await anchored(checkpoint, anchors)), origin: checkpoint.origin, size: checkpoint.size }
}

/** Whether one state of a log continues another: entries of the `first` and of the `second`. */
export interface ConsistencyVerdict extends Verdict<AnchorProblem | 'malformed' | 'other_sizes' | 'inconsistent'> {
  origin: string | null
  first: number | null
  second: number | null
}

/**
 * Checks that a later state of a log continues an earlier one. `valid` says that it does, whoever signed the two; with
 * keys, also that they were signed.
 *
 * @param earlier a checkpoint
 * @param later a checkpoint of the same log
 * @param proof as JSON
 * @throws FormatError when a key among the options cannot be read
 */
export async function verifyStates(
  earlier: string,
  later: string,
  proof: string,
  { keys = [], witnesses = [] }: Pick<Evidence, 'keys' | 'witnesses'> = {},
): Promise<ConsistencyVerdict> {
  const anchors = readEvidence({ keys, witnesses })
  const problems: ConsistencyVerdict['problems'] = []
  const one = readable(earlier, 'The earlier checkpoint')
  const other = readable(later, 'The later checkpoint')
  const path = readableProof(proof)
  for (const read of [one, other, path]) if ('message' in read) problems.push(read)
  if ('message' in one || 'message' in other || 'message' in path)
    return { status: 'invalid', problems, shown: [], notShown: [], origin: null, first: null, second: null }

  const about = { origin: one.origin, first: one.size, second: other.size }
  const claim = `${shownCount(other.size)} entries begin with the ${shownCount(one.size)}`
  if (one.origin !== other.origin || path.origin !== one.origin)
    problems.push({
      code: 'other_log',
      message: `The checkpoints and the proof are of several logs: ${one.origin}, ${other.origin}, ${path.origin}.`,
    })
  else if (path.first !== one.size || path.second !== other.size)
    problems.push({
      code: 'other_sizes',
      message: `The proof leads from ${shownCount(path.first)} to ${shownCount(path.second)} entries, and the checkpoints are of ${shownCount(one.size)} and ${shownCount(other.size)}.`,
    })
  else if (!verifyConsistency({ ...path, firstRoot: one.root, secondRoot: other.root }))
    problems.push({
      code: 'inconsistent',
      message: `The proof does not show that the ${claim}: the log was rewritten in between, or the proof was changed.`,
    })
  const signed = await Promise.all([one, other].map((checkpoint) => anchored(checkpoint, anchors)))
  problems.push(...signed.flatMap((verdict) => verdict.problems))
  const isSigned = keys.length > 0 || witnesses.length > 0
  return {
    status: problems.length > 0 ? 'invalid' : 'valid',
    problems,
    shown: [...(problems.length > 0 ? [] : [`${one.origin}: the ${claim}.`]), ...signed.flatMap(({ shown }) => shown)],
    notShown: isSigned
      ? signed.flatMap(({ notShown }) => notShown)
      : ['Who signed the two checkpoints: no key was given.'],
    ...about,
  }
}

interface Unreadable {
  code: 'malformed'
  message: string
}

function attempt<T extends object>(read: () => T, what: string): T | Unreadable {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { code: 'malformed', message: what === '' ? error.message : `${what}: ${error.message}` }
  }
}

const readable = (text: string, what: string): Checkpoint | Unreadable => attempt(() => parseCheckpoint(text), what)
const readableProof = (text: string) => attempt(() => readConsistencyProof(text), '')
