import { afterEach, beforeEach, expect, it } from 'vitest'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, testClock } from '../../testing/index.ts'
import { environmentKeyring } from '../keyrings/index.ts'

const clock = testClock()
const variables: Record<string, string> = { SOTTO_EPOCH_KEY_2026_05: 'a5'.repeat(32) }
const keyring = environmentKeyring(variables)
let running: TestSotto

beforeEach(async () => {
  running = await startTestSotto({ now: clock.now, keyring, keyBackup: 'none' })
})
afterEach(() => running.close())

it('rotates keys that its owner brings and takes away', async () => {
  const { keys } = running.sotto
  const acme = await makeTeam(running.sotto)
  const ada = await acme.team.contacts.create({ name: 'Ada' })
  expect((await keys.status()).epochs).toMatchObject([{ id: '2026_05', inKeyring: true }])

  await expect(keys.rotate()).rejects.toThrow(/Add SOTTO_EPOCH_KEY_/)
  expect((await keys.status()).rotation).toBeNull()

  variables.SOTTO_EPOCH_KEY_2026_06 = 'a6'.repeat(32)
  await keys.rotate()
  const until = (check: (status: Awaited<ReturnType<typeof keys.status>>) => void) =>
    atItsPace(running, clock, async () => check(await keys.status()))
  await until(({ rotation, alarms }) => {
    expect(rotation?.step).toBe('destroy')
    expect(alarms).toEqual([expect.stringMatching(/2026_05.*only you can take it out/)])
  })
  expect((await acme.team.contacts.get(ada.id)).name).toBe('Ada')

  delete variables.SOTTO_EPOCH_KEY_2026_05
  clock.advance(3_600_000)
  await until(({ rotation }) => expect(rotation).toBeNull())
  expect((await keys.status()).epochs).toMatchObject([
    { id: '2026_06', destroyedAt: null, inKeyring: true },
    { id: '2026_05', destroyedAt: expect.any(Date), inKeyring: false },
  ])
  const again = await running.another({ runJobs: false })
  const team = await again.team(acme.teamId, { actor: { userId: acme.ownerId } })
  expect((await team.contacts.get(ada.id)).name).toBe('Ada')
}, 60_000)
