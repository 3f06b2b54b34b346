import { isAnonymisable, keptFields } from '../data-map/index.ts'
import { declarationOf, familyOf, holdable, type Identity, type Thing, thingsOf } from '../data-subject/index.ts'
import type { Core, TeamScope } from '../mongo/index.ts'
import type { WithheldRows } from './certified.ts'
import { withholdingOf } from './holds.ts'
import { matcherOf } from './matcher.ts'
import type { WithheldThing } from './parts.ts'
import { scanTeam } from './scan.ts'
import { withoutCopies } from './state.ts'
import type { HoldsOn, LegalPeriod, Mention, PlannedCollection } from './types.ts'

const idsAtOnce = 500
const mostShown = 100

export interface Policies {
  holdsOn: HoldsOn
  keptByLaw: readonly LegalPeriod[]
}

/** What is the person's, and what of it stays. */
export interface Found {
  going: Thing[]
  staying: WithheldThing[]
}

/** Everything of a person, and why some of it stays. */
export async function findAll(
  core: Core,
  scope: TeamScope,
  subject: { collection: string; id: string },
  policies: Policies,
): Promise<Found> {
  return decide(core, scope, subject.id, await thingsOf(core, scope.teamId, subject), policies)
}

/** Which things stay, by holds and law. */
export async function decide(
  core: Core,
  scope: TeamScope,
  subject: string,
  things: readonly Thing[],
  policies: Policies,
): Promise<Found> {
  const held = things.filter(({ unit }) => unit !== null)
  const why = await withholdingOf(
    scope,
    held.map((thing) => holdable(thing, subject)),
    { ...policies, categoryOf: (name) => declarationOf(core.map, name).retention.category },
  )
  const staying = held.flatMap((thing, index) => {
    const reason = why[index]
    return reason ? [{ ...thing, ...reason }] : []
  })
  // Rows without a key of their own are held with those that lead through them.
  const stays = new Set(staying.map(({ unit }) => unit))
  const everything = stays.size > 0 && staying.length === held.length
  return {
    going: everything ? [] : things.filter(({ unit }) => unit === null || !stays.has(unit)),
    staying,
  }
}

/** Rows of some units, by collection, parts included. */
export async function rowsOfUnits(
  core: Core,
  teamId: string,
  things: readonly Pick<Thing, 'collection' | 'unit'>[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const add = (name: string, more: number) => more > 0 && counts.set(name, (counts.get(name) ?? 0) + more)
  for (const [name, of] of Map.groupBy(things, ({ collection }) => collection)) {
    const units = of.flatMap(({ unit }) => unit ?? [])
    add(name, of.length)
    for (const part of familyOf(core.map, declarationOf(core.map, name)).slice(1))
      for (let start = 0; start < units.length; start += idsAtOnce)
        add(
          part.name,
          await core.database.data
            .collection(part.name)
            .countDocuments({ teamId, unit: { $in: units.slice(start, start + idsAtOnce) } }),
        )
  }
  return counts
}

/** What becomes of the rows of each collection. */
export async function collectionsOf(core: Core, teamId: string, { going, staying }: Found) {
  const goes = await rowsOfUnits(core, teamId, going)
  const stays = await rowsOfUnits(core, teamId, staying)
  const collections: PlannedCollection[] = core.map.collections
    .filter(({ name }) => goes.has(name) || stays.has(name))
    .map((collection) => {
      const rows = goes.get(collection.name) ?? 0
      const remains = isAnonymisable(collection)
      return {
        collection: collection.name,
        purpose: collection.purpose,
        deleted: remains ? 0 : rows,
        anonymised: remains ? rows : 0,
        withheld: stays.get(collection.name) ?? 0,
        kept: remains ? keptFields(collection) : [],
      }
    })
  return { collections, withheld: withheldRows(staying), rows: [...goes.values()].reduce((sum, rows) => sum + rows, 0) }
}

/** Things that stay, by collection and reason. */
export function withheldRows(staying: readonly WithheldThing[]): WithheldRows[] {
  const groups = Map.groupBy(staying, ({ collection, why, ground, until }) =>
    JSON.stringify([collection, why, ground, until]),
  )
  return [...groups.values()].map((group) => {
    const { collection, why, ground, until } = group[0] as WithheldThing
    return { collection, why, ground, until, count: group.length }
  })
}

/** Where else exact identifiers of the person stand. */
export async function mentionsOf(core: Core, teamId: string, identity: Identity, { going, staying }: Found) {
  const things = [...going, ...staying]
  const ids = new Set(things.map(({ id }) => id))
  const units = new Set(things.flatMap(({ unit }) => unit ?? []))
  const first: Mention[] = []
  let total = 0
  await scanTeam(
    core,
    {
      teamId,
      erasureId: null,
      matcher: matcherOf(identity, ids),
      mentioned: matcherOf(identity, withoutCopies(core, things, ids)),
      ids,
      units,
      withheld: { units: new Set(), ids: new Set() },
    },
    ({ as, collection, id, of }) => {
      if (as !== 'mention') return
      total += 1
      if (first.length < mostShown) first.push({ collection, id, of })
    },
  )
  return { total, first }
}
