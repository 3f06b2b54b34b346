import type { TeamScope } from '../mongo/index.ts'
import { exportRedactions } from './declare.ts'
import type { Given } from './present.ts'
import { changeText } from './texts.ts'

interface Removal {
  collection: string
  row: string
  field: string
  start: number
  end: number
  decision: 'remove' | 'keep' | null
  instead: string
}

const atOnce = 500

/** What is left out of rows, read beside them: both lie in the order of the file. */
export class Removals {
  readonly #all: AsyncGenerator<Removal>
  #next: Promise<IteratorResult<Removal>> | undefined

  /** @param only a collection whose rows alone are looked at */
  constructor(scope: TeamScope, exportId: string, only?: string) {
    this.#all = allOf(scope, exportId, only)
  }

  /** What is left out of a row. */
  async of(collection: string, row: string): Promise<Removal[]> {
    const found: Removal[] = []
    for (;;) {
      this.#next ??= this.#all.next()
      const { value, done } = await this.#next
      if (done || value.collection !== collection || value.row !== row) return found
      if (value.decision !== 'keep') found.push(value)
      this.#next = undefined
    }
  }
}

async function* allOf(scope: TeamScope, exportId: string, only: string | undefined): AsyncGenerator<Removal> {
  const rows = scope.collection(exportRedactions)
  const filter = only === undefined ? { exportId } : { exportId, collection: only }
  let cursor: string | undefined
  do {
    const page = await rows.page(filter, { by: 'number', order: 1, limit: atOnce, cursor })
    yield* await rows.openAll(page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** A row without it. From the last place to the first, so that each lies where it was found. */
export function removed(row: Given, removals: readonly Removal[]): Given {
  if (removals.length === 0) return row
  for (const { field, start, end, instead } of removals.toSorted((one, other) => other.start - one.start))
    changeText(row, field, (text) => text.slice(0, start) + instead + text.slice(end))
  return row
}
