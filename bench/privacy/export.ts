import { atMost, type Figure, share } from '../audit/figure.ts'
import { type BenchPlace, openPlace } from '../audit/place.ts'
import { atOnce, makePerson, rows } from './person.ts'
import { startWorker } from './process.ts'

const mostMegabytes = 250
const megabytes = (bytes: number) => bytes / 1024 / 1024

/** The same rows, sealed as they lie there, read by the bare driver and written as JSON. */
async function bareRead({ client, database }: BenchPlace): Promise<number> {
  const begun = performance.now()
  let length = 0
  for (const name of ['messages', 'auditEntries'])
    for await (const row of client.db(database).collection(name).find({}, { batchSize: atOnce }))
      length += JSON.stringify(row).length
  if (length === 0) throw new Error('there was nothing to read')
  return performance.now() - begun
}

/** What it costs to give somebody who wrote a hundred thousand messages everything that is theirs. */
export async function exportFigures(): Promise<Figure[]> {
  const place = await openPlace()
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined
  try {
    const contactId = await makePerson(place)
    const bare = await bareRead(place)
    // Jobs run in a process of its own, which has done nothing before.
    worker = await startWorker(place.uri, place.database, place.keyringFolder)
    const { accessExports } = place.team
    const until = async (id: string, wanted: string) => {
      for (;;) {
        const { state, problem } = await accessExports.get(id)
        if (state === wanted) return
        if (state === 'failed') throw new Error(`the export failed: ${problem?.detail}`)
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }
    const times = { collecting: 0, packing: 0 }
    let bytes = 0
    await worker.begin()
    const begun = performance.now()
    const id = await accessExports.start({ contactId })
    await until(id, 'review')
    const collected = performance.now()
    await accessExports.release(id)
    await until(id, 'ready')
    times.collecting = Math.round(collected - begun)
    times.packing = Math.round(performance.now() - collected)
    bytes = (await accessExports.get(id)).bytes ?? 0
    const { before, most } = await worker.end()
    const ours = times.collecting + times.packing
    return [
      share(
        `export of a person with ${rows.toLocaleString('en')} messages and their entries in the log, until it is signed, against reading the same rows`,
        bare / ours,
        0.5,
        { milliseconds: ours, bareMilliseconds: Math.round(bare), ...times, megabytes: Math.round(bytes / 1e6) },
      ),
      atMost('peak memory of the whole process that makes it', megabytes(most), 'MB', mostMegabytes, {
        idle: Math.round(megabytes(before)),
      }),
    ]
  } finally {
    await worker?.close()
    await place.close()
  }
}
