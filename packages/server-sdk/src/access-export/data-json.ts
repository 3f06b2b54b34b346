import type { TeamScope } from '../mongo/index.ts'
import { logName } from './log-entries.ts'
import type { Parts } from './parts.ts'
import { betweenRows, expanded, type Piece, piecesOf, rowsIn } from './pieces.ts'
import { Removals, removed } from './removals.ts'
import type { OpenExport } from './subject.ts'

/** Rows of a piece as text, without what is left out. */
async function linesOf(piece: Piece, removals: Removals): Promise<string> {
  const lines: string[] = []
  for await (const row of rowsIn(piece))
    lines.push(JSON.stringify(removed(row, await removals.of(piece.collection, row.id))))
  return lines.join(betweenRows)
}

/** Everything in one file. On its way it learns which pieces are of which collection. */
export async function* dataJson(
  scope: TeamScope,
  found: OpenExport,
  parts: Parts,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const head = {
    'sotto-export': 1,
    export: found.id,
    team: scope.teamId,
    request: found.requestId,
    kind: found.kind,
    asOf: parts.asOf,
    person: parts.person,
    derived: parts.derived,
    notGiven: parts.about.notGiven.map(({ collection, why }) => ({ collection: collection.name, why })),
    leftOut: parts.leftOut,
  }
  const removals = new Removals(scope, found.id)
  parts.pieces.clear()
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},\n"collections":{`)
  const names = [...parts.collections.map(({ name }) => name), logName]
  let at = 0
  let open = false
  const begin = (name: string) => `${at === 0 ? '\n' : ',\n'}${JSON.stringify(name)}:[`
  for await (const piece of piecesOf(scope, found.id, 'rows', 0, found.at.pieces)) {
    signal.throwIfAborted()
    parts.pieces.set(piece.collection, [...(parts.pieces.get(piece.collection) ?? []), piece.ordinal])
    while (names[at] !== piece.collection) {
      if (!open) yield Buffer.from(begin(names[at] as string))
      yield Buffer.from(']')
      open = false
      at += 1
      if (at >= names.length) throw new TypeError(`an export has rows of ${piece.collection} out of their order`)
    }
    yield Buffer.from(open ? ',\n' : `${begin(piece.collection)}\n`)
    open = true
    yield piece.redactions === 0 ? await expanded(piece.bytes) : Buffer.from(await linesOf(piece, removals))
  }
  for (; at < names.length; at += 1) {
    if (!open) yield Buffer.from(begin(names[at] as string))
    yield Buffer.from(']')
    open = false
  }
  yield Buffer.from('\n}}\n')
}
