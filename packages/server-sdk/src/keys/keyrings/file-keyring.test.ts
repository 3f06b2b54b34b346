import { chmod, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeyringUnavailableError } from '../keyring.ts'
import { fileKeyring } from './file-keyring.ts'
import { behavesAsKeyring } from './testing/conformance.ts'

const about = 'ABOUT-THIS-FOLDER.txt'
const posix = process.platform !== 'win32'

behavesAsKeyring(
  'folder',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'sotto-keyring-'))
    const folder = join(root, 'keys')
    return {
      plain: true,
      open: () => fileKeyring(folder),
      away: () => rename(folder, `${folder}-away`),
      back: () => rename(`${folder}-away`, folder),
      async remains() {
        const names = await readdir(folder)
        return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('\n')
      },
      async change(epoch, change) {
        const file = join(folder, `${epoch}.epoch-key`)
        await writeFile(file, `${change((await readFile(file, 'utf8')).trim())}\n`)
      },
      close: () => rm(root, { recursive: true, force: true }),
    }
  },
  { impossible: ['deleteHalf'] },
)

describe('a keyring in a folder', () => {
  let root: string
  let folder: string
  const fileOf = (epoch: string) => join(folder, `${epoch}.epoch-key`)

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'sotto-keyring-'))
    folder = join(root, 'keys')
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  const reason = (work: Promise<unknown>) => work.then(String, (error: KeyringUnavailableError) => error.reason)

  it('has one file an epoch, and one that says what they are', async () => {
    await fileKeyring(folder).create('e1')
    expect((await readdir(folder)).sort()).toEqual([about, 'e1.epoch-key'])
    expect(await readFile(join(folder, about), 'utf8')).toMatch(/Keep a copy in another place/)
  })

  it('reads 32 bytes as hex too, as people and the first version write them', async () => {
    await mkdir(folder, { mode: 0o700 })
    await writeFile(fileOf('e1'), `${'ab'.repeat(32)}\n`, { mode: 0o600 })
    expect(await fileKeyring(folder).read('e1')).toEqual(Buffer.alloc(32, 0xab))
    expect(await fileKeyring(folder).create('e1')).toEqual(Buffer.alloc(32, 0xab))
  })

  it.runIf(posix)('can be read by its owner only, and refuses what others can read', async () => {
    const keyring = fileKeyring(folder)
    await keyring.create('e1')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(fileOf('e1'))).mode & 0o777).toBe(0o600)
    for (const mode of [0o604, 0o640, 0o620]) {
      await chmod(fileOf('e1'), mode)
      const error = await keyring.read('e1').catch((thrown) => thrown)
      expect(error).toMatchObject({
        reason: 'exposed',
        message: expect.stringContaining(`chmod -R u=rwX,go= ${folder}`),
      })
    }
    await chmod(fileOf('e1'), 0o640)
    expect(await fileKeyring(folder, { groupMayRead: true }).read('e1')).toHaveLength(32)
    await chmod(folder, 0o777)
    expect(await reason(keyring.create('e2'))).toBe('exposed')
  })

  it('that was never there is away, and so is an empty folder: a disk that is not mounted', async () => {
    expect(await reason(fileKeyring(folder).read('e1'))).toBe('unreachable')
    expect(await reason(fileKeyring(folder).list())).toBe('unreachable')
    const keyring = fileKeyring(folder)
    await keyring.create('e1')
    await rename(folder, `${folder}-away`)
    // What an instance has seen, it does not make anew.
    expect(await reason(keyring.create('e2'))).toBe('unreachable')
    await mkdir(folder)
    for (const instance of [keyring, fileKeyring(folder)]) {
      expect(await reason(instance.read('e1'))).toBe('unreachable')
      expect(await reason(instance.destroy('e1'))).toBe('unreachable')
    }
  })

  it('stays a keyring when its last key is destroyed', async () => {
    const keyring = fileKeyring(folder)
    await keyring.create('e1')
    await keyring.destroy('e1')
    expect(await fileKeyring(folder).list()).toEqual([])
    expect(await fileKeyring(folder).read('e1')).toBeUndefined()
  })

  it('keeps no half key on a disk that is full', async () => {
    const keyring = fileKeyring(folder)
    const first = await keyring.create('e1')
    const handle = await open(fileOf('e1'), 'r')
    const full = vi
      .spyOn(Object.getPrototypeOf(handle) as { writeFile: (text: string) => Promise<void> }, 'writeFile')
      .mockImplementation(async function (this: typeof handle, text: string) {
        await this.write(text.slice(0, 10))
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      })
    await handle.close()
    const error = await keyring.create('e2').catch((thrown) => thrown)
    expect(error).toBeInstanceOf(KeyringUnavailableError)
    expect(error).toMatchObject({ reason: 'refused', message: expect.stringMatching(/full.*Make room/) })
    full.mockRestore()
    expect((await readdir(folder)).sort()).toEqual([about, 'e1.epoch-key'])
    expect(await keyring.read('e2')).toBeUndefined()
    expect(await keyring.create('e2')).toHaveLength(32)
    expect(await keyring.read('e1')).toEqual(first)
  })

  it('destroys what a killed process left under another name as well', async () => {
    const keyring = fileKeyring(folder)
    const key = await keyring.create('e1')
    const left = join(folder, 'e1.epoch-key.0a1b2c3d4e5f')
    await writeFile(left, await readFile(fileOf('e1')))
    await keyring.create('e10')
    await keyring.destroy('e1')
    expect((await readdir(folder)).sort()).toEqual([about, 'e10.epoch-key'])
    expect(key).toHaveLength(32)
  })

  it.runIf(posix)('overwrites a key before it is removed', async () => {
    const keyring = fileKeyring(folder)
    const key = await keyring.create('e1')
    const handle = await open(fileOf('e1'), 'r')
    await keyring.destroy('e1')
    // Whoever had it open, or finds its blocks, finds something else.
    expect(await handle.readFile('latin1')).not.toContain(key.toString('hex').slice(0, 16))
    await handle.close()
  })

  it.runIf(posix && process.getuid?.() !== 0)('says when it may not read', async () => {
    await fileKeyring(folder).create('e1')
    await chmod(folder, 0)
    expect(await reason(fileKeyring(folder).read('e1'))).toBe('refused')
    await chmod(folder, 0o700)
  })

  it.runIf(posix)('follows links, as Kubernetes mounts secrets', async () => {
    const key = await fileKeyring(folder).create('e1')
    const mounted = join(root, 'mounted')
    await mkdir(mounted, { mode: 0o700 })
    await symlink(fileOf('e1'), join(mounted, 'e1.epoch-key'))
    expect(await fileKeyring(mounted).read('e1')).toEqual(key)
  })
})
