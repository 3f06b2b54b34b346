import type { AnyCollection } from '../data-map/index.ts'
import type { Core } from './core.ts'
import type { Db, RawDocument } from './driver.ts'

const pause = 1000

export interface Following {
  close(): Promise<void>
}

/**
 * Calls back with a value of each row that any instance inserts into a collection, in commit order. It is a hint, not a
 * record: what was inserted while the stream was broken is not told.
 */
export function followInserts(
  core: Core,
  declaration: AnyCollection,
  field: string,
  tell: (value: string) => void,
): Following {
  if (!declaration.plainNames.includes(field)) throw new TypeError(`${declaration.name}.${field} is not a plain field`)
  const wanted = [{ $match: { operationType: 'insert' } }, { $project: { [`fullDocument.${field}`]: 1 } }]
  return follow(core.database.data, declaration.name, wanted, ({ fullDocument }) => {
    const value = (fullDocument as RawDocument | undefined)?.[field]
    if (typeof value === 'string') tell(value)
  })
}

/**
 * Calls back with the id of each unit whose key any instance destroys or replaces. The fast way: leases end without it,
 * too, only later.
 */
export function followKeyEndings(core: Core, tell: (unit: string) => void): Following {
  const wanted = [
    { $match: { operationType: { $in: ['delete', 'update', 'replace'] } } },
    { $project: { documentKey: 1 } },
  ]
  return follow(core.database.keys, 'unitKeys', wanted, ({ documentKey }) => tell((documentKey as { _id: string })._id))
}

function follow(database: Db, name: string, wanted: RawDocument[], tell: (change: RawDocument) => void): Following {
  let closed = false
  let wake = () => {}
  const watch = () => database.collection(name).watch(wanted, { maxAwaitTimeMS: 1000 })
  let stream: ReturnType<typeof watch> | undefined
  const running = (async () => {
    while (!closed) {
      stream = watch()
      try {
        for await (const change of stream) tell(change)
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
