import { createHmac, hash, type KeyObject } from 'node:crypto'
import type { RowHashes } from '../audit/entry.ts'
import { type AnyCollection, type DocumentOf, erasedValues, type PlainOf } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { openWith, SealBrokenError, seal, type TeamKey, type UnitKey } from '../keys/index.ts'
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
  /** How often something began to lead to it, of somebody who may become part of another: see `leading.ts`. */
  led?: number
}

/** The fields of a row that lie in the clear. */
export const plainOf = <C extends AnyCollection>(declaration: C, values: RawDocument): PlainOf<C> =>
  picked(values, declaration.plainNames) as PlainOf<C>

/** Some fields of a document. A loop, for this is done for each row that is read or written. */
function picked(values: RawDocument, names: readonly string[]): RawDocument {
  const result: RawDocument = {}
  for (const name of names) result[name] = values[name]
  return result
}

/** The sealed part of a row. */
export function sealedPart(declaration: AnyCollection, row: Stored, values: RawDocument, unit: UnitKey): Binary {
  const bytes = BSON.serialize(picked(values, declaration.sealedNames), { ignoreUndefined: true })
  return new Binary(seal(unit.key, unit.version, placeOf(declaration, row), bytes))
}

/** A row with its sealed part opened. @throws SealBrokenError when it was changed, moved or put back */
export function openedRow<C extends AnyCollection>(declaration: C, row: Stored, unit: UnitKey | null): DocumentOf<C> {
  const document: RawDocument = { id: row._id }
  for (const name of declaration.plainNames) document[name] = row[name]
  if (!row.unit) Object.assign(document, erasedValues(declaration))
  else if (row.sealed && unit) {
    const bytes = openWith(unit, placeOf(declaration, row), bytesIn(row.sealed))
    Object.assign(document, BSON.deserialize(bytes, { promoteBuffers: true }))
  }
  return document as DocumentOf<C>
}

/** What is opened or decoded, unless somebody changed it outside of Sotto: one row must not stop what goes over all. */
export function unlessBroken<T>(opened: () => T, broken: () => void): T | undefined {
  try {
    return opened()
  } catch (error) {
    if (!(error instanceof SealBrokenError || error instanceof SyntaxError)) throw error
    broken()
    return undefined
  }
}

const bytesIn = ({ buffer }: Binary): Buffer =>
  Buffer.isBuffer(buffer) ? buffer : Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)

const placeOf = (declaration: AnyCollection, row: Stored) => ({
  team: row.teamId,
  collection: declaration.name,
  document: row._id,
  rowVersion: row.version,
  within: withinOf(declaration, row),
})

/**
 * The plain fields that say to whom or what a row belongs. What is sealed opens with these values alone: whoever may write
 * to the database would else point a message at their own conversation, and read it there.
 */
export const placingNames = ({ about, joins }: AnyCollection): readonly string[] =>
  typeof about === 'object' ? [about.field] : joins === undefined ? [] : [joins]

function withinOf(declaration: AnyCollection, row: Stored): string | undefined {
  const names = placingNames(declaration)
  if (names.length === 0 && !declaration.silo) return undefined
  const belongs = names.map((name) => row[name] ?? '')
  return [...(declaration.silo ? [row.botId] : []), ...belongs].join(' ')
}

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
    `${declaration.name} ${row._id} decides about access or about people, and was changed outside of Sotto. It has no effect: put it back from a backup, or make it anew.`,
  )
}

/** What the log says of a row's bytes: the hash of its sealed part and its MAC; `null` where it has neither. */
export function hashOf(row: Stored | null): string | null {
  const { sealed, mac } = row ?? {}
  if (sealed && mac) return hash('sha256', Buffer.concat([sealed.buffer, mac.buffer]))
  const one = sealed ?? mac
  return one ? hash('sha256', one.buffer) : null
}

/** What an entry says of the bytes of a row before and after. */
export function hashesOf(before: Stored | null, after: Stored | null): RowHashes | null {
  const hashes = { before: hashOf(before), after: hashOf(after) }
  return hashes.before === null && hashes.after === null ? null : hashes
}
