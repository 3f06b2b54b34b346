import type { AnyCollection, DocumentOf } from '../../data-map/index.ts'
import type { Hold, HoldsOn } from '../../erasure/index.ts'
import type { Core, Holdable, Stored, TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { holds } from './declare.ts'

/** What of a hold says what it covers. */
export type Covering = Pick<
  DocumentOf<typeof holds>,
  'contactId' | 'conversationId' | 'botId' | 'categories' | 'from' | 'until'
>

/** Holds that a team may have at a time, proposed ones included. */
export const mostHolds = 500

type Category = AnyCollection['retention']['category']

/** A thing, and the person behind it. */
export interface Known extends Holdable {
  category: Category
  /** The contact, also where others lead to them. */
  person: string | null
}

/** Of rows about nobody: kept for the team's own sake, or copies. Holds are not about those. */
const ownAffairs: ReadonlySet<Category> = new Set(['team', 'technical', 'privacy-requests', 'offboarding'])

/** Whether a hold covers a thing. */
export function covers(hold: Covering, thing: Known): boolean {
  const { contactId, conversationId, botId, categories, from, until } = hold
  const isConversation = thing.collection === conversations.name && thing.id === conversationId
  if (conversationId && !isConversation) return false
  if (contactId && thing.person !== contactId) return false
  // Who it is about is part of what is held: without the profile, the rest would be nobody's.
  if (contactId && thing.collection === contacts.name) return true
  if (botId && thing.botId !== botId) return false
  if (from && thing.since < from) return false
  if (until && thing.since >= until) return false
  if (categories.length > 0) return (categories as string[]).includes(thing.category)
  return thing.person !== null || !ownAffairs.has(thing.category)
}

/** The holds of a team that hold at the moment, as they stand in the transaction of the scope. */
async function holdingNow(scope: TeamScope) {
  const rows = await scope.collection(holds).find({ state: 'active' }, { limit: mostHolds })
  const now = scope.now()
  return rows.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
}

/** The reason for which everything of a team is held, with what its log tells; `null` where no hold says that. */
export async function reasonOfAll(scope: TeamScope): Promise<string | null> {
  const all = (await holdingNow(scope)).find(
    (hold) => hold.wholeTeam && hold.categories.length === 0 && hold.from === null && hold.until === null,
  )
  return all?.reason ?? null
}

/** Legal holds, for whatever ends something. */
export const legalHolds =
  (core: Core): HoldsOn =>
  async (scope, things) => {
    const holding = await holdingNow(scope)
    if (holding.length === 0 || things.length === 0) return things.map(() => [])
    const persons = holding.some(({ contactId }) => contactId !== null)
      ? await personsBehind(core, scope.teamId, things)
      : things.map(contactIn)
    return things.map((thing, index) => {
      const category = declarationOf(core, thing.collection).retention.category
      const known = { ...thing, category, person: persons[index] ?? null }
      return holding
        .filter((hold) => covers(hold, known))
        .map(({ id, reason, expiresAt }): Hold => ({ id, reason, until: expiresAt }))
    })
  }

const declarationOf = (core: Core, name: string): AnyCollection =>
  core.map.collections.find((collection) => collection.name === name) as AnyCollection

/**
 * The contacts behind things. What ends a thing by itself names the thing; whose it is stands in its row, or in the row
 * that leads on.
 */
async function personsBehind(core: Core, teamId: string, things: readonly Holdable[]): Promise<(string | null)[]> {
  const found = things.map(contactIn)
  let open = things.map((thing, index) => ({
    index,
    of: declarationOf(core, thing.collection),
    id: thing.id,
  }))
  for (let depth = 0; open.length > 0 && depth < 5; depth++) {
    const next: typeof open = []
    for (const [of, some] of Map.groupBy(open, (one) => one.of)) {
      const { about, name } = of
      if (of === contacts) for (const { index, id } of some) found[index] = id
      if (typeof about !== 'object') continue
      const direct = about.of === contacts
      // Where the row was named with its contact, nobody has to look.
      const asked = some.filter(({ index }) => !(depth === 0 && direct && isNamed(things[index] as Holdable)))
      const ids = asked.map(({ id }) => id)
      if (ids.length === 0) continue
      const rows = core.database.data.collection<Stored>(name)
      const leads = new Map<string, string | null>()
      for await (const row of rows.find({ teamId, _id: { $in: ids } }, { projection: { [about.field]: 1 } }))
        leads.set(row._id, row[about.field] as string | null)
      for (const { index, id } of asked) {
        const lead = leads.get(id)
        if (lead) next.push({ index, of: about.of, id: lead })
      }
    }
    open = next
  }
  return found
}

/** Staff are people, too, and their profiles a matter of the team. */
const contactIn = ({ subject }: Holdable): string | null => (subject?.startsWith('con_') ? subject : null)

/** Whether its subject is a person, and not the row itself, as for rows that name nobody. */
const isNamed = ({ subject, id }: Holdable) => subject !== null && subject !== id
