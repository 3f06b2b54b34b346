import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as latest from 'mongodb'
import * as previous from 'mongodb-v6'
import { afterAll, beforeAll, vi } from 'vitest'
import { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from '../index.ts'

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** Both majors of the driver that are supported. The older one is used through the types of the newer. */
export const drivers = [
  { driver: 'mongodb 7', mongodb: latest },
  { driver: 'mongodb 6', mongodb: previous as unknown as typeof latest },
] as const

/** A directory that is gone when the tests of the file are over; made within a test it takes `onTestFinished`. */
export function temporaryDirectory(whenOver: (remove: () => void) => void = afterAll): string {
  const directory = mkdtempSync(join(tmpdir(), 'sotto-mongo-test-'))
  whenOver(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export interface TestServer {
  readonly uri: string
  readonly client: latest.MongoClient
  /** A collection that no other test uses. */
  collection(): latest.Collection
}

/** Starts one server for the tests of a file, and a client of it. */
export function useServer(
  options: Partial<EmbeddedMongoOptions> = {},
  mongodb: typeof latest = latest,
  clientOptions: latest.MongoClientOptions = {},
): TestServer {
  const dataDir = temporaryDirectory()
  let server: EmbeddedMongo
  let client: latest.MongoClient
  let collections = 0
  beforeAll(async () => {
    server = await startEmbeddedMongo({ dataDir, inProcess: true, ...options })
    client = await new mongodb.MongoClient(server.uri, clientOptions).connect()
  })
  afterAll(async () => {
    await client?.close()
    await server?.close()
  })
  return {
    get uri() {
      return server.uri
    },
    get client() {
      return client
    },
    collection() {
      collections += 1
      return client.db('test').collection(`collection${collections}`)
    },
  }
}
