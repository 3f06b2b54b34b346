import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Installation, startInstallation } from '../backup/testing/restored.ts'
import { makeTeam } from '../testing/index.ts'

const hour = 60 * 60 * 1000
let here: Installation

beforeAll(async () => {
  here = await startInstallation()
}, 30_000)
afterAll(() => here.close())

it('counts and runs where a server takes it, and shows it to people and to programs', async () => {
  const { team, teamId } = await makeTeam(here.running.sotto, 'Wrens')
  const { id } = await team.contacts.create({ name: 'Ada' })
  await team.retention.overrides.add({ contactId: id }, { category: 'contacts', keep: 1 })
  // The daily run is at three in the morning, and by itself: nothing is due then.
  here.clock.advance(19 * hour)
  await vi.waitFor(
    async () => expect((await team.retention.get()).lastRun).toMatchObject({ trigger: 'schedule', totals: { due: 0 } }),
    { timeout: 20_000, interval: 50 },
  )
  here.clock.advance(5 * hour)
  const dry = await here.sotto('retention run --dry-run')
  expect(dry).toMatchObject({ code: 0 })
  expect(dry.said).toMatch(/Wrens: a run would do this \(nothing was changed\), as of 2026-05-04 09:00 UTC/)
  expect(dry.said).toMatch(/rows +due +deleted +anonymised +withheld +failed\ncontacts: contacts +1 +0 +1 +0 +0\n/)
  expect(dry.said).toContain('1 key would be destroyed.')
  const [report] = JSON.parse((await here.sotto(`retention run --json --team ${teamId}`)).said)
  expect(report).toMatchObject({
    team: 'Wrens',
    run: { state: 'completed', totals: { due: 1, anonymised: 1, deleted: 0 } },
  })
  expect((await here.sotto('retention run --dry-run --team nobody')).code).toBe(2)
  const status = await here.sotto('retention status')
  expect(status.said).toMatch(/^Next run +2026-05-\d\d 03:00 UTC\n/)
  expect(status.said).toMatch(/contacts +3 years +then anonymise, from lastActivityAt/)
  expect(status.said).toMatch(/run, completed: 0 deleted, 1 anonymised, 0 withheld, 0 failed/)
}, 60_000)
