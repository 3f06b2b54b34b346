import type { Timestamp, Value } from '../bson/values.ts'

export interface ModificationInput {
  /** What stands at the path; undefined where nothing does. */
  readonly current: Value | undefined
  readonly path: readonly string[]
  readonly now: Date
  /** Makes timestamps that differ within a second. */
  readonly timestamp: () => Timestamp
  /** The `_id` of the document, for messages. */
  readonly id: Value | undefined
}

/** Answers the value to set, `undefined` to leave the path alone, or `remove`. */
export type Modification = (input: ModificationInput) => Value | undefined | typeof remove

export const remove = Symbol('remove')
