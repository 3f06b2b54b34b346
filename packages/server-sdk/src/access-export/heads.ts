import type { TeamScope } from '../mongo/index.ts'
import { expanded, type Piece, piecesOf, squeezed } from './pieces.ts'

const headsInOne = 20_000

/** A row with a key of its own, or that leads to others. */
export interface Head {
  id: string
  unit: string | null
}

interface Written {
  heads: (Head & { collection: string })[]
  pieces: number
}

/** The heads of an export: those that stand written down, read once, and those of the batch that is being read. */
export class Heads {
  readonly #scope: TeamScope
  readonly #exportId: string
  #found = new Map<string, Head[]>()
  #written: Promise<Written> | undefined

  constructor(scope: TeamScope, exportId: string) {
    this.#scope = scope
    this.#exportId = exportId
  }

  add(collection: string, head: Head): void {
    const heads = this.#found.get(collection)
    if (heads) heads.push(head)
    else this.#found.set(collection, [head])
  }

  /** Those of batches that are done, of one collection or of all. */
  async of(collection?: string): Promise<Head[]> {
    const { heads } = await this.#known()
    return collection === undefined ? heads : heads.filter((head) => head.collection === collection)
  }

  /** Whether the batch has any. */
  get areFound(): boolean {
    return this.#found.size > 0
  }

  /** What has to be written of the batch, and what to call once it is. */
  async taken(): Promise<{ pieces: Piece[]; written: () => void }> {
    const known = await this.#known()
    const found = this.#found
    this.#found = new Map()
    const pieces: Piece[] = []
    for (const [collection, heads] of found)
      for (let start = 0; start < heads.length; start += headsInOne) {
        const some = heads.slice(start, start + headsInOne)
        const bytes = await squeezed(Buffer.from(JSON.stringify(some)))
        const ordinal = known.pieces + pieces.length
        pieces.push({ ordinal, collection, rows: some.length, redactions: 0, bytes, table: null })
      }
    return {
      pieces,
      written() {
        known.pieces += pieces.length
        for (const [collection, heads] of found) for (const head of heads) known.heads.push({ ...head, collection })
      },
    }
  }

  #known(): Promise<Written> {
    this.#written ??= this.#read()
    return this.#written
  }

  async #read(): Promise<Written> {
    const written: Written = { heads: [], pieces: 0 }
    for await (const { collection, bytes } of piecesOf(this.#scope, this.#exportId, 'ids')) {
      const heads = JSON.parse((await expanded(bytes)).toString()) as Head[]
      for (const head of heads) written.heads.push({ ...head, collection })
      written.pieces += 1
    }
    return written
  }
}
