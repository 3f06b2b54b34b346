import { SottoError } from '../../errors.ts'
import { erasureMentions } from '../declare.ts'
import { type Hit, indexResidue, scanTeam } from '../scan.ts'
import { belongingsOf, goOn, personOf, type Step, scannedOf } from '../state.ts'
import { endCopies } from './derived.ts'

const mostRounds = 10
const atOnce = 500

/**
 * Goes through everything of the team once more. Of what belonged to the person nothing may be left; what others said of
 * them is written down for somebody to look at.
 */
export const scan: Step = async ({ core, contributions }, context, erasure) => {
  const { scope } = context
  const { id } = erasure
  const belongings = await belongingsOf(scope, id)
  const person = personOf(erasure, belongings)
  const scanned = scannedOf(core, scope, erasure, belongings)
  const copies: Hit[] = []
  const mentions: Hit[] = []
  let own = 0
  const read = await scanTeam(core, scanned, (hit) => {
    if (hit.as === 'own') own += 1
    else if (hit.as === 'copy') copies.push(hit)
    else mentions.push(hit)
  })
  copies.splice(0, copies.length, ...copies.filter((hit) => hit.id !== erasure.jobId))
  // Rows that are looked up, and units, under which entries of the log are: of parts the index knows nothing.
  const names = [...belongings.things.map((thing) => thing.id), ...belongings.units].filter(
    (name) => !scanned.withheld.ids.has(name),
  )
  const index = await indexResidue(core, scope.teamId, names)
  let elsewhere = 0
  for (const { residue } of contributions) elsewhere += (await residue?.(scope, person)) ?? 0
  if (own + copies.length + index.found + elsewhere > 0) {
    if (erasure.rounds >= mostRounds)
      throw new SottoError('internal', 'What belonged to the person came back each time that it was removed.')
    await endCopies(core, scope, copies, { details: { erasure: erasure.id }, jobId: erasure.jobId })
    await scope.transaction((running) => goOn(running, context, erasure, { step: 'sweep', rounds: erasure.rounds + 1 }))
    return undefined
  }
  await scope.transaction(async (running) => {
    const rows = running.collection(erasureMentions)
    await rows.delete({ erasureId: id })
    const createdAt = running.now()
    for (let start = 0; start < mentions.length; start += atOnce)
      for (const [index, hit] of mentions.slice(start, start + atOnce).entries())
        await rows.insert(
          { erasureId: id, collection: hit.collection, row: hit.id, of: hit.of, createdAt },
          { id: `${id}:${String(start + index).padStart(9, '0')}` },
        )
    const unreadable = mentions.filter(({ of }) => of.includes('unreadable')).length
    const numbers = {
      rows: read.rows + index.rows,
      collections: read.collections + 2,
      mentions: mentions.length - unreadable,
      unreadable,
    }
    await goOn(running, context, erasure, { step: 'processors', scanned: numbers })
  })
  return undefined
}
