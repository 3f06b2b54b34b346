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
  expect(await team.retention.get()).toMatchObject({ preset: 'published', chosen: false })
  const chosen = await here.sotto(`retention choose --preset strict --team ${teamId}`)
  expect(chosen).toMatchObject({
    code: 0,
    said: expect.stringContaining('Wrens: strict. Everything is deleted within'),
  })
  expect(await team.retention.get()).toMatchObject({ preset: 'strict', chosen: true })
  expect(await here.acme.team.retention.get()).toMatchObject({ preset: 'published', chosen: false })
  expect((await here.sotto('retention choose --preset for-ever')).code).toBe(2)
  await here.sotto(`retention choose --preset published --team ${teamId}`)
  expect(await team.retention.get()).toMatchObject({ preset: 'published', chosen: true })
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

it('asks for the end of a team, which its owner confirms, and takes it back; it gives nothing of the content', async () => {
  const { team } = here.acme
  const { slug } = await team.team.get()
  const end = (typed: string) => here.sotto(`contract-end ${typed}`)
  expect((await end(`status --team ${slug}`)).said).toContain('nobody wants its end')
  for (const wrong of [`ask --team ${slug} --grace-days 6`, 'ask', 'ask --team nobody', `confirm --team ${slug}`])
    expect((await end(wrong)).code, wrong).toBe(2)
  expect((await end(`ask --team ${slug} --grace-days 7`)).said).toMatch(
    /its owner has got a code by mail.*after 7 days/i,
  )
  expect(await end(`confirm --team ${slug} --code 00000000`)).toMatchObject({ code: 1, said: '' })
  const outbox = here.running.sotto.outbox as NonNullable<typeof here.running.sotto.outbox>
  const mailed = (pattern: RegExp) =>
    vi.waitFor(
      async () => {
        const found = (await outbox.list()).flatMap(({ text }) => pattern.exec(text)?.[1] ?? [])[0]
        if (!found) throw new Error('no such mail yet')
        return found
      },
      { timeout: 15_000 },
    )
  const code = await mailed(/confirms it: (\d{8})/)
  expect((await end(`confirm --team ${slug} --code ${code}`)).said).toMatch(/everything is deleted on 2026-\d\d-\d\d/)
  expect(await mailed(/(http\S+\/dashboard\/end)/)).toBe('http://localhost:3000/dashboard/end')
  expect(JSON.parse((await end(`status --json --team ${slug}`)).said)).toMatchObject({ end: { state: 'waiting' } })
  expect((await end(`cancel --team ${slug}`)).said).toContain('nobody wants its end')
  expect((await end(`cancel --team ${slug}`)).complained).toContain('no end of the team that could be taken back')
}, 30_000)
