import type { ActingContext } from '../audit/acting.ts'
import type { Announced, Happening } from '../audit/trail.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { UnitKey } from '../keys/index.ts'
import type { RawDocument } from './driver.ts'
import { hashesOf, type Stored } from './stored-row.ts'

/** Whose data a row is: the id of its subject, or `null` for a row about nobody. */
export function subjectOf({ about }: AnyCollection, row: RawDocument): string | null {
  if (about === 'self') return row._id as string
  if (about === 'nobody') return null
  return about.relation === 'subject'
    ? ((row[about.field] as string | null) ?? (row._id as string))
    : (row[about.field] as string)
}

/** The conversation that a row is, or is part of. */
function transcriptOf({ name, about }: AnyCollection, row: RawDocument): string | null {
  if (name === 'conversations') return row._id as string
  return typeof about === 'object' && about.relation === 'through' && about.of.name === 'conversations'
    ? (row[about.field] as string)
    : null
}

/** What the log says of a write, as far as the declaration wants it there. */
export function happeningOf(
  declaration: AnyCollection,
  doing: {
    verb: 'created' | 'changed' | 'deleted'
    action?: string
    details?: Record<string, unknown>
    announces?: Announced | undefined
    context: ActingContext
  },
  what: {
    unit: UnitKey | null
    /** The row before and after. */
    stored: [Stored | null, Stored | null]
    /** The values before and after that changed. */
    values: [Record<string, unknown> | null, Record<string, unknown> | null]
  },
): Happening | undefined {
  const { log, fields, name } = declaration
  const row = what.stored[1] ?? (what.stored[0] as Stored)
  const hashes = hashesOf(...what.stored)
  if (typeof log !== 'string') {
    // Of what decides about access the log knows that it is there, also where it says nothing of it.
    if (!('hashesAs' in log) || !hashes) return undefined
    return { action: `${log.hashesAs}.${doing.verb}`, context: doing.context, collection: name, row: hashes }
  }
  const visible = (values: Record<string, unknown> | null) =>
    values && Object.fromEntries(Object.entries(values).filter(([field]) => fields[field].inLog !== false))
  return {
    action: doing.action ?? `${log}.${doing.verb}`,
    context: doing.context,
    collection: name,
    target: row._id,
    unit: what.unit,
    subject: subjectOf(declaration, row),
    transcript: transcriptOf(declaration, row),
    before: visible(what.values[0]),
    after: visible(what.values[1]),
    row: hashes,
    details: doing.details ?? null,
    announces: doing.announces,
  }
}
