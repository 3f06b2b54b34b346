import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { expect, it } from 'vitest'
import { publicPackages } from './workspaces.mjs'

const commands = publicPackages().flatMap(({ folder, manifest }) =>
  Object.entries(manifest.bin ?? {}).map(([command, path]) => [command, join(folder, path)]),
)

it.each(commands)('%s can be linked before there is a build, and then says what to do', (command, script) => {
  const home = mkdtempSync(join(tmpdir(), 'sotto-command-'))
  try {
    const copy = join(home, 'bin', basename(script))
    cpSync(script, copy)
    const run = () => spawnSync(process.execPath, [copy, 'typed'], { encoding: 'utf8' })
    expect(run()).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`${command} is not built yet`),
    })
    mkdirSync(join(home, 'dist'))
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(home, 'dist', 'cli.js'), 'console.log(process.argv[2]); process.exitCode = 3')
    expect(run()).toMatchObject({ status: 3, stdout: 'typed\n', stderr: '' })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
