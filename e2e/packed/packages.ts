import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

export interface PublicPackage {
  name: string
  folder: string
  /** What can be imported, with the conditions under which it is found: `{ '.': ['import', 'require'] }`. */
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
  const modules = Object.entries(manifest.exports ?? {}).filter(([path]) => !path.endsWith('.json'))
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

function conditionsOf(target: string | Record<string, unknown>): string[] {
  if (typeof target === 'string' || !('require' in target)) return ['import']
  return ['import', 'require']
}
