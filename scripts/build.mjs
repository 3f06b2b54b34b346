import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { tool } from './command.mjs'
import { step } from './progress.mjs'
import { repository } from './runtime.mjs'
import { filesIn, fingerprint, isTest, workspaces } from './workspaces.mjs'

const stamp = join(repository, 'node_modules', '.cache', 'sotto', 'built.json')
const sharedInputs = ['package-lock.json', 'turbo.json', 'tsconfig.base.json', 'tsup.shared.ts']

/**
 * Builds what is stale. When no source has changed and everything that was built still stands, that is known from one
 * look at the files, without starting a build tool; otherwise turbo rebuilds only what is affected. `show` is what
 * stands on the terminal meanwhile: by default a line that counts seconds.
 */
export async function buildIfStale(node, { show = step } = {}) {
  const all = workspaces()
  const built = all.filter(({ manifest, hasSource }) => manifest.scripts?.build !== undefined && hasSource)
  const inputs = fingerprint([...sharedInputs.map((name) => join(repository, name)), ...all.flatMap(sourcesOf)])
  if (isFresh(inputs, built)) return
  await show('Building', (update) =>
    tool(
      'turbo',
      ['run', 'build', '--output-logs=new-only', '--log-order=grouped', ...built.map(({ name }) => `--filter=${name}`)],
      {
        name: 'build',
        label: 'The build',
        node,
        advice: 'Run `npm run build` to see it again.',
        onLine: (line) => {
          const task = /^(@?[\w/-]+):build:/.exec(line)?.[1]
          if (task !== undefined) update(task)
        },
      },
    ),
  )
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, JSON.stringify({ inputs, outputs: outputsOf(built) }))
}

function isFresh(inputs, built) {
  if (!existsSync(stamp)) return false
  const last = JSON.parse(readFileSync(stamp, 'utf8'))
  return last.inputs === inputs && JSON.stringify(last.outputs) === JSON.stringify(outputsOf(built))
}

function sourcesOf({ folder }) {
  return filesIn(folder).filter((path) => !isTest(path))
}

/** Name, size and time of all that was built, so that a lost or half-written file is noticed. */
function outputsOf(built) {
  const files = built.flatMap(({ folder }) => listed(join(folder, 'dist')))
  return files.map((path) => {
    const { size, mtimeMs } = statSync(path)
    return `${relative(repository, path)} ${size} ${mtimeMs}`
  })
}

function listed(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}
