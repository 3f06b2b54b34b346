import { type Figure, share, told } from '../audit/figure.ts'
import { type BenchPlace, openPlace } from '../audit/place.ts'
import { atOnce, makePerson, rows } from './person.ts'

/** The same rows, anonymised in place by the bare driver: one update a row, a thousand in each `bulkWrite`. */
async function bareBulkWrite({ client, database }: BenchPlace): Promise<number> {
  const source = client.db(database).collection<{ _id: string; createdAt: Date }>('messages')
  const copy = client.db('bare').collection<{ _id: string; createdAt: Date }>('messages')
  await copy.createIndexes([
    { key: { teamId: 1, conversationId: 1, seq: 1 } },
    { key: { teamId: 1, conversationId: 1, sendKey: 1 } },
    { key: { teamId: 1, unit: 1 } },
  ])
  let batch: { _id: string; createdAt: Date }[] = []
  const found: { _id: string; createdAt: Date }[] = []
  for await (const row of source.find({ unit: { $exists: true } })) {
    batch.push(row)
    found.push({ _id: row._id, createdAt: row.createdAt })
    if (batch.length === atOnce) await copy.insertMany(batch.splice(0))
  }
  if (batch.length > 0) await copy.insertMany(batch)
  batch = []
  const begun = performance.now()
  for (let start = 0; start < found.length; start += atOnce)
    await copy.bulkWrite(
      found.slice(start, start + atOnce).map(({ _id, createdAt }) => ({
        updateOne: {
          filter: { _id },
          update: {
            $set: {
              createdAt: new Date(createdAt.toISOString().slice(0, 10)),
              conversationId: '',
              seq: 0,
              endSeq: null,
            },
            $unset: { sealed: '', unit: '' },
          },
        },
      })) as never,
      { ordered: false },
    )
  return performance.now() - begun
}

/** What it costs to forget somebody who wrote a hundred thousand messages, and to look for what is left of them. */
export async function erasureFigures(): Promise<Figure[]> {
  const place = await openPlace()
  const worker = await place.another({ runJobs: true })
  try {
    const contactId = await makePerson(place)
    const { erasures } = await worker.team(place.teamId, { actor: place.actor })
    const bare = await bareBulkWrite(place)
    const begun = performance.now()
    const plan = await erasures.plan({ contactId })
    const planned = performance.now()
    const { id } = await erasures.start(plan)
    const steps: Record<string, number> = {}
    let before = performance.now()
    let step: string | null = null
    for (;;) {
      const now = await erasures.get(id)
      if (now.step !== step) {
        if (step) steps[step] = Math.round(performance.now() - before)
        ;[before, step] = [performance.now(), now.step]
      }
      if (now.state === 'failed') throw new Error('the erasure failed')
      if (now.state === 'completed') break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const ended = performance.now()
    const { certificate } = await erasures.get(id)
    const { scan } = JSON.parse(certificate?.certificate ?? '') as { scan: { rows: number } }
    const ending = (steps.rows ?? 0) + (steps.derived ?? 0) + (steps.fence ?? 0) + (steps.identifiers ?? 0)
    const seconds = (milliseconds: number) => milliseconds / 1000
    return [
      share(
        `erasure of a person with ${rows.toLocaleString('en')} messages, until the last key is destroyed, against bulkWrite`,
        bare / ending,
        0.4,
        {
          milliseconds: Math.round(ending),
          bareMilliseconds: Math.round(bare),
        },
      ),
      told('the same from the request to the certificate, everything scanned', seconds(ended - planned), 's', steps),
      told('plan of it, mentions looked for', seconds(planned - begun), 's'),
      told('residue scan', scan.rows / seconds(steps.scan ?? Number.NaN), 'rows/s', { rows: scan.rows }),
    ]
  } finally {
    await worker.close()
    await place.close()
  }
}
