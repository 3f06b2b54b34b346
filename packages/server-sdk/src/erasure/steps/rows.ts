import { declarationOf, type Thing } from '../../data-subject/index.ts'
import type { Ending } from '../../mongo/index.ts'
import { added, type Tallies } from '../../mongo/index.ts'
import { everyPart } from '../parts.ts'
import { goOn, type Step } from '../state.ts'

export const rowsAtOnce = 2000
const unitsAtOnce = 100

/** How units of a person end. */
export const forgotten = (erasure: string, units: readonly string[], before?: Tallies | null): Ending => ({
  units,
  action: 'erasure.unit-forgotten',
  remains: 'anonymous',
  details: { erasure },
  before: before ?? undefined,
})

/** Rows go and what statistics need of them remains; behind the last row of a unit its key is destroyed. */
export const endRows: Step = async ({ core }, context, erasure) => {
  const { scope, signal } = context
  const things = await everyPart(scope, erasure.id, 'units')
  let { position, done, keysDestroyed, tallies, partly } = erasure
  let most = unitsAtOnce
  while (position < things.length) {
    signal.throwIfAborted()
    const some = nextOf(things, position, partly ? 1 : most)
    const reached = await scope.transaction(async (running) => {
      const ended = await endSome(running, some)
      if (!ended) return undefined
      const isOver = ended.isOver
      const sum = isOver ? added(tallies, added(partly ?? {}, ended.tallies)) : tallies
      const set = {
        tallies: sum,
        partly: isOver ? null : added(partly ?? {}, ended.tallies),
        position: isOver ? position + some.length : position,
        keysDestroyed: keysDestroyed + (isOver && some[0]?.unit ? some.length : 0),
        done: done + ended.rows,
      }
      const total = Math.max(set.done, erasure.total)
      await goOn(running, context, erasure, set, { done: set.done, total, note: null })
      return set
    })
    if (!reached) {
      // More rows than may go at once: fewer units, down to one, whose rows go part by part.
      most = Math.max(1, Math.floor(some.length / 4))
      continue
    }
    // Of so large a unit the log has as much to be found by.
    if (reached.partly && !partly) await scope.removeTokensAhead(some[0]?.unit as string)
    ;({ position, done, keysDestroyed, tallies, partly } = reached)
  }
  await scope.transaction((running) => goOn(running, context, erasure, { step: 'sweep' }))
  return undefined

  async function endSome(running: typeof scope, some: readonly Thing[]) {
    const [first] = some as [Thing]
    if (first.unit)
      return running.endUnits(
        forgotten(
          erasure.id,
          some.map(({ unit }) => unit as string),
          partly,
        ),
        rowsAtOnce,
      )
    const declaration = declarationOf(core.map, first.collection)
    const ids = some.map(({ id }) => id)
    const { rows, as } = await running.endRows(declaration, ids, 'anonymous')
    const tally = { deleted: 0, anonymised: 0, [as]: rows }
    return { rows, isOver: true, tallies: rows > 0 ? { [first.collection]: tally } : {} }
  }
}

/** The next things that go together: units, or rows of one collection without any. */
function nextOf(things: readonly Thing[], position: number, most: number): Thing[] {
  const first = things[position] as Thing
  const isLike = (thing: Thing) =>
    first.unit ? thing.unit !== null : thing.unit === null && thing.collection === first.collection
  const some: Thing[] = []
  for (let at = position; at < things.length && some.length < most; at++) {
    const thing = things[at] as Thing
    if (!isLike(thing)) break
    some.push(thing)
  }
  return some
}
