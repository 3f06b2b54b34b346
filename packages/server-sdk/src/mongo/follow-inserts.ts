import type { AnyCollection } from '../data-map/index.ts'
import type { Core } from './core.ts'

const pause = 1000

/**
 * Calls back with a plain field of each row that any instance inserts into a collection, in commit order. It is a hint,
 * not a record: what was inserted while the stream was broken is not told.
 */
export function followInserts(
  core: Core,
  declaration: AnyCollection,
  field: string,
  tell: (value: string) => void,
): { close(): Promise<void> } {
  if (!declaration.plainNames.includes(field)) throw new TypeError(`${declaration.name}.${field} is not a plain field`)
  let closed = false
  let wake = () => {}
  const watch = () =>
    core.database.data
      .collection(declaration.name)
      .watch([{ $match: { operationType: 'insert' } }, { $project: { [`fullDocument.${field}`]: 1 } }], {
        maxAwaitTimeMS: 1000,
      })
  let stream: ReturnType<typeof watch> | undefined
  const running = (async () => {
    while (!closed) {
      stream = watch()
      try {
        for await (const change of stream) {
          const value = (change as { fullDocument?: Record<string, unknown> }).fullDocument?.[field]
          if (typeof value === 'string') tell(value)
        }
      } catch {
        // An engine without change streams, or a server that is away: those who wait look by themselves.
      }
      await stream.close().catch(() => {})
      if (!closed)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  })()
  return {
    async close() {
      closed = true
      wake()
      await stream?.close().catch(() => {})
      await running
    },
  }
}
