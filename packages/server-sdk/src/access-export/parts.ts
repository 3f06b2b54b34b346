import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { declarationOf } from '../data-subject/index.ts'
import { teams } from '../features/team/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { AboutFacts } from './about.ts'
import { exportRedactions } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { type LogFacts, logName, noFacts } from './log-entries.ts'
import { sourcesOf, whyNever } from './sources.ts'
import { type OpenExport, subjectOf } from './subject.ts'
import type { RedactedKind } from './types.ts'

/** What the files of an export are made of, beside the rows themselves. */
export interface Parts {
  person: { collection: string; id: string }
  asOf: string
  collections: AnyCollection[]
  rows: Map<string, number>
  leftOut: Partial<Record<RedactedKind, number>>
  derived: { of: string; kind: string; for: string }[]
  about: AboutFacts
  /** Which pieces are of a collection: known once all of them were read for the first file with rows. */
  pieces: Map<string, number[]>
}

export async function partsOf(
  { core, circumstancesOf }: ExportDependencies,
  scope: TeamScope,
  found: OpenExport,
): Promise<Parts> {
  const subject = subjectOf(core, found)
  const sources = sourcesOf(core.map, declarationOf(core.map, subject.collection))
  const done = new Map(found.progress.map((one) => [one.collection, one.done]))
  const collections = [...new Set(sources.flatMap(({ given, collection }) => (given ? [collection] : [])))]
  const rows = new Map([
    ...collections.map(({ name }) => [name, done.get(name) ?? 0] as const),
    [logName, done.get(logName) ?? 0] as const,
  ])
  const leftOut: Parts['leftOut'] = {}
  for await (const { kind } of decided(scope, found.id)) leftOut[kind] = (leftOut[kind] ?? 0) + 1
  const notGiven = sources.flatMap(({ collection }) => {
    const why = whyNever(collection)
    return why === null || (done.get(collection.name) ?? 0) === 0 ? [] : [{ collection, why }]
  })
  const facts: LogFacts = found.facts ? JSON.parse(found.facts) : noFacts()
  const asOf = (found.asOf as Date).toISOString()
  const team = await scope.collection(teams).get(scope.teamId)
  return {
    person: subject,
    asOf,
    collections,
    rows,
    leftOut,
    pieces: new Map(),
    derived: derivedOf(collections.filter(({ name }) => (rows.get(name) ?? 0) > 0)),
    about: {
      exportId: found.id,
      team: team.name,
      kind: found.kind,
      asOf,
      given: collections.map((collection) => ({ collection, rows: rows.get(collection.name) ?? 0 })),
      entries: rows.get(logName) ?? 0,
      notGiven,
      circumstances: await circumstancesOf(scope, { contactId: found.contactId, team }),
      facts,
      leftOut: Object.values(leftOut).reduce((sum, count) => sum + count, 0),
    },
  }
}

async function* decided(scope: TeamScope, exportId: string): AsyncGenerator<{ kind: RedactedKind }> {
  const rows = scope.collection(exportRedactions)
  let cursor: string | undefined
  do {
    const page = await rows.page({ exportId, decision: 'remove' }, { by: 'number', order: 1, limit: 1000, cursor })
    yield* page.rows
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** What searching makes of values: tokens, which are named and not given. */
const derivedOf = (collections: readonly AnyCollection[]): Parts['derived'] =>
  collections.flatMap(({ name, fields, sealedNames }) =>
    sealedNames.flatMap((field) => {
      const { find } = fields[field] as SealedOptions
      return find
        ? [
            {
              of: `${name}.${field}`,
              kind: find === 'exact' ? 'lookup token of the value' : 'lookup tokens of its beginnings',
              for: 'finding the row without opening it',
            },
          ]
        : []
    }),
  )
