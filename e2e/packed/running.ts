import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Ended {
  code: number
  output: string
}

/** Writes a program into a project and runs it there with this Node. Never rejects: how it ended is what is tested. */
export async function runFile(
  folder: string,
  name: string,
  source: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  await writeFile(join(folder, name), source)
  return runNode(folder, [name], env)
}

export function runNode(folder: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ...env }, timeout: 240_000, killSignal: 'SIGKILL' as const }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const late = error?.killed === true ? '\n(ended: it did not finish within 240 s)' : ''
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, output: `${stdout}${stderr}${late}` })
    })
  })
}
