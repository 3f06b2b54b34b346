import { createWriteStream } from 'node:fs'
import { appendFile, copyFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type fileKeyring, memoryKeyring } from '../keys/index.ts'
import { openOperator } from '../operator.ts'
import { makeBackup, restoreBackup, restoreCheck } from './index.ts'
import { type Installation, startInstallation } from './testing/restored.ts'

let here: Installation
let of: { mongo: string; database: string; keyring: ReturnType<typeof fileKeyring>; now: () => Date }

beforeAll(async () => {
  here = await startInstallation({ runJobs: false })
  const { variables, running, clock } = here
  of = { mongo: variables.MONGODB_URI, database: running.database, keyring: running.keyring as never, now: clock.now }
  await here.acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
  expect(await here.sotto('backup --to ~/whole')).toMatchObject({ code: 0 })
})
afterAll(() => here.close())

const at = (path: string) => join(here.folder, path)

describe('a backup', () => {
  it('is what mongorestore reads: BSON and metadata of each collection, and no index database', async () => {
    const { database } = here.running
    expect(await readdir(at('whole'))).toEqual(['data', 'keys'])
    expect((await readdir(at('whole/keys'))).sort()).toEqual(['manifest.json', `${database}_keys`])
    const files = await readdir(at(`whole/data/${database}`))
    expect(files).toContain('contacts.bson.gz')
    expect(files).toContain('contacts.metadata.json.gz')
    const manifest = JSON.parse(await readFile(at('whole/keys/manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({ part: 'keys', fence: 1, consistency: expect.any(String) })
    const everything = (await readdir(at('whole'), { recursive: true })).join()
    expect(everything).not.toContain('tokens')
  })

  it('needs a folder of its own', async () => {
    await mkdir(at('empty'))
    expect(await here.sotto('backup --only data --to ~/empty')).toMatchObject({ code: 0 })
    const again = await here.sotto('backup --to ~/empty')
    expect(again).toMatchObject({ code: 1, said: '', complained: expect.stringContaining('is not empty') })
    expect(await readdir(at('empty'))).toEqual(['data'])
    await mkdir(at('left/data.unfinished'), { recursive: true })
    expect((await here.sotto('backup --to ~/left')).complained).toContain('a backup that was interrupted')
    await writeFile(at('file'), '')
    expect((await here.sotto('backup --to ~/file')).complained).toContain('is a file')
  })

  it.runIf(process.platform === 'linux')('refuses at once what is no place for folders', async () => {
    for (const to of ['/proc/none', '/proc/none/of/these', '/dev/null/none'])
      expect(await here.sotto(`backup --to ${to}`)).toMatchObject({ code: 1, complained: expect.stringContaining(to) })
  })

  it('leaves nothing behind when there is no room, at whichever file', async () => {
    for (const fails of ['contacts.bson.gz', 'unitKeys.metadata.json.gz', 'manifest.json']) {
      const openFile = (path: string) =>
        path.endsWith(fails)
          ? new Writable({
              write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
            })
          : createWriteStream(path)
      await expect(makeBackup({ ...of, to: at('no-room'), openFile })).rejects.toMatchObject({ reason: 'no-room' })
      await expect(readdir(at('no-room'))).rejects.toMatchObject({ code: 'ENOENT' })
    }
  })

  it('is not made of keys that the keyring does not open', async () => {
    const other = memoryKeyring()
    const { core, close } = await openOperator(of)
    const { epoch } = await core.teamKeys.control.get()
    await close()
    await expect(makeBackup({ ...of, keyring: other, to: at('other') })).rejects.toMatchObject({ reason: 'keyring' })
    await other.create(epoch)
    await expect(makeBackup({ ...of, keyring: other, to: at('other') })).rejects.toMatchObject({
      reason: 'keyring',
      message: expect.stringContaining('is not the one that wrapped'),
    })
    await expect(readdir(at('other'))).rejects.toMatchObject({ code: 'ENOENT' })
    const { backup } = JSON.parse((await here.sotto('keys status --json')).said)
    expect(backup).toMatchObject({ by: 'sotto' })
  })

  it('ends at once when it is interrupted', async () => {
    await expect(makeBackup({ ...of, to: at('aborted'), signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(readdir(at('aborted'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a copy that is not as it was made', () => {
  type Change = (folder: string) => Promise<void>
  const cut =
    (file: string, left: (bytes: number) => number): Change =>
    async (folder) => {
      const path = join(folder, file)
      await truncate(path, Math.floor(left((await readFile(path)).length)))
    }
  const replaced =
    (file: string, from: string, by: string): Change =>
    async (folder) => {
      const path = join(folder, file)
      const text = await readFile(path, 'utf8')
      expect(text).toContain(from)
      await writeFile(path, text.replace(from, by))
    }
  const change: Record<string, Change> = {
    'data cut off within a file': cut('contacts.bson.gz', () => 40),
    'data with a file of no bytes': cut('members.bson.gz', () => 0),
    'data without the last byte of a file': cut('auditEntries.bson.gz', (bytes) => bytes - 1),
    'data cut off within what is said of a collection': cut('teams.metadata.json.gz', (bytes) => bytes / 2),
    'data with a byte changed': async (folder) => {
      const path = join(folder, 'contacts.bson.gz')
      const bytes = await readFile(path)
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20)
      await writeFile(path, bytes)
    },
    'data with more behind its end': (folder) => appendFile(join(folder, 'contacts.bson.gz'), 'x'),
    'data with a file of another collection': (folder) =>
      copyFile(join(folder, 'teams.bson.gz'), join(folder, 'contacts.bson.gz')),
    'data without one of its files': (folder) => rm(join(folder, 'messages.metadata.json.gz')),
    'data without a manifest': (folder) => rm(join(folder, '../manifest.json')),
    'data with a manifest that is cut off': cut('../manifest.json', () => 100),
    'data said to be of another day': replaced('../manifest.json', '"begunAt": "2', '"begunAt": "3'),
    'keys cut off in the middle': cut('unitKeys.bson.gz', (bytes) => bytes / 2),
    'keys without the current epoch': cut('control.bson.gz', () => 0),
    'keys without those of teams': (folder) => rm(join(folder, 'teamKeys.bson.gz')),
    'keys without the ledger of erasures': (folder) => rm(join(folder, 'erasures.bson.gz')),
    'keys with another checkpoint': replaced('../manifest.json', '"logs": [', '"logs": [ '),
    'keys with a manifest that is cut off': cut('../manifest.json', (bytes) => bytes - 3),
  }

  it.each(Object.keys(change))('is refused before anything is written: %s', async (what) => {
    const folder = at(`damaged ${what}`)
    const part = what.startsWith('keys') ? 'keys' : 'data'
    await cp(at('whole'), folder, { recursive: true })
    await change[what]?.(join(folder, part, here.running.database + (part === 'keys' ? '_keys' : '')))
    const name = here.freshName()
    const restoring = restoreBackup({
      data: join(folder, 'data'),
      keys: join(folder, 'keys'),
      into: { mongo: of.mongo, database: name },
      keyring: of.keyring,
    })
    await expect(restoring).rejects.toMatchObject({
      name: 'BackupError',
      reason: 'damaged',
      message: expect.stringMatching(/damaged .*(Fetch this backup again|take another one)/),
    })
    for (const suffix of ['', '_keys', '_index'])
      expect(
        await here.running.client
          .db(name + suffix)
          .listCollections()
          .toArray(),
      ).toEqual([])
  })
})

describe('putting back', () => {
  const into = (database: string) => ({ into: { mongo: of.mongo, database }, keyring: of.keyring })

  it('goes into empty databases only, with the keyring and keys that belong to them', async () => {
    const { database } = here.running
    const whole = { data: at('whole'), keys: at('whole') }
    await expect(restoreBackup({ ...whole, ...into(database) })).rejects.toMatchObject({ reason: 'exists' })
    const name = here.freshName()
    await expect(restoreBackup({ ...whole, ...into(name), keyring: memoryKeyring() })).rejects.toMatchObject({
      reason: 'keyring',
    })
    await expect(restoreBackup({ data: at('whole'), ...into(name) })).rejects.toMatchObject({ reason: 'unsuitable' })
    here.clock.advance(1000)
    await here.sotto('backup --only data --to ~/newer-data')
    await expect(restoreBackup({ data: at('newer-data'), keys: at('whole'), ...into(name) })).rejects.toMatchObject({
      reason: 'losses',
    })
    await expect(here.serving(name)).rejects.toThrow()
  })

  it('refuses what is of another installation, with its keys or without, and leaves what runs as it was', async () => {
    const { client, database } = here.running
    const other = await startInstallation({ runJobs: false })
    try {
      await other.sotto('backup --to ~/theirs')
      const theirs = { keys: join(other.folder, 'theirs'), keyring: other.running.keyring }
      const name = here.freshName()
      const mixed = restoreBackup({ data: at('whole'), ...into(name), ...theirs })
      await expect(mixed).rejects.toMatchObject({ reason: 'keyring', message: /belong to another installation/ })
      const theirKeys = restoreBackup({ data: at('whole'), keys: theirs.keys, ...into(name) })
      await expect(theirKeys).rejects.toMatchObject({ reason: 'keyring', message: /use the keyring that belongs/ })
      expect(await client.db(name).listCollections().toArray()).toEqual([])
      // Beside a key database that is there, as after the loss of the data alone.
      await client.db(other.running.database).dropDatabase()
      await client.db(`${other.running.database}_index`).dropDatabase()
      const beside = restoreBackup({ data: at('whole'), ...into(other.running.database), keyring: theirs.keyring })
      await expect(beside).rejects.toMatchObject({ reason: 'keyring', message: /belong to another installation/ })
      expect(await client.db(other.running.database).listCollections().toArray()).toEqual([])
      expect(database).not.toBe(name)
      expect(await here.acme.team.contacts.find({ email: 'ada@example.com' }).toArray()).toHaveLength(1)
      await here.acme.team.contacts.create({ name: 'Bo', email: 'bo@example.com' })
    } finally {
      await other.close()
    }
  })

  it('is needed before a server uses what was put back with other means', async () => {
    const { client, database } = here.running
    const name = here.freshName()
    await restoreBackup({ data: at('whole'), keys: at('whole'), ...into(name) })
    const { sotto } = await here.serving(name, { runJobs: false })
    await sotto.close()
    const generation = (suffix: string) => client.db(name + suffix).collection<{ _id: string }>('preparations')
    const back = async (suffix: string) =>
      generation(suffix).updateOne({ _id: 'generation' }, { $inc: { generation: -1 } })
    const refusal = (message: RegExp) =>
      expect(here.serving(name, { runJobs: false })).rejects.toMatchObject({
        name: 'DatabaseUnsuitableError',
        message: expect.stringMatching(message),
      })
    await back('_index')
    await refusal(/index database .* does not belong/)
    expect(await here.sotto('restore-check', name)).toMatchObject({ code: 0, complained: expect.any(String) })
    await back('')
    await refusal(/is older than its keys/)
    expect(await here.sotto('restore-check', name)).toMatchObject({ code: 0 })
    await back('_keys')
    await refusal(/key database .* is older/)
    expect((await here.sotto('restore-check', name)).complained).toContain('--accept-losses')
    expect(await here.sotto('restore-check --accept-losses', name)).toMatchObject({ code: 0 })
    expect((await here.sotto('restore-check', name)).said).toContain('The databases belong together')
    // The log is shorter than what was signed of it.
    await client.db(name).collection('auditHeads').deleteMany({})
    await refusal(/was signed: the database was put back/)
    await client.db(`${name}_keys`).dropDatabase()
    await refusal(/is older than/)
    await expect(restoreCheck({ ...of, database: name })).rejects.toMatchObject({ reason: 'unsuitable' })
    expect(database).not.toBe(name)
  })
})
