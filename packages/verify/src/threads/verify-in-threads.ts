import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { LogVerdict } from '../export/verdict.ts'
import { type LogOptions, verifyBlocks, verifyLog } from '../export/verify-log.ts'
import { startPool } from './pool.ts'

/** As for `verifyLog`, and on how many threads. */
export interface ThreadOptions extends LogOptions {
  /** How many threads hash, 1 to 256; 1 is the calling one. Default: as many as the machine has cores. */
  workers?: number
}

const mostWorkers = 256
/** Below this, starting threads takes longer than the work. */
const worthThreads = 16 * 1024 * 1024
const readAtOnce = 1024 * 1024

/**
 * The same as `verifyLog`, with the hashing on several threads.
 *
 * @throws FormatError when a key or checkpoint among the options cannot be read
 * @throws RangeError when `workers` is not a whole number from 1 to 256
 */
export async function verifyLogInThreads(
  stream: AsyncIterable<Uint8Array>,
  { workers = availableParallelism(), ...options }: ThreadOptions = {},
): Promise<LogVerdict> {
  demandCount(workers)
  if (workers === 1) return verifyLog(stream, options)
  const pool = startPool(workers)
  try {
    // Two for each thread: one to work on, and the next already there.
    return await verifyBlocks(stream, options, pool.digest, workers * 2)
  } finally {
    await pool.close()
  }
}

/**
 * Checks an export that lies in a file. Small files are read by the calling thread alone.
 *
 * @throws FormatError, RangeError as `verifyLogInThreads`, and the system's error when the file cannot be read
 */
export async function verifyLogFile(path: string, options: ThreadOptions = {}): Promise<LogVerdict> {
  const { workers = availableParallelism() } = options
  demandCount(workers)
  const { size } = await stat(path)
  const threads = size < worthThreads ? 1 : workers
  return verifyLogInThreads(chunksOf(path), { ...options, workers: threads })
}

/** Opens the file when it is read, so that nothing stays open when the options are refused. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: readAtOnce }) as AsyncIterable<Uint8Array>
}

function demandCount(workers: number): void {
  if (!Number.isInteger(workers) || workers < 1 || workers > mostWorkers)
    throw new RangeError(`workers has to be a whole number from 1 to ${mostWorkers}.`)
}
