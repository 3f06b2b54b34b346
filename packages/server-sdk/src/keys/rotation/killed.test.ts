import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openOperator } from '../../operator.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { endOf, startProcess } from '../../testing/processes.ts'
import { fileKeyring } from '../keyrings/index.ts'

const rotateAndDie = new URL('./testing/rotate-and-die.ts', import.meta.url)
let folder: string
let keyring: string
let running: TestSotto
let acme: TestTeam
let contactId: Awaited<ReturnType<TestTeam['team']['contacts']['create']>>['id']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-rotation-'))
  keyring = join(folder, 'keyring')
  running = await startTestSotto({ keyring: fileKeyring(keyring), keyBackup: 'none', runJobs: false })
  acme = await makeTeam(running.sotto)
  const bot = await acme.team.bots.create({ name: 'Wren' })
  contactId = (await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
  await acme.team.conversations.start({ botId: bot.id, contact: { id: contactId } })
})
afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const rotating = (last: number) =>
  startProcess(rotateAndDie, [inject('mongoUri'), running.database, keyring, String(last)])

/** Another process takes the rotation up, wherever it is. */
async function ended(): Promise<void> {
  let jump = 0
  const now = () => new Date(Date.now() + jump)
  const operator = await openOperator({
    mongo: inject('mongoUri'),
    database: running.database,
    keyring: fileKeyring(keyring),
    keyBackup: 'none',
    now,
  })
  try {
    for (;;) {
      const again = await operator.work.rotation.advance(async () => {})
      if (!again) return
      jump += Math.max(0, again.getTime() - now().getTime())
    }
  } finally {
    await operator.close()
  }
}

async function requireWhole(): Promise<void> {
  const epochs = await fileKeyring(keyring).list()
  expect(epochs).toHaveLength(1)
  const keys = running.client.db(`${running.database}_keys`)
  for (const name of ['unitKeys', 'teamKeys']) expect(await keys.collection(name).distinct('epoch')).toEqual(epochs)
  expect(await keys.collection('rotations').countDocuments({ running: true })).toBe(0)
  const generations = await running.client.db(`${running.database}_index`).collection('tokens').distinct('generation')
  expect(generations).toHaveLength(1)
  const sotto = await running.another({ runJobs: false })
  const team = await sotto.team(acme.teamId, { actor: { userId: acme.ownerId } })
  expect((await team.contacts.get(contactId)).email).toBe('ada@example.com')
  expect(await team.contacts.find({ email: 'ADA@example.com' }).toArray()).toHaveLength(1)
  await expect(team.contacts.create({ name: 'Twin', email: 'ada@example.com' })).rejects.toMatchObject({
    code: 'contact_exists',
  })
  expect((await team.audit.list({ targetId: contactId })).data.length).toBeGreaterThan(0)
}

it(
  'goes on where it was killed, before whichever write that was',
  async () => {
    const whole = rotating(0)
    const writes = Number(await text(whole.stdout))
    expect(await endOf(whole)).toBe(0)
    await requireWhole()
    expect(writes).toBeGreaterThan(20)
    const every = Array.from({ length: writes }, (_, index) => index + 1)
    // Spread over its steps; the long run tries each.
    const some = [0.3, 0.75].map((part) => Math.ceil(part * writes))
    for (const last of process.env.SOTTO_LONG ? every : some) {
      expect(await endOf(rotating(last)), `before write ${last} of ${writes}`).toBe('SIGKILL')
      await ended()
      await requireWhole()
    }
  },
  process.env.SOTTO_LONG ? 3_600_000 : 300_000,
)
