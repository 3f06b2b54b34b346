import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccessGrant, AccessReview, AccessReviewLine, Role } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { csrfToken } from '../../access/tokens.ts'
import { sottoRouter } from '../../http/router.ts'
import { LeaseLostError } from '../../jobs/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { accessReviewHandler, nextReminder } from './run.ts'
import { dailyAccessReviewHandler } from './schedule.ts'
import { grantSources } from './sources.ts'

const clock = testClock()
const day = 24 * 60 * 60 * 1000
const soon = { timeout: 20_000, interval: 20 }

let running: TestSotto
let server: Server
let url: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, now: clock.now })
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 30_000)
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await running.close()
})

type Headers = Record<string, string>
let count = 0
async function session(of: TestTeam, memberId: string): Promise<Headers> {
  const principal = await running.sotto.access.member(of.teamId, memberId)
  const scope = running.sotto.access.scope(principal, { ip: null, requestId: null })
  const expiresAt = new Date(clock.now().getTime() + 1000 * day)
  const token = await running.sotto.access.issue(scope, 'session', { memberId, expiresAt })
  return { cookie: `session=${token}`, 'x-csrf-token': csrfToken(token) }
}
async function join(of: TestTeam, role: Role) {
  const email = `reviewed${++count}@example.com`
  const { id } = (await of.team.members.create({ name: `Person ${count}`, email, role })).member
  clock.advance(1)
  return { id: id as string, email, headers: await session(of, id) }
}
async function ask(method: string, path: string, headers: Headers, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  const answer = text ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, code: answer.code as string | undefined, body: answer }
}

/** Begins a review over HTTP and waits until managers are asked. */
async function begin(headers: Headers): Promise<{ id: string; lines: AccessReviewLine[] }> {
  const id = String((await ask('POST', '/v1/access-reviews', headers, {})).body.id)
  await vi.waitFor(async () => expect((await review(id, headers)).state).toBe('running'), soon)
  return { id, lines: await linesOf(id, headers) }
}
const review = async (id: string, headers: Headers) =>
  (await ask('GET', `/v1/access-reviews/${id}`, headers)).body as unknown as AccessReview
async function linesOf(id: string, headers: Headers): Promise<AccessReviewLine[]> {
  const all: AccessReviewLine[] = []
  for (let cursor = ''; ; ) {
    const path = `/v1/access-reviews/${id}/lines?limit=4${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const page = (await ask('GET', path, headers)).body as { data?: AccessReviewLine[]; nextCursor?: string | null }
    all.push(...(page.data ?? []))
    if (!page.nextCursor) return all
    cursor = page.nextCursor
  }
}
const about = (lines: readonly AccessReviewLine[], subjectId: string) =>
  lines.find((line) => line.subjectId === subjectId) as AccessReviewLine
const decide = (id: string, line: AccessReviewLine, decision: 'keep' | 'remove', headers: Headers) =>
  ask('POST', `/v1/access-reviews/${id}/lines/${line.id}/decision`, headers, { decision })
const outcomes = (lines: readonly AccessReviewLine[]) =>
  Object.fromEntries(lines.map(({ subjectId, outcome }) => [subjectId, outcome]))
async function logOf(of: TestTeam, id: string) {
  const { data } = await of.team.audit.list({ limit: 100 })
  return data.filter(({ details }) => details?.review === id)
}

/** What shows in the matrix of controls that access is reviewed. */
const control = async ({ team }: TestTeam) =>
  (await team.controls.read()).checks.find(({ id }) => id === 'access-reviewed')

/** A team with one of everything that can be had. */
async function furnished() {
  const team = await makeTeam(running.sotto)
  clock.advance(1)
  const owner = { id: team.ownerId, headers: await session(team, team.ownerId) }
  const [admin, member, viewer] = [await join(team, 'admin'), await join(team, 'member'), await join(team, 'viewer')]
  const { apiKey, secret } = await team.team.apiKeys.create({ name: 'Site', scopes: ['bots:read'] })
  const bot = await team.team.bots.create({ name: 'Wren', visibility: 'public' })
  const asked = await ask('POST', `/v1/members/${viewer.id}/exceptions`, viewer.headers, {
    permissions: ['tickets:write'],
    reason: 'Ada is away',
    until: new Date(clock.now().getTime() + 60 * day).toISOString(),
  })
  const exceptionId = String(asked.body.id)
  await ask('POST', `/v1/exceptions/${exceptionId}/approval`, admin.headers)
  const { standing } = await running.sotto.support.ask(team.teamId, {
    reference: 'CASE-4711',
    reason: 'The bot gives wrong answers.',
    person: { name: 'Hilde Helper', email: 'hilde@support.example' },
    areas: ['contacts'],
    minutes: 72 * 60,
  })
  return { team, owner, admin, member, viewer, apiKey, secret, bot, exceptionId, caseId: standing.id }
}

describe('a review', () => {
  it('lists who has what, and takes away what a manager removes, at once', async () => {
    const { team, owner, admin, member, viewer, apiKey, secret, bot, exceptionId, caseId } = await furnished()
    // What support asks for nobody has; what was approved it has.
    await ask('POST', `/v1/support-cases/${caseId}/approve`, admin.headers, {})
    const key = { authorization: `Bearer ${secret}` }
    expect((await ask('GET', '/v1/bots', key)).status).toBe(200)
    const used = clock.now()
    clock.advance(10 * 60 * 1000)
    await ask('GET', '/v1/bots', key)
    const has = (await ask('GET', '/v1/access?limit=100', admin.headers)).body as { data?: AccessGrant[] }
    const { id, lines } = await begin(owner.headers)
    expect(lines.map(({ kind, subjectId, name, role }) => [kind, subjectId, name, role])).toEqual(
      expect.arrayContaining([
        ['support', caseId, 'Hilde Helper', null],
        ['exception', exceptionId, 'Person 3', null],
        ['api-key', apiKey.id, 'Site', null],
        ['public-bot', bot.id, 'Wren', null],
        ['member', viewer.id, 'Person 3', 'viewer'],
        ['member', team.ownerId, 'Ines', 'owner'],
      ]),
    )
    expect(lines).toHaveLength(8)
    expect(about(lines, caseId)).toMatchObject({ permissions: ['contacts:read'], memberId: null })
    expect(new Set(has.data?.map(({ subjectId }) => subjectId))).toEqual(new Set(lines.map((line) => line.subjectId)))
    expect(about(lines, apiKey.id)).toMatchObject({ permissions: ['bots:read'], lastUsedAt: used.toISOString() })
    // A second one is this one.
    expect((await ask('POST', '/v1/access-reviews', admin.headers, {})).body.id).toBe(id)

    expect((await decide(id, about(lines, viewer.id), 'keep', viewer.headers)).code).toBe('forbidden')
    expect((await decide(id, about(lines, admin.id), 'keep', admin.headers)).code).toBe('same_person')
    expect((await decide(id, about(lines, team.ownerId), 'keep', admin.headers)).code).toBe('forbidden')
    expect((await decide(id, about(lines, team.ownerId), 'remove', owner.headers)).code).toBe('last_owner')
    expect((await decide(id, about(lines, exceptionId), 'remove', admin.headers)).body).toMatchObject({
      outcome: 'removed',
      decidedBy: admin.id,
    })
    expect((await ask('POST', '/v1/tickets', viewer.headers, {})).code).toBe('forbidden')
    await decide(id, about(lines, apiKey.id), 'remove', owner.headers)
    await decide(id, about(lines, caseId), 'remove', admin.headers)
    expect(await team.team.support.get(caseId)).toMatchObject({ state: 'ended', end: { by: 'team', memberId: null } })
    expect((await ask('GET', '/v1/bots', key)).code).toBe('unauthenticated')
    await decide(id, about(lines, bot.id), 'remove', owner.headers)
    expect((await team.team.bots.get(bot.id)).visibility).toBe('private')
    expect((await decide(id, about(lines, bot.id), 'keep', owner.headers)).code).toBe('access_review_ended')
    // What became more since the review began is not confirmed by what was asked then.
    await team.team.members.change(member.id, { role: 'admin' })
    expect((await decide(id, about(lines, member.id), 'keep', owner.headers)).code).toBe('version_conflict')
    const raised = about(await linesOf(id, owner.headers), member.id)
    expect(raised.role).toBe('admin')
    expect((await decide(id, raised, 'keep', owner.headers)).body.outcome).toBe('kept')
    await team.team.members.remove(viewer.id)
    expect((await decide(id, about(lines, viewer.id), 'keep', owner.headers)).body).toMatchObject({
      outcome: 'gone',
      name: null,
    })
    await decide(id, about(lines, admin.id), 'keep', owner.headers)
    // Nobody else can confirm an owner of whom there is one.
    expect((await decide(id, about(lines, team.ownerId), 'keep', owner.headers)).body).toMatchObject({
      outcome: 'kept',
      ownLine: true,
    })
    const ended = await review(id, owner.headers)
    expect(ended).toMatchObject({ state: 'completed', counts: { open: 0, kept: 3, removed: 4, gone: 1, stayed: 0 } })
    expect(await control(team)).toMatchObject({ state: 'met' })
    const foreign = await makeTeam(running.sotto)
    const theirs = await session(foreign, foreign.ownerId)
    for (const path of [`/v1/access-reviews/${id}`, `/v1/access-reviews/${id}/lines`])
      expect((await ask('GET', path, theirs)).code).toBe('not_found')
    expect((await decide(id, raised, 'remove', theirs)).code).toBe('not_found')
  })

  it('takes away at its end what nobody confirmed, whoever runs it, and never the last owner', async () => {
    const { team, owner, admin, member, viewer, apiKey, bot, exceptionId } = await furnished()
    const second = await join(team, 'owner')
    const { id, lines } = await begin(owner.headers)
    await decide(id, about(lines, member.id), 'keep', admin.headers)
    const { endsAt, startedAt } = await review(id, owner.headers)
    const subjects = async () =>
      ((await running.sotto.outbox?.list()) ?? [])
        .filter(({ teamId, kind, to }) => teamId === team.teamId && kind === 'access-review' && to === team.email)
        .map(({ subject }) => subject.split(':')[1]?.trim().slice(0, 12))
        .reverse()
    const half = (Date.parse(endsAt) + Date.parse(startedAt)) / 2
    clock.advance(half - clock.now().getTime())
    await vi.waitFor(async () => expect(await subjects()).toEqual(['who may stil', '7 lines of t']), soon)

    clock.advance(Date.parse(endsAt) - clock.now().getTime() - 1)
    expect((await ask('GET', '/v1/session', viewer.headers)).status).toBe(200)
    // Whoever runs it dies behind the third line that ends; later somebody else takes it up.
    const rows = running.client.db(running.database).collection('jobs')
    const ofReview = { kind: 'access-review.run', 'payload.review': id }
    const never = new Date(clock.now().getTime() + 9999 * day)
    await vi.waitFor(async () => {
      const { matchedCount } = await rows.updateOne({ ...ofReview, state: 'queued' }, { $set: { runAfter: never } })
      expect(matchedCount).toBe(1)
    }, soon)
    clock.advance(1)
    expect((await ask('GET', '/v1/session', viewer.headers)).status).toBe(200)
    const { access, system } = running.sotto
    const leaving = { settings: [] }
    const handler = accessReviewHandler(grantSources, {
      access,
      system,
      leaving,
      teams: async function* () {},
      kick() {},
    })
    const context = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
    let steps = 0
    const dying = handler.run({
      job: { payload: { review: id } } as never,
      scope: system.team(team.teamId, context),
      signal: new AbortController().signal,
      report: async () => {},
      guard: async () => {
        steps += 1
        if (steps > 3) throw new LeaseLostError('killed')
      },
    })
    await expect(dying).rejects.toThrow('killed')
    expect((await review(id, owner.headers)).counts).toMatchObject({ open: 4, removed: 3, kept: 1 })
    // Also where the job itself is gone, as after a restore: the daily look makes another one.
    await rows.deleteOne(ofReview)
    const teams = async function* () {
      yield team.teamId
    }
    const daily = dailyAccessReviewHandler({ access, system, leaving, teams, kick() {} })
    await daily.run({ report: async () => {} } as never)
    await vi.waitFor(async () => expect((await review(id, owner.headers)).state).toBe('completed'), soon)

    expect(outcomes(await linesOf(id, owner.headers))).toEqual({
      [exceptionId]: 'removed',
      [apiKey.id]: 'removed',
      [bot.id]: 'removed',
      [viewer.id]: 'removed',
      [member.id]: 'kept',
      [admin.id]: 'removed',
      [second.id]: 'removed',
      [team.ownerId]: 'stayed',
    })
    expect(about(await linesOf(id, owner.headers), team.ownerId).why).toBe('last_owner')
    for (const { headers } of [viewer, admin, second])
      expect((await ask('GET', '/v1/session', headers)).code).toBe('unauthenticated')
    expect((await ask('GET', '/v1/session', member.headers)).status).toBe(200)
    expect(await control(team)).toMatchObject({ state: 'attention', values: { stayed: 1 } })
    // The report is what the log says, line by line.
    const entries = await logOf(team, id)
    const { counts } = await review(id, owner.headers)
    const decided = entries.filter(({ action }) => action === 'access-review.decided')
    for (const outcome of ['kept', 'removed', 'gone', 'stayed'] as const)
      expect(decided.filter(({ details }) => details?.outcome === outcome)).toHaveLength(counts[outcome])
    expect(entries.find(({ action }) => action === 'access-review.completed')?.details).toMatchObject({
      kept: 1,
      removed: 6,
      gone: 0,
      stayed: 1,
    })
    expect(
      decided.filter(({ actor }) => actor.kind === 'system').every(({ actor }) => actor.id === 'access-review'),
    ).toBe(true)
  })

  it('begins by itself each quarter, or as often as a team says', async () => {
    const team = await makeTeam(running.sotto)
    const headers = await session(team, team.ownerId)
    const settings = async () => (await ask('GET', '/v1/access-review-settings', headers)).body
    expect(await settings()).toMatchObject({ everyMonths: 3, days: 14 })
    expect((await ask('PATCH', '/v1/access-review-settings', headers, { everyMonths: 0 })).code).toBe('invalid_request')
    await ask('PATCH', '/v1/access-review-settings', headers, { everyMonths: 1, days: 7 })
    const nextAt = Date.parse(String((await settings()).nextAt))
    const reviews = async () =>
      ((await ask('GET', '/v1/access-reviews', headers)).body as { data?: AccessReview[] }).data ?? []
    // The days of the job that begins them follow each other.
    while (clock.now().getTime() < nextAt - day) clock.advance(day)
    expect(await reviews()).toEqual([])
    clock.advance(2 * day)
    await vi.waitFor(async () => expect(await reviews()).toMatchObject([{ trigger: 'schedule' }]), soon)
    const [begun] = await reviews()
    expect(Date.parse(String(begun?.endsAt)) - Date.parse(String(begun?.startedAt))).toBe(7 * day)
  })
})

it('managers are reminded halfway, and three days and one before the end', () => {
  const start = Date.parse('2026-05-01T00:00:00Z')
  const at = (days: number) => new Date(start + days * day)
  const days: number[] = []
  for (let remindedAt: Date | null = null; ; ) {
    const next = nextReminder({ createdAt: at(0), endsAt: at(14), remindedAt })
    if (!next) break
    days.push((next.getTime() - start) / day)
    remindedAt = next
  }
  expect(days).toEqual([7, 11, 13])
})
