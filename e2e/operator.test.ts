import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, test, vi } from 'vitest'

const command = fileURLToPath(new URL('../packages/server-sdk/bin/sotto.mjs', import.meta.url))
const { folder } = inject('places')

/** Runs a command beside the server, as its operator does. @returns what it said; throws where it did not end with 0 */
async function sotto(...typed: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    SOTTO_DATA_DIR: join(folder, 'data'),
    SOTTO_KEYRING: join(folder, 'keys'),
    NODE_NO_WARNINGS: '1',
  }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...typed], { env, timeout: 60_000 })
  return stderr + stdout
}

const keys = async () => (await readdir(join(folder, 'keys'))).filter((name) => name.endsWith('.epoch-key'))

test('keys are rotated beside the server that runs, which keeps the old ones until a newer backup is confirmed', async () => {
  const [first] = await keys()
  const said = await sotto('keys', 'rotate')
  expect(said).toMatch(/^Making a new epoch key\n|Waiting until nobody uses the old ones\n/m)
  expect(said).toContain('The old ones are destroyed once a backup of the new ones is confirmed.')
  expect(await keys()).toHaveLength(2)
  expect(await sotto('keys', 'status')).toContain('step backup, waits for a backup')
  await sotto('keys', 'confirm-backup', '--begun', new Date().toISOString())
  // The server goes on by itself.
  const left = async () => expect(await keys()).toEqual([expect.not.stringContaining(first as string)])
  await vi.waitFor(left, { timeout: 60_000, interval: 100 })
})
