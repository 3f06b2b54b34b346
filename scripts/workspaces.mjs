import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { repository } from './runtime.mjs'

const madeByTools = new Set(['node_modules', 'dist', '.turbo', '.runtime', 'coverage', 'data', 'keys'])

/**
 * The workspaces of the repository: `{ name, folder, manifest, hasSource }`, folders absolute. `hasSource` is false for
 * a folder that holds nothing to build yet.
 */
export function workspaces() {
  const { workspaces: patterns } = readJson(join(repository, 'package.json'))
  return patterns.flatMap(foldersOf).flatMap((folder) => {
    const path = join(folder, 'package.json')
    if (!existsSync(path)) return []
    const manifest = readJson(path)
    return [{ name: manifest.name, folder, manifest, hasSource: hasEntry(folder) }]
  })
}

/** The packages that are published. */
export function publicPackages() {
  return workspaces().filter(({ manifest }) => manifest.private !== true)
}

/** All files below a folder that people wrote, as absolute paths in a fixed order; none where there is no folder. */
export function filesIn(folder) {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (madeByTools.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

/** True for a file of tests, whichever runner it is for. */
export function isTest(path) {
  return /\.test\.(ts|mjs)$/.test(path)
}

/** One hash over names and contents. */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const content = readFileSync(path)
    hash.update(`${relative(repository, path).split(sep).join('/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function hasEntry(folder) {
  return ['src/index.ts', 'src/main.ts'].some((path) => existsSync(join(folder, path)))
}

function foldersOf(pattern) {
  if (!pattern.endsWith('/*')) return [join(repository, pattern)]
  const parent = join(repository, pattern.slice(0, -2))
  if (!existsSync(parent)) return []
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
}
