import { enqueue } from '../../jobs/index.ts'
import { renewalSettles } from '../../mongo/index.ts'
import { erasures } from '../declare.ts'
import { followUpKind } from '../kinds.ts'
import { goOn, type Step } from '../state.ts'
import { unnamed } from '../unnamed.ts'

/** The last key: with it goes everything that the erasure itself had to know. */
export const destroyRequestKey: Step = async ({ kick }, context, erasure) => {
  const { scope } = context
  const { id, identity } = erasure
  await scope.transaction(async (running) => {
    await goOn(running, context, erasure, { step: 'done' })
    const row = await running.collection(erasures).findOne({ id })
    const ending = { units: [row?.unit as string], remains: 'nothing', details: { erasure: id } } as const
    await running.endUnits({ ...ending, action: 'erasure.request-key-destroyed' })
    const { collection, id: subject } = identity.subject
    const payload = {
      erasure: id,
      collection,
      person: unnamed(running.teamId, subject),
      since: (erasure.begunAt ?? running.now()).toISOString(),
      settled: new Date(running.now().getTime() + renewalSettles).toISOString(),
    }
    await enqueue(running, followUpKind, payload, kick)
  })
  return undefined
}
