import type { StoredCollection } from '../../mongo/stored.ts'

/**
 * The steps of a rotation, in their order. Each is finished before the next begins, and each can be done again from its
 * beginning: a process may end at any moment.
 */
const rotationSteps = ['keyring', 'switch', 'rewrap', 'lookup', 'settle', 'backup', 'destroy', 'done'] as const
export type RotationStep = (typeof rotationSteps)[number]

/** A rotation that runs, or ran. */
export interface RotationDocument {
  /** The epoch that it begins. */
  _id: string
  from: string
  ordinal: number
  step: RotationStep
  /** There while it runs, so that there is only one. */
  running?: true
  startedAt: Date
  /** No sooner than this does the next step begin: instances may still act on what counted a second ago. */
  notBefore: Date | null
  /** When everything was wrapped anew, and the fence from which on backups are new enough. */
  clean: { at: Date; fence: number } | null
  /** What its operator said of backups; where nothing, what the server that works on it was told counts. */
  keyBackup?: 'confirmed' | 'none'
  /** Keys that opened with nothing and were left behind: they were changed outside of Sotto, or put back. */
  broken: number
  endedAt: Date | null
}

export const rotationCollections: readonly StoredCollection[] = [
  {
    database: 'keys',
    name: 'rotations',
    indexes: [{ key: { running: 1 }, unique: true, partialFilterExpression: { running: true } }],
  },
]
