import { type Anchors, isOfSameTeam } from '../export/anchors.ts'
import { shownCount } from '../export/verdict.ts'
import { type Checkpoint, isSameState } from '../note/checkpoint.ts'
import { cosignatureOf } from '../note/cosignature.ts'
import { signatureOf } from '../note/signed-note.ts'
import { keyForName } from '../note/verifier-key.ts'
import type { Verdict } from './verdict.ts'

export type AnchorProblem = 'other_log' | 'other_key' | 'checkpoint_forged' | 'witness_forged' | 'kept_contradicts'

/** Holds a checkpoint against what was given from elsewhere: keys of the log, witnesses, checkpoints that were kept. */
export async function anchored(checkpoint: Checkpoint, anchors: Anchors): Promise<Verdict<AnchorProblem>> {
  const { origin, size, note } = checkpoint
  const problems: Verdict<AnchorProblem>['problems'] = []
  const shown: string[] = []
  const notShown: string[] = []
  const state = `${origin} has ${shownCount(size)} entries`

  const own = anchors.keys.filter(({ name }) => isOfSameTeam(name, origin)).map((key) => keyForName(key, origin))
  const signed = await Promise.all(own.map(async (key) => ({ key, is: await signatureOf(note, key) })))
  if (anchors.keys.length > 0 && own.length === 0)
    problems.push({
      code: 'other_log',
      message: `The key that was given is of ${anchors.keys[0]?.name ?? ''}, and the checkpoint of ${origin}.`,
    })
  else if (signed.some(({ is }) => is === 'forged'))
    problems.push({ code: 'checkpoint_forged', message: 'The signature does not match the text of the checkpoint.' })
  else if (own.length > 0 && !signed.some(({ is }) => is === 'signed'))
    problems.push({
      code: 'other_key',
      message: `The checkpoint of ${origin} is not signed by the key that was given (${own.map(({ id }) => id).join(', ')}).`,
    })
  for (const { key, is } of signed) if (is === 'signed') shown.push(`Key ${key.id} signed that ${state}.`)

  for (const witness of anchors.witnesses) {
    const cosignature = await cosignatureOf(note, witness)
    if (cosignature === 'forged')
      problems.push({
        code: 'witness_forged',
        message: `The cosignature of ${witness.name} does not match the checkpoint.`,
      })
    else if (cosignature === 'unsigned')
      notShown.push(`That ${witness.name} has seen this state: it has not signed it.`)
    else shown.push(`${witness.name} saw on ${new Date(cosignature.time * 1000).toISOString()} that ${state}.`)
  }

  for (const { name, checkpoint: kept } of anchors.kept) {
    if (kept.origin !== origin)
      problems.push({ code: 'other_log', message: `${name} is of ${kept.origin}, and the checkpoint of ${origin}.` })
    else if (isSameState(kept, checkpoint)) shown.push(`It is the state of ${name}.`)
    else if (kept.size === size)
      problems.push({
        code: 'kept_contradicts',
        message: `${name} has the same ${shownCount(size)} entries and another root: they cannot both be.`,
      })
    else
      notShown.push(
        `That the log agrees with ${name} (${shownCount(kept.size)} entries): this needs a consistency proof ` +
          '(sotto-verify consistency).',
      )
  }
  if (shown.length === 0 && problems.length === 0)
    notShown.push(
      `That ${state} under this root: no key was given, and no checkpoint of this size that somebody kept. ` +
        'Whoever made it could have made another one.',
    )
  return {
    status: problems.length > 0 ? 'invalid' : shown.length > 0 ? 'valid' : 'unproven',
    problems,
    shown,
    notShown,
  }
}
