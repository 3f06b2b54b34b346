import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Where the person lies whose rows are read. */
export interface Asked {
  what: 'settle' | 'read' | 'export'
  uri: string
  database: string
  keyringFolder: string
  teamId: string
  userId: string
  contactId: string
  /** How many rows the bare driver gets at a time. */
  atOnce: number
}

/** What reading the rows bare took, in milliseconds. */
export interface Read {
  milliseconds: number
}

/** What an export took, in milliseconds. */
export interface Exported {
  collecting: number
  packing: number
  /** Of the file. */
  bytes: number
  /** Resident bytes of the process before it, and the most while it was made. */
  before: number
  most: number
}

/** As a small container gives it: a larger heap is filled with what nobody needs any more before it is cleared. */
const heap = ['--max-old-space-size=160', '--max-semi-space-size=8']

/** Waits until the log is quiet, reads a person's rows bare or exports them, in a process that has done nothing before. */
export async function inOwnProcess<T extends object>(asked: Asked): Promise<T> {
  const child = fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)), [JSON.stringify(asked)], {
    execArgv: [...process.execArgv.filter((argument) => !argument.startsWith('--inspect')), ...heap],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const ended = exited.then(([code]) => {
    throw new Error(`the process that was to ${asked.what} ended with ${code}`)
  })
  ended.catch(() => {})
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [T]
  await exited
  return told
}
