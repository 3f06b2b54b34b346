import { idPrefixes } from '@sotto/contracts'
import { type Job, jobs } from '../jobs/index.ts'
import { type Core, inTransaction, pages, type Stored } from '../mongo/index.ts'

/** Jobs that came back and name something that was forgotten since: they have nothing to do, and would say who it was. */
export async function removeIdleJobs(core: Core): Promise<void> {
  const rows = core.database.data.collection<Stored>(jobs.name)
  const holding = core.map.collections.filter(({ unit, id }) => unit !== 'none' && id !== 'own')
  for await (const page of pages<Stored>(rows)) {
    const namedBy = (row: Stored) => Object.values((row as unknown as Job).payload)
    const named = page.flatMap(namedBy)
    const gone = new Set<string>()
    for (const [prefix, alike] of Map.groupBy(holding, ({ id }) => `${idPrefixes[id as keyof typeof idPrefixes]}_`)) {
      const ids = named.filter((one) => one.startsWith(prefix))
      if (ids.length === 0) continue
      const there = new Set<string>()
      for (const { name } of alike) {
        const found = core.database.data
          .collection<Stored>(name)
          .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
        for await (const { _id } of found) there.add(_id)
      }
      for (const id of ids) if (!there.has(id)) gone.add(id)
    }
    const idle = page.filter((row) => namedBy(row).some((id) => gone.has(id)))
    for (const [teamId, ofTeam] of Map.groupBy(idle, (row) => row.teamId))
      await inTransaction(core, teamId, async ({ writes }) => {
        writes.delete(rows, { _id: { $in: ofTeam.map(({ _id }) => _id) }, teamId })
      })
  }
}
