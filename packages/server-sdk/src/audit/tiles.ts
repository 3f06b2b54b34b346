import { Binary, type ClientSession } from '../mongo/driver.ts'
import { type AuditStore, hashesOf, type LogState, type TileDocument, tileId } from './store.ts'
import { type Completed, joined, rootOf, type Span, type Subtree, subtreesOf } from './tree.ts'

/** Hashes a tile has. A level of tiles spans eight levels of the tree. */
export const tileWidth = 256
const tileHeight = 8

/** One log of a team. */
export interface LogName {
  teamId: string
  origin: number
}

/** Something that never changes is not there: somebody took it out of the database. */
export class LogDamagedError extends Error {
  override readonly name = 'LogDamagedError'
}

/** Cuts the roots that a growing tree completes into tiles. */
export class TileCutter {
  readonly #log: LogName
  /** The unfinished tile of each level. */
  readonly #levels: Buffer[][]
  readonly #size: number[]
  readonly finished: TileDocument[] = []

  /** @param leaves those of the unfinished tile of level 0 */
  constructor(log: LogName, state: Pick<LogState, 'size' | 'edge'>, leaves: readonly Buffer[]) {
    this.#log = log
    this.#levels = [[...leaves], ...state.edge.map(hashesOf)]
    this.#size = [state.size - leaves.length]
    for (let level = 1; level < this.#levels.length; level++)
      this.#size[level] = Math.floor(state.size / tileWidth ** level) - (this.#levels[level] as Buffer[]).length
  }

  /** Given to `Frontier.append`. */
  readonly completed: Completed = (height, root) => {
    const level = height / tileHeight
    this.#levels[level] ??= []
    this.#size[level] ??= 0
    const tile = this.#levels[level] as Buffer[]
    tile.push(root)
    if (tile.length < tileWidth) return
    const index = (this.#size[level] as number) / tileWidth
    const { teamId, origin } = this.#log
    this.finished.push({
      _id: tileId(teamId, origin, level, index),
      teamId,
      origin,
      level,
      index,
      hashes: new Binary(Buffer.concat(tile)),
    })
    this.#size[level] = (this.#size[level] as number) + tileWidth
    tile.length = 0
  }

  /** The unfinished tiles of level 1 and above. */
  edge(): Binary[] {
    return this.#levels.slice(1).map((tile) => new Binary(Buffer.concat(tile)))
  }
}

/** The leaf hashes from `start` up to, not including, `end`. */
export async function leavesOf(
  store: AuditStore,
  { teamId, origin }: LogName,
  { start, end }: Span,
  session?: ClientSession,
): Promise<Buffer[]> {
  const parts: Buffer[] = []
  const segments = store.segments.find(
    { teamId, origin, first: { $lt: end } },
    { sort: { first: -1 }, projection: { first: 1, leaves: 1 }, batchSize: 64, ...(session ? { session } : {}) },
  )
  let wanted = end
  for await (const { first, leaves } of segments) {
    const hashes = hashesOf(leaves)
    if (first + hashes.length < wanted) break
    const from = Math.max(start, first)
    parts.unshift(...hashes.slice(from - first, wanted - first))
    wanted = from
    if (wanted === start) return parts
  }
  if (wanted === start) return parts
  throw new LogDamagedError(`The entries ${start} to ${wanted - 1} of the log ${origin} of ${teamId} have no segment.`)
}

/** Reads hashes of a tree from its tiles: as many as its size has digits, however large it is. */
export class TileReader {
  readonly #store: AuditStore
  readonly #log: LogName
  readonly #state: Pick<LogState, 'size' | 'edge'>
  readonly #tiles = new Map<string, Buffer[]>()
  readonly #roots = new Map<string, Buffer>()

  /** How many tiles it has read. */
  get read(): number {
    return this.#tiles.size
  }

  constructor(store: AuditStore, log: LogName, state: Pick<LogState, 'size' | 'edge'>) {
    this.#store = store
    this.#log = log
    this.#state = state
  }

  /**
   * The root over each of some spans.
   *
   * @throws LogDamagedError
   */
  async roots(spans: readonly Span[]): Promise<Buffer[]> {
    const unknown = spans.filter((span) => !this.#roots.has(nameOf(span)))
    const parts = unknown.map(subtreesOf)
    await this.#load(parts.flat().map(tileOf))
    for (const [at, subtrees] of parts.entries())
      this.#roots.set(nameOf(unknown[at] as Span), joined(subtrees.map((subtree) => this.#rootOf(subtree))))
    return spans.map((span) => this.#roots.get(nameOf(span)) as Buffer)
  }

  #rootOf(subtree: Subtree): Buffer {
    const { level, index, offset, width } = tileOf(subtree)
    const hashes = (this.#tiles.get(`${level}:${index}`) as Buffer[]).slice(offset, offset + width)
    return hashes.length === 1 ? (hashes[0] as Buffer) : rootOf(hashes)
  }

  async #load(wanted: readonly { level: number; index: number }[]): Promise<void> {
    const { teamId, origin } = this.#log
    const whole = new Map<string, string>()
    for (const { level, index } of wanted) {
      const key = `${level}:${index}`
      if (this.#tiles.has(key)) continue
      if ((index + 1) * tileWidth ** (level + 1) <= this.#state.size)
        whole.set(tileId(teamId, origin, level, index), key)
      else if (level > 0) this.#tiles.set(key, hashesOf(this.#state.edge[level - 1] as Binary))
      else
        this.#tiles.set(
          key,
          await leavesOf(this.#store, this.#log, { start: index * tileWidth, end: this.#state.size }),
        )
    }
    if (whole.size === 0) return
    for await (const { _id, hashes } of this.#store.tiles.find({ _id: { $in: [...whole.keys()] } })) {
      this.#tiles.set(whole.get(_id) as string, hashesOf(hashes))
      whole.delete(_id)
    }
    const [missing] = whole.keys()
    if (missing) throw new LogDamagedError(`The tile ${missing} of the log is not there.`)
  }
}

const nameOf = ({ start, end }: Span) => `${start}-${end}`

/** Where in the tiles a subtree has its hashes. */
function tileOf({ height, index }: Subtree) {
  const width = 2 ** (height % tileHeight)
  const first = index * width
  return {
    level: Math.floor(height / tileHeight),
    index: Math.floor(first / tileWidth),
    offset: first % tileWidth,
    width,
  }
}
