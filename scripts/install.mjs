import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { npm } from './command.mjs'
import { step } from './progress.mjs'
import { repository } from './runtime.mjs'
import { fingerprint, readJson } from './workspaces.mjs'

const lockfile = join(repository, 'package-lock.json')
const installed = join(repository, 'node_modules', '.package-lock.json')
const stamp = join(repository, 'node_modules', '.cache', 'sotto', 'installed')

/** Installs what package-lock.json names, unless it stands there already. No package's install script is run. */
export async function installIfMissing(node) {
  const wanted = `${fingerprint([lockfile])} ${process.platform}-${process.arch}`
  if (existsSync(stamp) && existsSync(installed) && readFileSync(stamp, 'utf8') === wanted) return
  if (!isInstalled()) {
    await step('Installing packages', () =>
      npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        name: 'install',
        label: 'Installing packages',
        node,
        excerpt: reasonOf,
        advice: 'Check the network and the registry that npm is set to (`npm config get registry`), then try again.',
      }),
    )
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Compares the lockfile with npm's own record of what it put into node_modules, which it writes last. */
function isInstalled() {
  if (!existsSync(installed)) return false
  const present = readJson(installed).packages
  return Object.entries(readJson(lockfile).packages).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true
    if (present[path] === undefined) return entry.optional === true || entry.devOptional === true
    return entry.link === true || present[path].version === entry.version
  })
}

/** npm gives the reason first, and then at length how it is used. */
function reasonOf(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && line.trim() !== 'npm error')
  return lines.slice(0, 12).join('\n')
}
