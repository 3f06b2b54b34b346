import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileKeyring } from './file-keyring.ts'
import { KeyringUnavailableError } from './keyring.ts'

let root: string
let folder: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sotto-keyring-'))
  folder = join(root, 'keys')
})
afterEach(() => rm(root, { recursive: true, force: true }))

it('keeps a key of 32 bytes for each epoch', async () => {
  const keyring = fileKeyring(folder)
  const first = await keyring.create('e1')
  const second = await keyring.create('e2')
  expect([first.length, second.length, first.equals(second)]).toEqual([32, 32, false])
  expect(await fileKeyring(folder).read('e1')).toEqual(first)
  expect(await keyring.list()).toEqual(['e1', 'e2'])
  expect(await keyring.read('e3')).toBeUndefined()
})

it('keeps the first key of an epoch, also when several make it at once', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => fileKeyring(folder).create('e1')))
  const kept = await fileKeyring(folder).read('e1')
  for (const key of [...keys, await fileKeyring(folder).create('e1')]) expect(key).toEqual(kept)
  expect(await readdir(folder)).toEqual(['e1.epoch-key'])
})

it.skipIf(process.platform === 'win32')('can be read by its owner only', async () => {
  await fileKeyring(folder).create('e1')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'e1.epoch-key'))).mode & 0o777).toBe(0o600)
})

it('tells a keyring that is away from a key that was destroyed', async () => {
  const keyring = fileKeyring(folder)
  const key = await keyring.create('e1')
  await rename(folder, `${folder}-away`)
  await expect(keyring.read('e1')).rejects.toBeInstanceOf(KeyringUnavailableError)
  await rename(`${folder}-away`, folder)
  expect(await keyring.read('e1')).toEqual(key)
  await keyring.destroy('e1')
  expect(await keyring.read('e1')).toBeUndefined()
  await keyring.destroy('e1')
})

it('never answers with a damaged key', async () => {
  const keyring = fileKeyring(folder)
  await keyring.create('e1')
  const file = join(folder, 'e1.epoch-key')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.slice(0, 40))
  await expect(keyring.read('e1')).rejects.toBeInstanceOf(KeyringUnavailableError)
  await expect(keyring.create('e1')).rejects.toBeInstanceOf(KeyringUnavailableError)
})

it('takes no epoch that is a path', async () => {
  await expect(async () => fileKeyring(folder).read('../secret')).rejects.toThrow(TypeError)
})
