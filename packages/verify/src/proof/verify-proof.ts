import { FormatError } from '../errors/format-error.ts'
import { type Evidence, readEvidence } from '../export/anchors.ts'
import { shownEntry } from '../export/shown.ts'
import { type ShownEntry, shownCount } from '../export/verdict.ts'
import { parseCheckpoint } from '../note/checkpoint.ts'
import { verifyInclusion } from '../tree/proofs.ts'
import { type AnchorProblem, anchored } from './anchored.ts'
import { readLogProof } from './log-proof.ts'
import type { Verdict } from './verdict.ts'

/** What a proof is held against; without keys or checkpoints it is `unproven` at best. */
export interface ProofOptions extends Evidence {
  /** The stored bytes of the entry; default: those in the proof's `extra` line. */
  entry?: Uint8Array
}

/** What was found of a proof; `origin`, `index` and `size` are `null` where it could not be read. */
export interface ProofVerdict extends Verdict<AnchorProblem | 'malformed' | 'entry_unproven'> {
  origin: string | null
  index: number | null
  size: number | null
  entry: ShownEntry | null
}

/**
 * Checks the proof that one entry is in a log (C2SP tlog-proof).
 *
 * @throws FormatError when a key or checkpoint among the options cannot be read, or there are no bytes of an entry
 */
export async function verifyProof(
  text: string,
  { entry: given, ...evidence }: ProofOptions = {},
): Promise<ProofVerdict> {
  const anchors = readEvidence(evidence)
  let proof: ReturnType<typeof readLogProof>
  let checkpoint: ReturnType<typeof parseCheckpoint>
  try {
    proof = readLogProof(text)
    checkpoint = parseCheckpoint(proof.checkpoint)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const problems = [{ code: 'malformed' as const, message: error.message }]
    return { status: 'invalid', problems, shown: [], notShown: [], origin: null, index: null, size: null, entry: null }
  }
  const entry = given ?? proof.extra
  if (entry === null) throw new FormatError('The proof does not bring the bytes of its entry: give them.')
  const { origin, size, root } = checkpoint
  const { index } = proof
  const about = { origin, index, size, entry: shownEntry(entry) }
  const verdict = await anchored(checkpoint, anchors)
  const place = `entry ${shownCount(index)} of the log of ${shownCount(size)} entries`
  if (verifyInclusion({ entry, index, size, proof: proof.hashes, root }))
    return { ...verdict, shown: [`These bytes are ${place} that the checkpoint states.`, ...verdict.shown], ...about }
  const message = `These bytes are not ${place}: they, their number or the proof was changed.`
  return {
    status: 'invalid',
    problems: [{ code: 'entry_unproven', message }, ...verdict.problems],
    shown: verdict.shown,
    notShown: verdict.notShown,
    ...about,
  }
}
