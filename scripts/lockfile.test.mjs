import { relative, sep } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from './runtime.mjs'
import { readJson, workspaces } from './workspaces.mjs'

const { packages } = readJson(`${repository}/package-lock.json`)
const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

it.each(workspaces())('package-lock.json is in step with $name', ({ folder, manifest }) => {
  const locked = packages[relative(repository, folder).split(sep).join('/')]
  for (const kind of kinds) expect(locked[kind] ?? {}).toEqual(manifest[kind] ?? {})
})

// npm leaves out binaries that the registry did not have when the lockfile was made, and then `npm ci` refuses it.
it('package-lock.json names all that its packages need, on every platform', () => {
  const missing = Object.entries(packages).flatMap(([place, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => resolved(place, name) === undefined)
      .map((name) => `${place} needs ${name}`),
  )
  expect(missing).toEqual([])
})

it('package-lock.json holds a hash of everything that is downloaded', () => {
  const downloaded = Object.entries(packages).filter(([place, { link }]) => /(^|\/)node_modules\//.test(place) && !link)
  expect(downloaded.filter(([, { integrity }]) => integrity === undefined).map(([place]) => place)).toEqual([])
})

/** Where Node would find a package that is asked for from a place: there, or in a folder above it. */
function resolved(place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const found = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]
    if (found !== undefined || at === '') return found
  }
}
