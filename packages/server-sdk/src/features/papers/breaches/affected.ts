import type { Breach, Id } from '@sotto/contracts'
import type { TeamScope } from '../../../mongo/index.ts'
import { type Opening, openEntries } from '../../audit/index.ts'

type Affected = NonNullable<Breach['affected']>
type Window = Affected['window']

const isPerson = /^(con|mem)_/
const shown = 1000
const pageSize = 500

/**
 * Whose data the log says was touched within a window. Entries about people who are erased are counted, and lead to
 * nobody any more.
 */
export async function affectedPeople(scope: TeamScope, window: Window): Promise<Affected> {
  const opening: Opening = { unitKeys: (ids) => scope.unitKeys(ids), sees: () => true }
  const people = new Set<string>()
  let entries = 0
  let forgotten = 0
  let cursor: string | undefined
  const { since, until, actorId, action } = window
  do {
    const page = await scope.auditEntries(
      { since, until, actorId: actorId ?? undefined, action: action ?? undefined },
      { limit: pageSize, cursor },
    )
    for (const { entry, people: found } of await openEntries(
      page.rows.map(({ bytes }) => bytes),
      opening,
    )) {
      if (entry.unit === null) continue
      if (!found) {
        forgotten += 1
        entries += 1
        continue
      }
      const person = found.subject ?? (isPerson.test(found.target ?? '') ? found.target : null)
      if (!person) continue
      entries += 1
      people.add(person)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return {
    window,
    at: scope.now().toISOString(),
    people: people.size,
    contacts: [...people]
      .filter((id) => id.startsWith('con_'))
      .sort()
      .slice(0, shown) as Id<'contact'>[],
    entries,
    forgotten,
  }
}
