import { createHash, createHmac, type KeyObject } from 'node:crypto'
import type { RowHashes } from '../audit/entry.ts'
import { type AnyCollection, type DocumentOf, erasedValues, type PlainOf } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { openWith, seal, type TeamKey, type UnitKey } from '../keys/index.ts'
import type { RawDocument } from './driver.ts'
import { Binary, BSON } from './driver.ts'

/** A row as it lies in the database. */
export interface Stored extends RawDocument {
  _id: string
  teamId: string
  unit?: string
  /** Grows each time the row is sealed anew, or something changes that its MAC covers. */
  version: number
  sealed?: Binary
  /** Version of the team's key (4 bytes, big endian) and HMAC-SHA-256, where the declaration asks for it. */
  mac?: Binary
  /** The newest generation of lookup tokens that it has, where there are any. */
  lookup?: number
}

/** The fields of a row that lie in the clear. */
export const plainOf = <C extends AnyCollection>(declaration: C, values: RawDocument): PlainOf<C> =>
  Object.fromEntries(declaration.plainNames.map((name) => [name, values[name]])) as PlainOf<C>

/** The sealed part of a row. */
export function sealedPart(declaration: AnyCollection, row: Stored, values: RawDocument, unit: UnitKey): Binary {
  const bytes = BSON.serialize(Object.fromEntries(declaration.sealedNames.map((name) => [name, values[name]])), {
    ignoreUndefined: true,
  })
  return new Binary(seal(unit.key, unit.version, placeOf(declaration, row), bytes))
}

/** A row with its sealed part opened. @throws SealBrokenError when it was changed, moved or put back */
export function openedRow<C extends AnyCollection>(declaration: C, row: Stored, unit: UnitKey | null): DocumentOf<C> {
  const plain = plainOf(declaration, row)
  if (!row.unit) return { id: row._id, ...plain, ...erasedValues(declaration) } as DocumentOf<C>
  if (!row.sealed || !unit) return { id: row._id, ...plain } as DocumentOf<C>
  const bytes = openWith(unit, placeOf(declaration, row), Buffer.from(row.sealed.buffer))
  return { id: row._id, ...plain, ...BSON.deserialize(bytes, { promoteBuffers: true }) } as DocumentOf<C>
}

const placeOf = (declaration: AnyCollection, row: Stored) => ({
  team: row.teamId,
  collection: declaration.name,
  document: row._id,
  rowVersion: row.version,
})

const covered = (declaration: AnyCollection, row: Stored): Buffer =>
  Buffer.from(
    BSON.serialize(
      {
        collection: declaration.name,
        team: row.teamId,
        bot: row.botId ?? null,
        id: row._id,
        version: row.version,
        unit: row.unit ?? null,
        fields: Object.fromEntries((declaration.authenticated ?? []).map((name) => [name, row[name] ?? null])),
      },
      { ignoreUndefined: true },
    ),
  )

/** The MAC over what decides in a row: its declared fields, where it belongs and its version. */
export function macOf(declaration: AnyCollection, row: Stored, { key, version }: TeamKey): Binary {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(version)
  return new Binary(Buffer.concat([head, macBytes(declaration, row, key)]))
}

const macBytes = (declaration: AnyCollection, row: Stored, key: KeyObject): Buffer =>
  createHmac('sha256', key).update(covered(declaration, row)).digest()

/**
 * Refuses a row that decides about access and was not written by Sotto.
 *
 * @throws SottoError `row_not_authentic`
 */
export function requireAuthentic(declaration: AnyCollection, row: Stored, { key }: TeamKey): void {
  const mac = row.mac && Buffer.from(row.mac.buffer)
  if (mac?.length === 36 && mac.subarray(4).equals(macBytes(declaration, row, key))) return
  throw new SottoError(
    'row_not_authentic',
    `A row of ${declaration.name} decides about access and was changed outside of Sotto. It has no effect: put it back from a backup, or make it anew.`,
  )
}

/** What the log says of a row's bytes: the hash of its sealed part and its MAC; `null` where it has neither. */
export function hashOf(row: Stored | null): string | null {
  if (!row?.sealed && !row?.mac) return null
  const hash = createHash('sha256')
  if (row.sealed) hash.update(row.sealed.buffer)
  if (row.mac) hash.update(row.mac.buffer)
  return hash.digest('hex')
}

/** What an entry says of the bytes of a row before and after. */
export function hashesOf(before: Stored | null, after: Stored | null): RowHashes | null {
  const hashes = { before: hashOf(before), after: hashOf(after) }
  return hashes.before === null && hashes.after === null ? null : hashes
}
