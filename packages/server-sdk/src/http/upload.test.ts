import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { removeAbandonedUploads, withUploadFolder } from './upload.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sotto-test-'))
})
afterEach(() => rm(root, { recursive: true }))

it('removes a folder also when the work in it fails', async () => {
  const failing = withUploadFolder(root, async (folder) => {
    await writeFile(join(folder, 'file'), 'content')
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await readdir(root)).toEqual([])
})

it('removes what a killed process left, but not what is being received or is not ours', async () => {
  const now = Date.parse('2026-05-03T12:00:00Z')
  const make = async (name: string, minutesAgo: number) => {
    await mkdir(join(root, name))
    await writeFile(join(root, name, 'file'), 'content')
    const at = new Date(now - minutesAgo * 60_000)
    await utimes(join(root, name), at, at)
  }
  await make('sotto-upload-aaaaaa', 61)
  await make('sotto-upload-bbbbbb', 59)
  await make('sotto-upload-of-somebody-else', 1000)
  await removeAbandonedUploads(root, now)
  expect((await readdir(root)).sort()).toEqual(['sotto-upload-bbbbbb', 'sotto-upload-of-somebody-else'])
  await removeAbandonedUploads(join(root, 'missing'), now)
})
