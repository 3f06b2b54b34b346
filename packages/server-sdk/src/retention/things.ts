import { type AnyCollection, type DataMap, endsWith, type Through } from '../data-map/index.ts'
import type { RawDocument } from '../mongo/driver.ts'
import type { Stored, TeamScope } from '../mongo/index.ts'
import { type Due, wholeOf } from './walk.ts'

/** A row that ends together with others: with a key of its own, or without. */
export interface Thing {
  collection: string
  id: string
  unit: string | null
  botId: string | null
  subject: string | null
  since: Date
}

/** What was due, and everything that ends with it: all of it, or nothing. */
export interface Group {
  due: Due
  things: Thing[]
  /** Set where what was due is a part of something that stays. */
  part: { whole: string; unit: string; botId: string } | null
}

const idsAtOnce = 500

/** What ends with things that are due: rows of the same category that lead to them, and to these, and so on. */
export async function groupsOf(scope: TeamScope, map: DataMap, due: readonly Due[]): Promise<Group[]> {
  const groups = due.map((one): Group => {
    const whole = wholeOf(one.collection, one.row)
    const thing = thingOf(one.collection, one.row, subjectIn(one.collection, one.row))
    return whole === null
      ? { due: one, things: [thing], part: null }
      : {
          due: one,
          // Holds on the whole hold its parts.
          things: [{ ...thing, id: whole }],
          part: { whole, unit: thing.unit as string, botId: thing.botId as string },
        }
  })
  let leading = new Map<AnyCollection, Map<string, Group>>()
  for (const group of groups) if (!group.part) place(leading, group.due.collection, group.due.row._id, group)
  while (leading.size > 0) {
    const next = new Map<AnyCollection, Map<string, Group>>()
    for (const [of, byId] of leading) {
      const followers = map.collections.filter(
        (one) => endsWith(one) === of && typeof one.about === 'object' && one.about.relation === 'subject',
      )
      const ids = [...byId.keys()]
      for (const follower of followers) {
        const { field } = follower.about as Through
        for (let first = 0; first < ids.length; first += idsAtOnce) {
          const only = { [field]: { $in: ids.slice(first, first + idsAtOnce) } }
          for await (const row of everyRow(scope, follower, only)) {
            const group = byId.get(row[field] as string) as Group
            group.things.push(thingOf(follower, row, group.things[0]?.subject ?? null))
            place(next, follower, row._id, group)
          }
        }
      }
    }
    leading = next
  }
  return groups
}

const ever = new Date(8.64e15)

async function* everyRow(scope: TeamScope, collection: AnyCollection, only: RawDocument): AsyncGenerator<Stored> {
  const { since } = collection.retention
  let after: { since: Date; id: string } | undefined
  for (;;) {
    const rows = await scope.byClock(collection, { until: ever, after, only, limit: idsAtOnce })
    yield* rows
    const last = rows.at(-1)
    if (rows.length < idsAtOnce || !last) return
    after = { since: last[since] as Date, id: last._id }
  }
}

function place(into: Map<AnyCollection, Map<string, Group>>, of: AnyCollection, id: string, group: Group): void {
  const byId = into.get(of) ?? new Map<string, Group>()
  into.set(of, byId.set(id, group))
}

function subjectIn({ about }: AnyCollection, row: Stored): string | null {
  if (about === 'self') return row._id
  if (typeof about !== 'object' || about.relation === 'through') return null
  return (row[about.field] as string | null) ?? row._id
}

const thingOf = ({ name, retention }: AnyCollection, row: Stored, subject: string | null): Thing => ({
  collection: name,
  id: row._id,
  unit: row.unit ?? null,
  botId: (row.botId as string | undefined) ?? null,
  subject,
  since: row[retention.since] as Date,
})
