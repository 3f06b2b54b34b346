import type { MongoClient } from 'mongodb'
import { expect, it } from 'vitest'
import { connectDatabase, DatabaseUnsuitableError } from './index.ts'

/** As much of a client as is asked before anything is stored. */
const clientOf = (hello: object) => ({ db: () => ({ command: async () => hello }) }) as unknown as MongoClient

it('refuses a standalone MongoDB, and says how it becomes a replica set', async () => {
  const refused = connectDatabase(clientOf({ isWritablePrimary: true, maxWireVersion: 25 }))
  await expect(refused).rejects.toThrow(DatabaseUnsuitableError)
  await expect(refused).rejects.toThrow(/--replSet rs0 and run rs\.initiate\(\) once/)
})

it.each([
  ['a replica set', { setName: 'rs0', isWritablePrimary: true }],
  ['a sharded cluster', { msg: 'isdbgrid' }],
])('takes %s', async (_kind, hello) => {
  expect((await connectDatabase(clientOf(hello))).capabilities.zstd).toBe(false)
})

it('knows whether the wire is compressed with zstd', async () => {
  const { capabilities } = await connectDatabase(clientOf({ setName: 'rs0', compression: ['zstd', 'zlib'] }))
  expect(capabilities.zstd).toBe(true)
})
