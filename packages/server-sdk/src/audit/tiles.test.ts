import { randomBytes } from 'node:crypto'
import { verifyConsistency, verifyInclusion } from '@sotto/verify'
import fc from 'fast-check'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { leafHash } from './entry.ts'
import { growthOf } from './segments.ts'
import { type AuditStore, auditStore, emptyLog, type LogState } from './store.ts'
import { LogDamagedError, TileReader } from './tiles.ts'
import { consistencySpans, Frontier, inclusionSpans } from './tree.ts'

// More than one tile of level 1 has room for, so that there are three levels.
const size = 66_300
const log = { teamId: 'team_1', origin: 1 }
let client: MongoClient
let name: string
let store: AuditStore
let state: LogState
const entryAt = (n: number) => Buffer.from(`entry ${n}`)
const leaves = Array.from({ length: size }, (_, n) => leafHash(entryAt(n)))

beforeAll(async () => {
  name = `t${randomBytes(6).toString('hex')}`
  client = await new MongoClient(inject('mongoUri')).connect()
  store = auditStore({ data: client.db(name), keys: client.db(`${name}_keys`) })
  state = emptyLog(1)
  await client.withSession(async (session) => {
    for (let batch = 1; state.size < size; batch++) {
      // Batches of all sizes, so that tiles end within them and at their ends.
      const count = Math.min(size - state.size, [1, 255, 256, 4096, 7, 3000][batch % 6] as number)
      const entries = leaves
        .slice(state.size, state.size + count)
        .map((leaf, n) => ({ id: `aud_${String(state.size + n).padStart(8, '0')}`, leaf }))
      const growth = await growthOf(store, log.teamId, state, entries, new Date(0), session)
      await store.segments.insertOne(growth.segment)
      if (growth.tiles.length > 0) await store.tiles.insertMany([...growth.tiles])
      state = growth.state
    }
  })
})
afterAll(async () => {
  for (const suffix of ['', '_keys']) await client.db(name + suffix).dropDatabase()
  await client.close()
})

/** The roots of the tree at each size, from the frontier alone. */
const roots = (() => {
  const frontier = new Frontier()
  return leaves.map((leaf) => {
    frontier.append(leaf)
    return frontier.root()
  })
})()
const rootAt = (of: number) => roots[of - 1] as Buffer
const anySize = fc.oneof(
  fc.integer({ min: 1, max: size }),
  fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, size - 1, size),
)

describe('the tiles of a log', () => {
  it('are 256 wide, whole, and no more than the log has filled', async () => {
    const count = (level: number) => store.tiles.countDocuments({ level })
    expect([await count(0), await count(1), await count(2)]).toEqual([258, 1, 0])
    for await (const { hashes } of store.tiles.find()) expect(hashes.length()).toBe(256 * 32)
  })

  it('prove every entry at every size since, and that each state grew from those before, in a few reads', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, anySize, fc.nat(), async (a, b, n) => {
        const [first, second] = a < b ? [a, b] : [b, a]
        const index = n % second
        const reader = new TileReader(store, log, state)
        const [root, ...inclusion] = await reader.roots([{ start: 0, end: second }, ...inclusionSpans(index, second)])
        expect(root).toEqual(rootAt(second))
        const included = { entry: entryAt(index), index, size: second, proof: inclusion, root: rootAt(second) }
        expect(verifyInclusion(included)).toBe(true)
        const proof = await reader.roots(consistencySpans(first, second))
        const grown = { first, second, proof, firstRoot: rootAt(first), secondRoot: rootAt(second) }
        expect(verifyConsistency(grown)).toBe(true)
        expect(inclusion.length).toBeLessThanOrEqual(17)
        // However large the log is: a tile for each eight levels of the tree on each of a few paths.
        expect(reader.read).toBeLessThanOrEqual(9)
      }),
      { numRuns: 60 },
    )
  })

  it('that are gone are an error, not a wrong proof', async () => {
    const tile = await store.tiles.findOneAndDelete({ level: 0, index: 3 })
    const proof = new TileReader(store, log, state).roots(inclusionSpans(800, size))
    await expect(proof).rejects.toThrow(LogDamagedError)
    if (tile) await store.tiles.insertOne(tile)
  })
})
