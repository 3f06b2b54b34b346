import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { openOperator } from '../../operator.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { fileKeyring } from '../keyrings/index.ts'
import type { UnitKeyDocument } from '../unit-keys.ts'
import type { RotationStep } from './state.ts'

let folder: string
let clock: ReturnType<typeof testClock>
let running: TestSotto
let acme: TestTeam
let ada: string

const keyring = () => fileKeyring(join(folder, 'keyring'))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-rotation-'))
  clock = testClock()
  running = await startTestSotto({ keyring: keyring(), keyBackup: 'none', runJobs: false, now: clock.now })
  acme = await makeTeam(running.sotto)
  ada = (await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
  await running.sotto.keys.rotate()
})
afterEach(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

class StoppedError extends Error {}

/** The database refuses what is under an old epoch; who repairs it may say that it does not look. */
const outside = { bypassDocumentValidation: true }

/** Another process goes on with the rotation, up to the beginning of a step. */
async function goOn(until?: RotationStep): Promise<void> {
  const operator = await openOperator({
    mongo: inject('mongoUri'),
    database: running.database,
    keyring: keyring(),
    keyBackup: 'none',
    now: clock.now,
  })
  const advance = () =>
    operator.work.rotation.advance(async ({ step }) => {
      if (step === until) throw new StoppedError()
    })
  try {
    while (await advance()) clock.advance(5000)
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
  } finally {
    await operator.close()
  }
}

const reader = async () =>
  (await running.another({ runJobs: false })).team(acme.teamId, { actor: { userId: acme.ownerId } })

it('waits for the key of the old epoch where it is missing, and takes nobody for forgotten', async () => {
  const [old] = (await readdir(join(folder, 'keyring'))).filter((name) => name.endsWith('.epoch-key'))
  await goOn('rewrap')
  const [place, away] = [join(folder, 'keyring', old as string), join(folder, 'away')]
  await rename(place, away)
  const missing = { code: 'keyring_unavailable', message: expect.stringContaining((old as string).split('.')[0] ?? '') }
  await expect(reader()).rejects.toMatchObject(missing)
  await expect(goOn()).rejects.toMatchObject(missing)
  clock.advance(1001)
  expect((await running.sotto.keys.status()).alarms).toContainEqual(missing.message)
  await rename(away, place)
  await goOn()
  expect(await keyring().list()).toHaveLength(1)
  expect((await (await reader()).contacts.get(ada)).email).toBe('ada@example.com')
}, 30_000)

it('destroys nothing that opens again by then', async () => {
  await goOn('rewrap')
  const units = running.client.db(`${running.database}_keys`).collection<UnitKeyDocument>('unitKeys')
  const contact = await running.client
    .db(running.database)
    .collection('contacts')
    .findOne({ name: { $exists: false } })
  const whole = (await units.findOne({ _id: contact?.unit ?? '' })) as UnitKeyDocument
  const { wrapped } = (await units.findOne({ _id: { $ne: whole._id } })) as UnitKeyDocument
  await units.updateOne({ _id: whole._id }, { $set: { wrapped } }, outside)
  await goOn('destroy')
  await units.updateOne({ _id: whole._id }, { $set: { wrapped: whole.wrapped } }, outside)
  await goOn()
  expect((await units.findOne({ _id: whole._id }))?.epoch).toBe((await keyring().list())[0])
  expect((await (await reader()).contacts.get(ada)).email).toBe('ada@example.com')
}, 30_000)
