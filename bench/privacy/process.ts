import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Memory {
  /** Resident bytes when it began, and the most since. */
  before: number
  most: number
}

/** As a small container gives it: a larger heap is filled with what nobody needs any more before it is cleared. */
const heap = ['--max-old-space-size=160', '--max-semi-space-size=8']

/** A worker in a process of its own, and what it needed of memory. */
export async function startWorker(uri: string, database: string, keyring: string) {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [uri, database, keyring], {
    execArgv: [...process.execArgv.filter((argument) => !argument.startsWith('--inspect')), ...heap],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const heard = async () => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended with ${code}`)
    })
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [object]
    return message
  }
  await heard()
  return {
    async begin(): Promise<void> {
      const begun = heard()
      child.send('begin')
      await begun
    },
    async end(): Promise<Memory> {
      const said = heard()
      child.send('end')
      return (await said) as Memory
    },
    async close(): Promise<void> {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
