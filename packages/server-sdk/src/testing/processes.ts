import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const sources = new URL('./from-sources.ts', import.meta.url).href

/** A process that runs a module of ours from its sources. */
export function startProcess(
  module: URL,
  typed: readonly string[],
  variables: Record<string, string | undefined> = {},
): ChildProcess & { stdout: NonNullable<ChildProcess['stdout']>; stderr: NonNullable<ChildProcess['stderr']> } {
  const child = spawn(process.execPath, ['--import', sources, fileURLToPath(module), ...typed], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_NO_WARNINGS: '1',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return child as ReturnType<typeof startProcess>
}

/** How a process ended: its exit code, or the signal that killed it. */
export async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  if (child.exitCode !== null) return child.exitCode
  if (child.signalCode !== null) return child.signalCode
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? (signal as NodeJS.Signals)
}
