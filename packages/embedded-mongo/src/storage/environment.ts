import { join } from 'node:path'
import { open, type RootDatabase, type Transaction } from 'lmdb'
import type { KeyBytes } from '../bson/key-encoding.ts'
import { CommandError } from '../errors/command-error.ts'
import { DataDirectoryInUseError } from '../errors/data-directory-in-use-error.ts'
import { DataDirectoryUnusableError } from '../errors/data-directory-unusable-error.ts'
import { claimDirectory } from './claim.ts'
import { makeDirectory } from './make-directory.ts'
import type { Entry, ReadView } from './views.ts'

const maximumReaders = 4096

/** Error numbers of the platform and of lmdb that mean: there is no room left. */
const noRoom = new Set<unknown>([28, 27, 122, 5, -30792, 'ENOSPC', 'EFBIG', 'EDQUOT'])

/** The lmdb files of one data directory. Every commit is on disk when it returns. */
export class Environment {
  private readonly database: RootDatabase<Buffer, KeyBytes>
  private readonly claim: ReturnType<typeof claimDirectory>

  /** @throws DataDirectoryInUseError, DataDirectoryUnusableError */
  constructor(directory: string) {
    try {
      makeDirectory(directory)
      this.claim = claimDirectory(directory)
    } catch (cause) {
      throw cause instanceof DataDirectoryInUseError ? cause : new DataDirectoryUnusableError(directory, { cause })
    }
    try {
      this.database = open<Buffer, KeyBytes>({
        path: join(directory, 'sotto.mdb'),
        keyEncoder,
        encoding: 'binary',
        cache: false,
        // A commit writes every page that it touched: fewer, larger ones are on disk sooner. Files that are there keep theirs.
        pageSize: 8192,
        // Without overlapping, commit returns only once the data and then the root that points to it are synced.
        overlappingSync: false,
        maxReaders: maximumReaders,
      })
    } catch (cause) {
      void this.claim.release()
      throw new DataDirectoryUnusableError(directory, { cause })
    }
  }

  /** The state after the last commit; each call looks anew. */
  readonly committed: ReadView = {
    get: (key) => this.database.get(key),
    entries: (from, to, reverse) => this.range(from, to, reverse === true, undefined),
  }

  /** A picture that later commits do not change. It holds on to disk space until it is released. */
  snapshot(): Snapshot {
    const transaction = this.database.useReadTransaction()
    return {
      get: (key) => this.database.get(key, { transaction }),
      entries: (from, to, reverse) => this.range(from, to, reverse === true, transaction),
      release: once(() => transaction.done()),
    }
  }

  private *range(
    from: KeyBytes,
    to: KeyBytes,
    reverse: boolean,
    transaction: Transaction | undefined,
  ): Iterable<Entry> {
    if (from >= to) return
    const bounds = reverse
      ? { start: to, end: from, reverse, exclusiveStart: true, inclusiveEnd: true }
      : { start: from, end: to }
    const options = transaction ? { ...bounds, transaction } : bounds
    yield* this.database.getRange(options)
  }

  /** Stores all writes or none. @throws CommandError `OutOfDiskSpace` where the disk is full. */
  commit(writes: ReadonlyMap<KeyBytes, Buffer | null>): void {
    try {
      this.database.transactionSync(() => {
        for (const [key, value] of writes) {
          if (value === null) this.database.removeSync(key)
          else this.database.putSync(key, value)
        }
      })
    } catch (error) {
      throw storageError(error)
    } finally {
      this.database.resetReadTxn()
    }
  }

  async close(): Promise<void> {
    await this.database.close()
    await this.claim.release()
  }
}

export interface Snapshot extends ReadView {
  release(): void
}

function storageError(error: unknown): CommandError {
  const code = (error as { code?: unknown }).code
  const message = error instanceof Error ? error.message : String(error)
  if (noRoom.has(code)) {
    return new CommandError('OutOfDiskSpace', `Nothing was written: the disk refused it (${message}); is it full?`, {
      cause: error,
    })
  }
  return new CommandError('InternalError', `Nothing was written: ${message}`, { cause: error })
}

/** Keys are written where lmdb wants them, a byte for each character, without a buffer of their own in between. */
const keyEncoder = {
  /** @throws RangeError where there is no room: lmdb then makes some */
  writeKey(key: KeyBytes, target: Buffer, at: number): number {
    if (at + key.length > target.length) throw new RangeError('the key is longer than the room for it')
    return at + target.write(key, at, 'latin1')
  },
  readKey: (source: Buffer, start: number, end: number): KeyBytes => source.toString('latin1', start, end),
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
