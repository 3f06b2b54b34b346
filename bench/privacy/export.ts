import { messages } from '../../packages/server-sdk/src/features/conversations/index.ts'
import { type Figure, share, told } from '../audit/figure.ts'
import { type BenchPlace, openPlace } from '../audit/place.ts'

const rows = 100_000
const atOnce = 1000
const sampleEvery = 20

/** Somebody with one conversation of many messages, each with its entry in the log. */
async function makePerson({ sotto, team, teamId }: BenchPlace): Promise<string> {
  const contact = await team.contacts.create({ name: 'Ada King', email: 'ada@example.com' })
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: contact.id } })
  const scope = sotto.system.team(teamId, { actor: { kind: 'system', id: 'bench' }, ip: null, requestId: null })
  const begun = Date.parse('2026-01-01T00:00:00Z')
  for (let start = 0; start < rows; start += atOnce)
    await scope.collection(messages).insertMany(
      Array.from({ length: atOnce }, (_, index) => ({
        conversationId: conversation.id,
        authorKind: (index % 2 ? 'bot' : 'visitor') as 'bot' | 'visitor',
        authorId: null,
        state: 'completed' as const,
        replyTo: null,
        grounded: index % 2 ? true : null,
        rating: null,
        usage: null,
        problem: null,
        seq: start + index,
        endSeq: start + index,
        sendKey: null,
        createdAt: new Date(begun + (start + index) * 60_000),
        text: `Message ${start + index}: how many days do I have to send something back?`,
        citations: [],
      })),
    )
  return contact.id
}

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

/** The most that heap and buffers have above what they had, in MB, while something runs. */
async function peakOf(run: () => Promise<void>): Promise<number> {
  globalThis.gc?.()
  const used = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  let most = 0
  const sampling = setInterval(() => {
    most = Math.max(most, used() - before)
  }, sampleEvery)
  try {
    await run()
  } finally {
    clearInterval(sampling)
  }
  return most / 1024 / 1024
}

/** What it costs to give somebody who wrote a hundred thousand messages everything that is theirs. */
export async function exportFigures(): Promise<Figure[]> {
  const place = await openPlace()
  const worker = await place.another({ runJobs: true })
  try {
    const contactId = await makePerson(place)
    const bare = await bareRead(place)
    const { accessExports } = place.team
    const until = async (id: string, wanted: string) => {
      for (;;) {
        const { state, problem } = await accessExports.get(id)
        if (state === wanted) return
        if (state === 'failed') throw new Error(`the export failed: ${problem?.detail}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    }
    const times = { collecting: 0, packing: 0 }
    let bytes = 0
    const peak = await peakOf(async () => {
      const begun = performance.now()
      const id = await accessExports.start({ contactId })
      await until(id, 'review')
      const collected = performance.now()
      await accessExports.release(id)
      await until(id, 'ready')
      times.collecting = Math.round(collected - begun)
      times.packing = Math.round(performance.now() - collected)
      bytes = (await accessExports.get(id)).bytes ?? 0
    })
    const ours = times.collecting + times.packing
    return [
      share(
        'export of a person with 100,000 messages and their entries in the log, until it is signed, against reading the same rows',
        bare / ours,
        0.5,
        { milliseconds: ours, bareMilliseconds: Math.round(bare), ...times, megabytes: Math.round(bytes / 1e6) },
      ),
      told('peak memory of it, the embedded database included', peak, 'MB'),
    ]
  } finally {
    await worker.close()
    await place.close()
  }
}
