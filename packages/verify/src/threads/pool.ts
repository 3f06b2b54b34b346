import { Worker } from 'node:worker_threads'
import type { Block } from '../export/blocks.ts'
import type { Digested } from '../export/verify-log.ts'

/** Threads that digest blocks. */
export interface Pool {
  digest(block: Block): Promise<Digested>
  close(): Promise<void>
}

interface Waiting {
  resolve(digested: Digested): void
  reject(error: unknown): void
}

export function startPool(size: number): Pool {
  const threads = Array.from({ length: size }, startThread)
  return {
    digest(block) {
      const idlest = threads.reduce((one, other) => (other.load() < one.load() ? other : one))
      return idlest.digest(block)
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}

function startThread() {
  const worker = new Worker(workerUrl(), { execArgv: [], name: 'sotto-verify' })
  // A thread answers in the order in which it is asked.
  const waiting: Waiting[] = []
  let failure: unknown
  worker.on('message', (digested: Digested) => waiting.shift()?.resolve(digested))
  worker.on('error', (error) => {
    failure = error
    for (const each of waiting.splice(0)) each.reject(error)
  })
  return {
    load: () => waiting.length,
    digest(block: Block): Promise<Digested> {
      if (failure !== undefined) return Promise.reject(failure)
      const digested = new Promise<Digested>((resolve, reject) => {
        waiting.push({ resolve, reject })
        worker.postMessage(block, [block.buffer as ArrayBuffer])
      })
      // Blocks are asked for in order: one that fails may have to wait until somebody looks.
      digested.catch(() => undefined)
      return digested
    },
    close: () => worker.terminate(),
  }
}

/** The worker lies beside this module: as TypeScript in the sources, as `.js` or `.cjs` in the package. */
function workerUrl(): URL {
  const extension = /\.(ts|cjs|js)$/.exec(import.meta.url)?.[1] ?? 'js'
  return new URL(`./worker.${extension}`, import.meta.url)
}
