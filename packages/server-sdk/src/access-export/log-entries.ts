import { setImmediate as turn } from 'node:timers/promises'
import { type AuditEntryDocument, type AuditTokenDocument, decodeEntry, type EntryPeople } from '../audit/index.ts'
import { open } from '../keys/index.ts'
import { ahead, type Core, pagesIn, type TeamScope } from '../mongo/index.ts'
import type { Given } from './present.ts'

const tokensAtOnce = 200
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

async function* storedEntries(core: Core, teamId: string, unit: string): AsyncGenerator<AuditEntryDocument[]> {
  const name = `${unit}:audit.person:`
  // Tokens of a unit lie beside each other, those of an entry too.
  const tokens = core.database.index
    .collection<Pick<AuditTokenDocument, '_id' | 'entry'>>('tokens')
    .find({ _id: { $gte: name, $lt: `${unit}:audit.person;` } }, { projection: { entry: 1 }, batchSize: tokensAtOnce })
    .sort({ _id: 1 })
  let last = ''
  for await (const page of pagesIn(tokens)) {
    const ids: string[] = []
    for (const { entry } of page)
      if (entry !== last) {
        ids.push(entry)
        last = entry
      }
    if (ids.length === 0) continue
    // Whole and as they come: taking fields out of them and ordering them would cost the database more than reading them.
    const found = await core.database.data
      .collection<AuditEntryDocument>('auditEntries')
      .find({ _id: { $in: ids }, teamId }, { batchSize: ids.length + 1 })
      .toArray()
    const byId = new Map(found.map((entry) => [entry._id, entry]))
    yield ids.flatMap((id) => byId.get(id) ?? [])
  }
}

function givenEntry(
  bytes: Uint8Array,
  unit: string,
  key: { log: Parameters<typeof open>[0] } | undefined,
  person: string,
): GivenEntry {
  const entry = decodeEntry(bytes)
  const place = { team: entry.team, collection: 'auditEntries', document: entry.id, rowVersion: 0 }
  const people =
    key && entry.unit === unit && entry.sealed
      ? (JSON.parse(open(key.log, place, Buffer.from(entry.sealed, 'base64url')).toString()) as EntryPeople)
      : null
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
