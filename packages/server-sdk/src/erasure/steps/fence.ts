import type { Thing } from '../../data-subject/index.ts'
import { erasures } from '../declare.ts'
import { changeGuard } from '../holds.ts'
import { appendParts, dropParts, everyPart } from '../parts.ts'
import { decide } from '../plan.ts'
import { goOn, type Step } from '../state.ts'
import { suppress } from '../suppression.ts'
import { forgotten, rowsAtOnce } from './rows.ts'

/**
 * From the commit of this on the person is not there any more: their own row is gone, so that nothing new can lead to it.
 * Whoever wrote something about them at the same moment is swept later. Of this and a hold that is placed at the same
 * moment, one begins anew and sees the other.
 */
export const fence: Step = async ({ core, holdsOn, keptByLaw, stopped }, context, erasure) => {
  const { id, identity, requestId } = erasure
  const { subject } = identity
  const isSubject = (thing: Thing) => thing.collection === subject.collection && thing.id === subject.id
  await context.scope.transaction(async (running) => {
    await changeGuard(running)
    const known = await everyPart(running, id, 'units')
    const before = await everyPart(running, id, 'withheld')
    const { going, staying } = await decide(core, running, subject.id, [...known, ...before], { holdsOn, keptByLaw })
    if (JSON.stringify(staying) !== JSON.stringify(before)) {
      const ids = await everyPart(running, id, 'ids')
      await dropParts(running, id)
      await appendParts(running, id, 'units', going)
      await appendParts(running, id, 'withheld', staying)
      await appendParts(running, id, 'ids', ids)
    }
    const isAll = going.length === 0 && staying.length > 0
    const told = { erasureId: id, requestId, subject, isAll, plannedAt: erasure.createdAt, staying }
    if (staying.length > 0) await stopped?.(running, told)
    if (isAll) {
      const grounds = [...new Set(staying.map(({ ground }) => ground))]
      await running.log({ action: 'erasure.withheld', collection: erasures.name, target: id, details: { grounds } })
      await goOn(running, context, erasure, { state: 'withheld', step: 'identifiers' })
      return
    }
    const [first] = going
    const own = first && isSubject(first) ? first : undefined
    const ended = own?.unit ? await running.endUnits(forgotten(id, [own.unit]), rowsAtOnce) : undefined
    const until = await suppress(running, [identity, ...(identity.also ?? [])])
    const units = going.filter(({ unit }) => unit !== null).length
    const details = { request: requestId, units, withheld: staying.length }
    await running.log({ action: 'erasure.begun', collection: erasures.name, target: id, details })
    await goOn(running, context, erasure, {
      step: 'derived',
      begunAt: running.now(),
      suppressedUntil: until,
      done: ended?.rows ?? 0,
      tallies: ended?.isOver ? ended.tallies : {},
      partly: ended && !ended.isOver ? ended.tallies : null,
      keysDestroyed: ended?.isOver ? 1 : 0,
      position: ended?.isOver ? 1 : 0,
    })
  })
  return undefined
}
