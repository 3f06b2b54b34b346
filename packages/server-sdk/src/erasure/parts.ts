import type { Thing } from '../data-subject/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Withholding } from './certified.ts'
import { erasureParts } from './declare.ts'

export interface WithheldThing extends Thing, Withholding {}

interface Contents {
  units: Thing
  withheld: WithheldThing
  ids: string
}

const inOne = 2000
const read = 20

/** Writes down what belongs to the person, sealed with the request's key, behind what stands there already. */
export async function appendParts<Kind extends keyof Contents>(
  running: TeamScope,
  erasureId: string,
  kind: Kind,
  content: readonly Contents[Kind][],
): Promise<void> {
  const rows = running.collection(erasureParts)
  const last = await rows.findOne({ erasureId, kind }, { sort: { ordinal: -1 } })
  let ordinal = (last?.ordinal ?? -1) + 1
  for (let start = 0; start < content.length; start += inOne) {
    const some = content.slice(start, start + inOne)
    const row = { erasureId, kind, ordinal, createdAt: running.now(), content: some }
    await rows.insert(row, { id: `${erasureId}:${kind}:${ordinal}` })
    ordinal += 1
  }
}

/** Everything that was written down of a kind, in its order. */
async function* partsOf<Kind extends keyof Contents>(
  scope: TeamScope,
  erasureId: string,
  kind: Kind,
): AsyncGenerator<Contents[Kind]> {
  const rows = scope.collection(erasureParts)
  let cursor: string | undefined
  do {
    const page = await rows.page({ erasureId, kind }, { by: 'ordinal', order: 1, limit: read, cursor })
    for (const part of await rows.openAll(page.rows)) yield* part.content as Contents[Kind][]
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

export async function everyPart<Kind extends keyof Contents>(
  scope: TeamScope,
  erasureId: string,
  kind: Kind,
): Promise<Contents[Kind][]> {
  const all: Contents[Kind][] = []
  for await (const one of partsOf(scope, erasureId, kind)) all.push(one)
  return all
}

export async function dropParts(running: TeamScope, erasureId: string): Promise<void> {
  await running.collection(erasureParts).delete({ erasureId })
}
