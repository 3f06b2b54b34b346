import { parentPort } from 'node:worker_threads'
import type { Block } from '../export/blocks.ts'
import { digestBlock } from '../export/digest.ts'
import type { Digested } from '../export/verify-log.ts'

parentPort?.on('message', (block: Block) => {
  const digested: Digested = { block, digest: digestBlock(block) }
  parentPort?.postMessage(digested, [block.buffer as ArrayBuffer])
})
