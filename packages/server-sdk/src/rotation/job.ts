import type { JobHandler } from '../jobs/index.ts'
import type { Rotation } from '../keys/index.ts'

export const rotationKind = 'keys.rotate'

/** Runs the rotation that was begun, as far as it can go now; waiting for a backup, it looks again by itself. */
export const rotationHandler = (rotation: Rotation): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const again = await rotation.advance(({ step, done, total }) => report({ done, total, note: step }))
    return again ?? undefined
  },
})
