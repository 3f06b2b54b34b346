import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo } from '@sotto/embedded-mongo'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Installation, startInstallation } from '../backup/testing/restored.ts'
import { environmentKeyring, fileKeyring } from '../keys/index.ts'
import { createSotto } from '../sotto.ts'
import { progressOn } from './progress.ts'
import { run } from './run.ts'

describe('sotto keys', () => {
  let here: Installation

  beforeAll(async () => {
    here = await startInstallation({ runJobs: false })
  })
  afterAll(() => here.close())

  it('shows how keys stand, to people, to programs and to alarms', async () => {
    const table = await here.sotto('keys status')
    expect(table).toMatchObject({ code: 0, complained: '' })
    expect(table.said).toMatch(/^Keyring +file .*keyring\nUnits +\d+ keys? of people and things\n/)
    expect(table.said).toMatch(/\ne20260503-\w+ +2026-05-03 09:00 UTC, 0 minutes ago +in the keyring\n/)
    expect(table.said).toMatch(/Rotation +due 2026-05-17 09:00 UTC, in 14 days\nKey backup +none was confirmed yet/)
    const status = JSON.parse((await here.sotto('keys status --json')).said)
    expect(status).toMatchObject({ epochs: [{ inKeyring: true, destroyedAt: null }], rotation: null, alarms: [] })
    expect(await here.sotto('keys status --check')).toMatchObject({ code: 0 })
    here.clock.advance(31 * 24 * 60 * 60 * 1000)
    const late = await here.sotto('keys status --check')
    expect(late).toMatchObject({ code: 1, said: expect.stringContaining('! Keys are older than 30 days') })
    here.clock.advance(-31 * 24 * 60 * 60 * 1000)
  })

  it('replaces keys where no server does, waits for a backup, and ends with one of another tool', async () => {
    const wait = setInterval(() => here.clock.advance(500), 50)
    const begun = await here.sotto('keys rotate')
    expect(begun).toMatchObject({ code: 0, said: expect.stringContaining('Next: npx sotto backup --to FOLDER') })
    expect(begun.complained).toContain('Waiting until nobody uses the old ones\n')
    const waiting = await here.sotto('keys status --check')
    expect(waiting).toMatchObject({ code: 1, said: expect.stringContaining('waits for a backup') })
    const old = await here.sotto('keys confirm-backup --begun 2026-05-03T09:00:00Z')
    expect(old.said).toContain('waits for a newer one')
    const now = here.clock.now().toISOString()
    expect((await here.sotto(`keys confirm-backup --begun ${now}`)).said).toContain('goes on')
    expect((await here.sotto('keys rotate')).said).toMatch(/^Done: all keys are under epoch e2026/)
    clearInterval(wait)
    expect(await here.running.keyring.list()).toHaveLength(1)
    const future = await here.sotto('keys confirm-backup --begun 2099-01-01T00:00:00Z')
    expect(future).toMatchObject({ code: 1, complained: expect.stringContaining('began before now') })
  }, 60_000)

  it('destroys old keys without a backup where its operator says that there is none, whatever a server was told', async () => {
    const { sotto } = await here.serving(here.running.database, { keyBackup: 'confirmed' })
    const wait = setInterval(() => here.clock.advance(500), 50)
    // A server works on it by itself, and waits.
    await sotto.keys.rotate()
    const waits = async () => expect((await sotto.keys.status()).rotation).toMatchObject({ waitsForBackup: true })
    await vi.waitFor(waits, { timeout: 20_000, interval: 50 })
    expect((await here.sotto('keys rotate --key-backup confirmed')).said).toContain('once a backup of the new ones')
    // The server does the work, not the command.
    expect(await here.sotto('keys rotate --no-wait --key-backup none')).toMatchObject({ code: 0 })
    const ended = async () => expect((await sotto.keys.status()).rotation).toBeNull()
    await vi.waitFor(ended, { timeout: 20_000, interval: 50 })
    clearInterval(wait)
    expect(await here.running.keyring.list()).toHaveLength(1)
  }, 60_000)

  it('asks whoever brings the keys to take the old one away, and then ends', async () => {
    const keys: Record<string, string> = { SOTTO_EPOCH_KEY_2026_05: 'a5'.repeat(32) }
    const brought = await startInstallation({ runJobs: false, keyring: environmentKeyring(keys) })
    const variables = Object.assign(brought.variables, keys, { SOTTO_KEYRING: 'env:' })
    const wait = setInterval(() => brought.clock.advance(500), 50)
    const missing = await brought.sotto('keys rotate --key-backup none')
    expect(missing).toMatchObject({ code: 1, complained: expect.stringContaining('Add SOTTO_EPOCH_KEY_') })
    Object.assign(variables, { SOTTO_EPOCH_KEY_2026_06: 'a6'.repeat(32) })
    const asked = await brought.sotto('keys rotate --key-backup none')
    expect(asked).toMatchObject({
      code: 0,
      said: expect.stringContaining('remove the key of epoch 2026_05 from every'),
    })
    const waiting = await brought.sotto('keys status --check')
    expect(waiting).toMatchObject({ code: 1, said: expect.stringContaining('step destroy, waits for you') })
    Object.assign(variables, { SOTTO_EPOCH_KEY_2026_05: undefined })
    expect((await brought.sotto('keys rotate --key-backup none')).said).toMatch(
      /^Done: all keys are under epoch 2026_06/,
    )
    clearInterval(wait)
    await brought.close()
  }, 60_000)

  it('says so where no server was, or the keyring is another one', async () => {
    const empty = await here.sotto('keys status', here.freshName())
    expect(empty).toMatchObject({ code: 1, complained: expect.stringContaining('no server has used it yet') })
    const elsewhere = await here.sotto('keys rotate --keyring ~/elsewhere')
    expect(elsewhere).toMatchObject({ code: 1, complained: expect.stringContaining('There is no keyring at') })
  })
})

describe('the embedded database', () => {
  it('is found beside a server that runs, and started where none does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-commands-'))
    const status = async () => {
      let said = ''
      const typed = ['keys', 'status', '--data-dir', join(folder, 'data'), '--keyring', join(folder, 'keys')]
      const code = await run(typed, {}, { out: (text) => (said += text), err: (text) => (said += text) })
      return { code, said }
    }
    expect(await status()).toMatchObject({ code: 2, said: expect.stringContaining('there is no embedded one in') })
    const mongo = await startEmbeddedMongo({ dataDir: join(folder, 'data', 'database') })
    const sotto = await createSotto({
      mongo: mongo.uri,
      keyring: fileKeyring(join(folder, 'keys')),
      runJobs: false,
    })
    const beside = await status()
    expect(beside).toMatchObject({ code: 0, said: expect.stringContaining('in the keyring') })
    await sotto.close()
    await mongo.close()
    expect((await status()).code).toBe(0)
    await rm(folder, { recursive: true, force: true })
  }, 60_000)
})

describe('progress', () => {
  it('is one line that changes on a terminal, and a line for each thing elsewhere', () => {
    for (const [terminal, shown] of [
      [true, '\r\x1b[KCopying …\r\x1b[KReading: 500 of 1,000 (50 %)\r\x1b[KReading: 1,000 of 1,000 (100 %)\r\x1b[K'],
      [false, 'Copying\nReading\n'],
    ] as const) {
      let written = ''
      const progress = progressOn((text) => (written += text), terminal)
      progress.at('Copying')
      progress.at('Reading', 500, 1000)
      progress.at('Reading', 1000, 1000)
      progress.end()
      expect(written).toBe(shown)
    }
  })
})
