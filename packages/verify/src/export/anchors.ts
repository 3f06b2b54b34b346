import { FormatError } from '../errors/format-error.ts'
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts'
import { readVerifierKey, type VerifierKey } from '../note/verifier-key.ts'

/** A checkpoint that somebody kept when it was made. */
export interface KeptCheckpoint {
  /** How the verdict calls it: a file's name. */
  name: string
  /** The signed note. */
  note: string
}

/** What the checker is given from elsewhere: without any of it, an export can only be shown to agree with itself. */
export interface Evidence {
  /** Verifier keys of the log, obtained from its operator by another way than the export. */
  keys?: readonly string[]
  /** Checkpoints of the log that were kept. */
  checkpoints?: readonly KeptCheckpoint[]
  /** Verifier keys of witnesses (C2SP tlog-cosignature, Ed25519) that are trusted to have seen one history only. */
  witnesses?: readonly string[]
}

/** The evidence, read. */
export interface Anchors {
  keys: readonly VerifierKey[]
  witnesses: readonly VerifierKey[]
  kept: readonly { name: string; checkpoint: Checkpoint }[]
}

/** @throws FormatError when a key or a checkpoint that was given cannot be read */
export function readEvidence({ keys = [], checkpoints = [], witnesses = [] }: Evidence): Anchors {
  return {
    keys: keys.map((text) => keyOf(text, 'ed25519')),
    witnesses: witnesses.map((text) => keyOf(text, 'cosignature')),
    kept: checkpoints.map(({ name, note }) => ({ name, checkpoint: checkpointOf(name, note) })),
  }
}

function keyOf(text: string, type: VerifierKey['type']): VerifierKey {
  const key = readVerifierKey(text)
  if (key.type === type) return key
  throw new FormatError(
    type === 'ed25519'
      ? `The key of ${key.name} is that of a witness: give it as a witness.`
      : `The key of ${key.name} is that of a log: give it as a key.`,
  )
}

function checkpointOf(name: string, note: string): Checkpoint {
  try {
    return parseCheckpoint(note)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new FormatError(`${name} is not a checkpoint. ${error.message}`, { cause: error })
  }
}

/** The logs of one team differ in their last part only, which counts restores: `sotto/<team>/<n>`. */
export function seriesOf(origin: string): { series: string; number: number } | undefined {
  const [, series, number] = /^(.+)\/([1-9]\d{0,8})$/.exec(origin) ?? []
  return series === undefined ? undefined : { series, number: Number(number) }
}

export const isOfSameTeam = (one: string, other: string): boolean =>
  one === other || (seriesOf(one) !== undefined && seriesOf(one)?.series === seriesOf(other)?.series)
