/**
 * `npm run bench -- NAME [--data DIR] [--rows N]`: measures one thing beside what others do, and prints the figures as one line of
 * JSON, the last: `{"bench","figures":[{"name","value","unit","aim","met","against"}]}`. `--data` is where foreign data
 * sets lie, `--rows` how much is measured where that takes long. Exits 1 where an aim is not met.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { buildIfStale } from './build.mjs'
import { installIfMissing } from './install.mjs'
import { bringRuntime, isRecentEnough, repository, runtimeEnvironment } from './runtime.mjs'

const folder = join(repository, 'bench')

try {
  const node = bringRuntime()
  // A benchmark is TypeScript, which an older Node does not read.
  if (isRecentEnough(process.versions.node)) await main(node)
  else process.exitCode = again(node)
} catch (error) {
  process.stderr.write(`\n${error.stack ?? error.message}\n`)
  process.exitCode = 1
}

async function main(node) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, rows: { type: 'string' } },
  })
  const [name] = positionals
  if (positionals.length !== 1 || !names().includes(name)) {
    const problem =
      name === undefined ? 'Say which benchmark to run' : `There is no benchmark called ${positionals.join(' ')}`
    process.stderr.write(`${problem}. There are: ${names().join(', ')}.\n`)
    process.exitCode = 2
    return
  }
  await installIfMissing(node)
  await buildIfStale(node)
  const { run } = await import(`../bench/${name}.ts`)
  const rows = values.rows === undefined ? undefined : Number(values.rows)
  if (rows !== undefined && !(Number.isInteger(rows) && rows > 0)) {
    process.stderr.write('--rows is a whole number above 0.\n')
    process.exitCode = 2
    return
  }
  const result = await run({
    ...(values.data === undefined ? {} : { dataDir: resolve(values.data) }),
    ...(rows === undefined ? {} : { rows }),
  })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  if (result.figures.some(({ met }) => met === false)) process.exitCode = 1
}

function names() {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => /^[\w-]+\.ts$/.test(file))
  return files.map((file) => file.slice(0, -3)).sort()
}

function again(node) {
  const env = runtimeEnvironment(node)
  return spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env }).status ?? 1
}
