import type { ActingContext } from '../audit/index.ts'
import { type AnyCollection, erasedValues } from '../data-map/index.ts'
import { isSottoError } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import {
  type BesideCopies,
  besideCopies,
  type Core,
  hashOf,
  inTransaction,
  openedRow,
  pages,
  requireAuthentic,
  type Stored,
  sealedPart,
  standsBeside,
  unitsOf,
} from '../mongo/index.ts'

/** What was decided after the copy was made, and counts again. */
export interface Standing {
  put: number
  /** Rows that had gone since. */
  gone: number
  /** Rows that were not written by Sotto, and count for nothing. */
  refused: number
}

/**
 * Brings what is decided in rows in line with what stands beside the copies: what was approved, ended or taken back since
 * the copy was made. What only the copy could have told of a row that came after it is lost, and the row says so.
 */
export async function putBackWhatStands(core: Core, context: ActingContext): Promise<Standing> {
  const standing: Standing = { put: 0, gone: 0, refused: 0 }
  const teams = core.database.data.collection<{ _id: string }>('teams')
  for await (const page of pages<BesideCopies>(besideCopies(core))) {
    const units = await unitsOf(
      core,
      page.flatMap(({ teamId, unit }) => (unit ? [{ teamId, unit }] : [])),
    )
    for (const beside of page) {
      const declaration = core.map.collections.find(({ name }) => name === beside.collection)
      if (!declaration?.besideCopies || !(await teams.findOne({ _id: beside.teamId }))) continue
      const unit = units.get(beside.unit ?? '') ?? null
      if (beside.unit && !unit) continue
      const became = await putOneBack(core, context, declaration, beside, unit).catch((error: unknown) => {
        if (isSottoError(error) && error.code === 'row_not_authentic') return 'refused' as const
        throw error
      })
      if (became) standing[became] += 1
    }
  }
  return standing
}

async function putOneBack(
  core: Core,
  context: ActingContext,
  declaration: AnyCollection,
  { teamId, row: id, version, mac, fields, gone, at }: BesideCopies,
  unit: UnitKey | null,
): Promise<'put' | 'gone' | 'refused' | null> {
  const rows = core.database.data.collection<Stored>(declaration.name)
  const next: Stored = { _id: id, teamId, version, ...fields }
  if (unit) next.unit = unit.id
  if (mac) next.mac = mac
  return inTransaction(core, teamId, async (transaction) => {
    const before = await rows.findOne({ _id: id, teamId }, { session: transaction.session })
    const { since } = declaration.retention
    const isOlder =
      before !== null &&
      (before.version < version || (declaration.unit === 'none' && before[since] < (fields[since] as Date)))
    if (gone) {
      if (!before || before[since] > at) return null
      transaction.writes.delete(rows, { _id: id, teamId })
    } else {
      if (before && !isOlder) return null
      if (declaration.authenticated) requireAuthentic(declaration, next, await core.teamKeys.get(teamId, 'rows'))
      if (unit && declaration.sealedNames.length > 0) {
        const values = before
          ? openedRow(declaration, before, unit)
          : { ...erasedValues(declaration), ...declaration.besideCopies?.lost }
        next.sealed = sealedPart(declaration, next, values, unit)
      }
      const { _id, ...set } = next
      transaction.writes.update(rows, { _id, teamId }, { $set: set }, { upsert: true })
      standsBeside(core, declaration, next, transaction)
    }
    if (typeof declaration.log === 'string' || 'hashesAs' in declaration.log)
      transaction.audit.add({
        action: gone ? 'restore.removed' : 'restore.decided-since',
        context,
        collection: declaration.name,
        target: id,
        unit,
        row: { before: hashOf(before), after: gone ? null : hashOf(next) },
        details: { version, why: 'decided after the copy was made' },
      })
    return gone ? 'gone' : 'put'
  })
}
