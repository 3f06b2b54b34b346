import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bringRuntime, isRecentEnough, npmCommand, RuntimeError, repository, runtimeEnvironment } from './runtime.mjs'

const silent = () => {}

describe('isRecentEnough', () => {
  it.each(['22.18.0', 'v22.18.1', '23.6.0', '24.0.0', '26.10.0'])('takes %s', (version) => {
    expect(isRecentEnough(version)).toBe(true)
  })

  it.each(['18.20.0', '20.20.2', '22.17.9', '23.5.0'])('does not take %s', (version) => {
    expect(isRecentEnough(version)).toBe(false)
  })
})

describe('bringRuntime', () => {
  it('stays with the running Node where that is recent enough', () => {
    expect(bringRuntime({ running: '24.1.0', fetch: mustNotFetch })).toBe(process.execPath)
  })

  it.each([
    ['a platform for which npm carries none', { platform: 'sunos-x64' }, 'sunos-x64'],
    ['musl, on which the binaries do not run', { platform: 'linux-x64', musl: true }, 'linux-x64 with musl'],
  ])('says which Node to install on %s', (_, machine, named) => {
    const bring = () => bringRuntime({ running: '20.1.0', fetch: mustNotFetch, ...machine })
    expect(bring).toThrow(RuntimeError)
    expect(bring).toThrow(named)
    expect(bring).toThrow('Install Node 24')
  })

  it.skipIf(process.platform === 'win32')('unpacks what it fetched, once, and leaves nothing else behind', () => {
    const { into, source, tarball } = fakeNode('99.1.0')
    const options = { running: '20.1.0', platform: 'linux-x64', musl: false, into, source, say: silent }
    const binary = bringRuntime({ ...options, fetch: () => tarball })
    expect(spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout).toBe('v99.1.0\n')
    expect(readdirSync(into)).toEqual(['node-v99.1.0-linux-x64'])
    expect(bringRuntime({ ...options, fetch: mustNotFetch })).toBe(binary)
  })

  it('refuses a package that differs from the pin in one byte, and keeps nothing of it', () => {
    const { into, source, tarball } = fakeNode('99.1.0')
    const changed = Buffer.from(tarball)
    changed[changed.length - 1] ^= 1
    const options = { running: '20.1.0', platform: 'linux-x64', musl: false, into, source, say: silent }
    expect(() => bringRuntime({ ...options, fetch: () => changed })).toThrow('is not the package that was pinned')
    expect(readdirSync(into)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('does not keep a Node that does not run here', () => {
    const { into, source, tarball } = fakeNode('99.1.0', '#!/bin/sh\nexit 127\n')
    const options = { running: '20.1.0', platform: 'linux-x64', musl: false, into, source, say: silent }
    expect(() => bringRuntime({ ...options, fetch: () => tarball })).toThrow('does not run on this machine')
    expect(readdirSync(into)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('gives way to another process that was faster', () => {
    const { into, source, tarball } = fakeNode('99.1.0')
    const options = { running: '20.1.0', platform: 'linux-x64', musl: false, into, source, say: silent }
    const fetch = () => {
      bringRuntime({ ...options, fetch: () => tarball })
      return tarball
    }
    expect(existsSync(bringRuntime({ ...options, fetch }))).toBe(true)
    expect(readdirSync(into)).toEqual(['node-v99.1.0-linux-x64'])
  })
})

describe('runtimeEnvironment', () => {
  it('puts our Node and the installed tools before what was on the path, however the path is called', () => {
    const { Path } = runtimeEnvironment(join('/n', 'bin', 'node'), { Path: '/usr/bin' })
    expect(Path.split(delimiter)).toEqual([join('/n', 'bin'), join(repository, 'node_modules', '.bin'), '/usr/bin'])
  })

  it('asks tools to report to nobody', () => {
    expect(runtimeEnvironment('node', {})).toMatchObject({ DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1' })
  })
})

describe('npmCommand', () => {
  it('runs an npm that answers', () => {
    const { command, args, shell } = npmCommand(process.execPath, ['--version'])
    expect(spawnSync(command, args, { shell, encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+\n/)
  })
})

it('ignores the folder that it unpacks into', () => {
  expect(readFileSync(join(repository, '.gitignore'), 'utf8').split('\n')).toContain('.runtime/')
})

/** A package like npm's, whose Node is a script that knows its version. */
function fakeNode(version, script = `#!/bin/sh\necho v${version}\n`) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-runtime-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const into = join(folder, 'runtime')
  mkdirSync(into)
  const archive = [
    entry('package/package.json', '{}'),
    entry('package/bin/node', script),
    entry('package/../outside', 'must not be written'),
    Buffer.alloc(1024),
  ]
  const tarball = gzipSync(Buffer.concat(archive))
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  return { into, tarball, source: { name: 'a-node', version, integrity } }
}

function entry(name, content) {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body])
}

function mustNotFetch() {
  throw new Error('nothing should have been fetched')
}
