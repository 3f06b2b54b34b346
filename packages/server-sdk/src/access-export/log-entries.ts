import { setImmediate as turn } from 'node:timers/promises'
import { type AuditEntryDocument, decodeEntry, peopleIn } from '../audit/index.ts'
import type { UnitKey } from '../keys/index.ts'
import { ahead, type Core, pagesIn, type TeamScope } from '../mongo/index.ts'
import type { Given } from './present.ts'

const entriesAtOnce = 200
const pagesAhead = 2
const entriesBetween = 100

/** Entries of the log under which a kind of rows stands in an export. */
export const logName = 'auditEntries'

/** What the log says of a person beyond the entries themselves: where it came from, and which providers got it. */
export interface LogFacts {
  /** Who made rows of a collection: the person, staff, software, or the system. */
  origins: Record<string, Record<string, number>>
  providers: Record<string, { provider: string; model: string; calls: number; last: string; labels: string[] }>
}

export const noFacts = (): LogFacts => ({ origins: {}, providers: {} })

/** An entry of the log with what it says of the person, and the collection that it is about. */
export interface GivenEntry {
  given: Given
  collection: string | null
}

/** Entries in which something of a unit stands sealed, in their order, some at a time. */
export async function* entriesOfUnit(
  core: Core,
  scope: TeamScope,
  unit: string,
  person: string,
): AsyncGenerator<GivenEntry[]> {
  for await (const page of ahead(storedEntries(core, scope.teamId, unit), pagesAhead)) {
    const key = (await scope.unitKeys([unit])).get(unit)
    for (let start = 0; start < page.length; start += entriesBetween) {
      // What is asked for ahead is sent now, and whoever else waits gets their turn.
      await turn()
      yield page.slice(start, start + entriesBetween).map(({ bytes }) => givenEntry(bytes.buffer, unit, key, person))
    }
  }
}

type EntryBytes = Pick<AuditEntryDocument, 'bytes'>

async function* storedEntries(core: Core, teamId: string, unit: string): AsyncGenerator<EntryBytes[]> {
  const entries = core.database.data
    .collection<AuditEntryDocument>('auditEntries')
    // The bytes say all of it. Whoever makes an export has more to do than the database, which leaves out the rest.
    .find<EntryBytes>({ teamId, about: unit }, { batchSize: entriesAtOnce, projection: { _id: 0, bytes: 1 } })
    .sort({ at: 1, _id: 1 })
  yield* pagesIn(entries)
}

function givenEntry(bytes: Uint8Array, unit: string, key: UnitKey | undefined, person: string): GivenEntry {
  const entry = decodeEntry(bytes)
  const people = key && entry.unit === unit ? peopleIn(entry, key) : undefined
  const isOwn = entry.actor.kind === 'visitor' || entry.actor.id === person
  return {
    collection: entry.collection,
    given: {
      id: entry.id,
      at: entry.at,
      action: entry.action,
      actor: entry.actor,
      collection: entry.collection,
      target: people?.target ?? entry.target,
      subject: people?.subject ?? null,
      conversation: people?.transcript ?? null,
      // From where staff worked is theirs.
      ip: isOwn ? (people?.ip ?? null) : null,
      before: people?.before ?? null,
      after: people?.after ?? null,
      details: entry.details,
      request: entry.request,
    },
  }
}

/** Takes in what an entry says of where data came from and went to. */
export function learn(facts: LogFacts, { given, collection }: GivenEntry): void {
  const action = given.action as string
  const details = given.details as Record<string, unknown> | null
  if (collection && action.endsWith('.created')) {
    facts.origins[collection] ??= {}
    const origins = facts.origins[collection]
    const { kind } = given.actor as { kind: string }
    origins[kind] = (origins[kind] ?? 0) + 1
  }
  if (action !== 'model.called' || typeof details?.provider !== 'string') return
  const { provider } = details
  const model = typeof details.model === 'string' ? details.model : 'unknown'
  const at = given.at as string
  const known = facts.providers[`${provider} ${model}`] ?? { provider, model, calls: 0, last: at, labels: [] }
  const labels = Array.isArray(details.placeholders)
    ? details.placeholders.map((label) => String(label).replace(/_\d+[a-z]*$/, ''))
    : []
  facts.providers[`${provider} ${model}`] = {
    ...known,
    calls: known.calls + 1,
    last: known.last > at ? known.last : at,
    labels: [...new Set([...known.labels, ...labels])],
  }
}
