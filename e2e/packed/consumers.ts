import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { npmCommand } from '../../scripts/runtime.mjs'
import { publicPackages } from './packages.ts'

const exec = promisify(execFile)

/** Both ends of what the packages say they work with. Changed together with the ranges in their package.json. */
const peers = {
  newest: {
    react: '^19.0.0',
    preact: '^10.0.0',
    '@types/react': '^19.0.0',
    mongodb: '^7.0.0',
    express: '^5.0.0',
    zod: '^4.0.0',
    '@types/express': '^5.0.0',
  },
  oldest: {
    react: '^18.0.0',
    preact: '10.11.0',
    '@types/react': '^18.0.0',
    mongodb: '6.22.0',
    express: '4.21.0',
    zod: '4.0.0',
    '@types/express': '^4.17.21',
  },
}

export interface Consumer {
  peers: keyof typeof peers
  folder: string
}

declare module 'vitest' {
  interface ProvidedContext {
    consumers: Consumer[]
  }
}

/** Packs every published package once, and installs all of them into two empty projects: one for each end. */
export default async function setup(project: TestProject) {
  const home = await mkdtemp(join(tmpdir(), 'sotto-packed-'))
  try {
    const tarballs = await packAll(join(home, 'tarballs'))
    const consumers: Consumer[] = []
    for (const end of ['newest', 'oldest'] as const) {
      const folder = join(home, end)
      await install(folder, { ...peers[end], ...tarballs })
      consumers.push({ peers: end, folder })
    }
    project.provide('consumers', consumers)
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    throw error
  }
  return () => rm(home, { recursive: true, force: true })
}

async function packAll(into: string): Promise<Record<string, string>> {
  await mkdir(into, { recursive: true })
  const entries: [string, string][] = []
  for (const { name, folder } of publicPackages()) {
    const before = new Set(await readdir(into))
    await npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', into], folder)
    const tarball = (await readdir(into)).find((file) => !before.has(file))
    if (tarball === undefined) throw new Error(`npm pack made no tarball of ${name}.`)
    entries.push([name, `file:${join(into, tarball)}`])
  }
  return Object.fromEntries(entries)
}

async function install(folder: string, dependencies: Record<string, string>) {
  await mkdir(folder, { recursive: true })
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies }
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ ...manifest, devDependencies: { '@types/node': '^24.0.0' } }),
  )
  await npm(['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], folder)
}

async function npm(args: string[], cwd: string) {
  const { command, args: all, shell } = npmCommand(process.execPath, args)
  await exec(command, all, { cwd, shell, maxBuffer: 64 * 1024 * 1024 })
}
