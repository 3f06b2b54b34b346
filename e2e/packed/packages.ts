import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

export interface PublicPackage {
  name: string
  folder: string
  /** What can be imported, with the conditions under which it is found. Scripts that only a page loads are not in it. */
  entries: Map<string, string[]>
  /** Without a lower bound on Node it is meant for browsers too, and its types must not ask for Node's. */
  needsNode: boolean
  /** Each command with its script inside the installed package. */
  commands: Map<string, string>
}

interface Manifest {
  name: string
  private?: boolean
  engines?: { node?: string }
  bin?: Record<string, string>
  exports?: Record<string, string | Record<string, unknown>>
}

/** The packages that are published and have something to publish. */
export function publicPackages(): PublicPackage[] {
  const parent = join(repository, 'packages')
  return readdirSync(parent).flatMap((name) => {
    const folder = join(parent, name)
    if (!existsSync(join(folder, 'src', 'index.ts'))) return []
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    return manifest.private === true ? [] : [described(folder, manifest)]
  })
}

function described(folder: string, manifest: Manifest): PublicPackage {
  const modules = Object.entries(manifest.exports ?? {}).filter(isModule)
  return {
    name: manifest.name,
    folder,
    entries: new Map(modules.map(([path, target]) => [`${manifest.name}${path.slice(1)}`, conditionsOf(target)])),
    needsNode: manifest.engines?.node !== undefined,
    commands: new Map(
      Object.entries(manifest.bin ?? {}).map(([command, path]) => [command, `node_modules/${manifest.name}/${path}`]),
    ),
  }
}

/** Modules have types; a path alone is a script or data. */
function isModule(entry: [string, string | Record<string, unknown>]): entry is [string, Record<string, unknown>] {
  return typeof entry[1] !== 'string'
}

function conditionsOf(target: Record<string, unknown>): string[] {
  return 'require' in target ? ['import', 'require'] : ['import']
}
