import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { SottoError } from '../errors.ts'
import { contacts } from '../features/contacts/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { enqueue, type JobContext, type JobHandler, JobRunner, jobs, LeaseLostError } from './index.ts'

const clock = testClock()
const quiet = { info() {}, warn() {}, error() {} }
let running: TestSotto
let acme: TestTeam
let scope: TeamScope
const runners: JobRunner[] = []

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
  const actor = { kind: 'system', id: 'test' } as const
  scope = running.sotto.system.team(acme.teamId, { actor, ip: null, requestId: null })
})
afterAll(() => running.close())
let kind = ''
let count = 0
beforeEach(() => {
  count += 1
  kind = `test.${count}`
})
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop()
})

/** Another instance, as far as jobs are concerned. */
function runner(handler: Partial<JobHandler> & Pick<JobHandler, 'run'>): JobRunner {
  const handlers = new Map([[kind, { concurrency: 1, ...handler }]])
  const made = new JobRunner({ system: running.sotto.system, handlers, logger: quiet })
  runners.push(made)
  made.start()
  return made
}

const make = (payload: Record<string, string> = {}) => enqueue(scope, kind, payload, () => {})
const read = (id: string) => scope.collection(jobs).get(id)
const until = (id: string, state: string) =>
  vi.waitFor(async () => expect((await read(id)).state).toBe(state), { timeout: 10_000, interval: 20 })

/** Something that a test lets happen when it wants to. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('jobs', () => {
  it('are run once each, by whichever of two instances is free', async () => {
    const done: string[] = []
    const run = async ({ job }: JobContext) => void done.push(job.payload.n as string)
    const made = []
    for (let n = 0; n < 8; n++) made.push(await make({ n: String(n) }))
    runner({ run, concurrency: 2 })
    runner({ run, concurrency: 2 })
    for (const { id } of made) await until(id, 'succeeded')
    expect(done.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    expect((await read(made[0]?.id as string)).attempts).toBe(1)
  })

  it('are made with what they belong to, or not at all', async () => {
    await expect(
      scope.transaction(async (inside) => {
        await enqueue(inside, kind, {}, () => {})
        throw new Error('on second thoughts')
      }),
    ).rejects.toThrow('on second thoughts')
    expect(await scope.collection(jobs).find({ kind })).toEqual([])
  })

  it('say how far they are', async () => {
    const { open, opened } = gate()
    runner({
      async run({ report }) {
        await report({ done: 3, total: 7, note: 'Learning' })
        await opened
      },
    })
    const { id } = await make()
    await vi.waitFor(async () => expect((await read(id)).progress).toEqual({ done: 3, total: 7, note: 'Learning' }), {
      timeout: 10_000,
    })
    open()
    await until(id, 'succeeded')
  })
})

it('that a clock had put off which had gone ahead begin when it is right again, waiting or running', async () => {
  const year = 365 * 24 * 60 * 60 * 1000
  const taken: number[] = []
  const { open, opened } = gate()
  const again = runner({
    async run({ job }) {
      taken.push(job.fence)
      // Of the job of each day, once a day.
      if (taken.length === 1) return new Date(clock.now().getTime() + year / 365)
      if (taken.length === 2) await opened
      return undefined
    },
  })
  clock.advance(year)
  const { id } = await make()
  await vi.waitFor(async () => expect(await read(id)).toMatchObject({ state: 'queued', fence: 1 }), {
    timeout: 10_000,
  })
  clock.advance(-year)
  await vi.waitFor(() => expect(taken).toEqual([1, 2]), { timeout: 10_000 })
  // As if whoever runs it had been killed with a clock that was ahead.
  const ahead = new Date(clock.now().getTime() + year)
  await scope.collection(jobs).increment(id, {}, { leaseUntil: ahead, updatedAt: ahead })
  runner({ run: async ({ job }) => void taken.push(job.fence) })
  await vi.waitFor(() => expect(taken).toEqual([1, 2, 3]), { timeout: 10_000 })
  open()
  await until(id, 'succeeded')
  await again.stop()
})

describe('a runner that sleeps past its lease', () => {
  it('loses the job: another one does it, and what the first still writes does not count', async () => {
    const { open, opened } = gate()
    const asleep = gate()
    const lost = gate()
    let error: unknown
    runner({
      async run({ scope: own, guard, report }) {
        asleep.open()
        await opened
        error = await own
          .transaction(async (inside) => {
            await guard(inside)
            await inside
              .collection(contacts)
              .insert({ name: 'Late', createdAt: inside.now(), lastActivityAt: inside.now() })
          })
          .catch((thrown) => thrown)
        await report({ done: 1, total: 1, note: 'Late' }).catch(lost.open)
        throw error
      },
    })
    const { id } = await make()
    await asleep.opened

    clock.advance(10_001)
    const second = runner({
      async run({ scope: own, guard }) {
        await own.transaction(async (inside) => {
          await guard(inside)
          await inside
            .collection(contacts)
            .insert({ name: 'Second', createdAt: inside.now(), lastActivityAt: inside.now() })
        })
      },
    })
    await until(id, 'succeeded')
    await second.stop()
    open()
    await lost.opened
    expect(error).toBeInstanceOf(LeaseLostError)
    await runners[0]?.stop()
    expect(await read(id)).toMatchObject({ state: 'succeeded', fence: 2, attempts: 2, error: null })
    expect(await acme.team.contacts.find({ name: 'Second' }).toArray()).toHaveLength(1)
    expect(await acme.team.contacts.find({ name: 'Late' }).toArray()).toEqual([])
  })

  it('keeps the job as long as its lease has not ended', async () => {
    const { open, opened } = gate()
    let tries = 0
    const run = async () => {
      tries += 1
      await opened
    }
    runner({ run })
    const { id } = await make()
    await until(id, 'running')
    clock.advance(9_000)
    runner({ run }).kick()
    await vi.waitFor(async () => expect((await read(id)).fence).toBe(1), { timeout: 15_000 })
    open()
    await until(id, 'succeeded')
    expect(tries).toBe(1)
  })
})

describe('a job that fails', () => {
  it('is tried again after a while, and then has failed for good, which its handler is told once', async () => {
    let tries = 0
    const told: unknown[] = []
    const one = runner({
      attempts: 3,
      run: async () => {
        tries += 1
        throw new Error('secret of Ada')
      },
      failed: async (_context, error) => void told.push(error),
    })
    const { id } = await make()
    for (const attempt of [1, 2]) {
      await vi.waitFor(async () => expect(await read(id)).toMatchObject({ state: 'queued', attempts: attempt }), {
        timeout: 10_000,
        interval: 20,
      })
      expect(tries).toBe(attempt)
      clock.advance(1000 * 2 ** attempt)
      one.kick()
    }
    await until(id, 'failed')
    expect(tries).toBe(3)
    expect(told).toEqual([{ code: 'internal', detail: 'Something went wrong on the server' }])
    expect((await read(id)).error).toEqual(told[0])
  })

  it('with a reason that does not pass is not tried again', async () => {
    runner({
      run: async () => {
        throw new SottoError('document_encrypted', 'The file needs a password.')
      },
    })
    const { id } = await make()
    await until(id, 'failed')
    expect(await read(id)).toMatchObject({
      attempts: 1,
      error: { code: 'document_encrypted', detail: 'The file needs a password.' },
    })
  })
})

it('a job that has ended the process of whoever took it is given up, and not run once more', async () => {
  const { id } = await make()
  await scope.collection(jobs).increment(id, { attempts: 20 })
  let ran = false
  runner({
    async run() {
      ran = true
    },
  })
  await until(id, 'failed')
  expect(ran).toBe(false)
  expect((await read(id)).error).toMatchObject({ code: 'internal', detail: expect.stringContaining('not tried again') })
})

it('a job that cannot go on yet is run again when it said, as if for the first time', async () => {
  const { id } = await make()
  const soon = new Date(clock.now().getTime() + 60_000)
  let runs = 0
  runner({
    async run() {
      runs += 1
      return runs === 1 ? soon : undefined
    },
  })
  const waits = { state: 'queued', attempts: 0, runAfter: soon }
  await vi.waitFor(async () => expect(await read(id)).toMatchObject(waits), { timeout: 10_000, interval: 20 })
  clock.advance(60_000)
  await until(id, 'succeeded')
  expect(runs).toBe(2)
})

it('a server that stops lets go of its jobs, and does not count the try', async () => {
  const one = runner({
    run: ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  const { id } = await make()
  await until(id, 'running')
  await one.stop()
  expect(await read(id)).toMatchObject({ state: 'queued', attempts: 0, leaseUntil: null })
  runner({ run: async () => {} })
  await until(id, 'succeeded')
  expect((await read(id)).attempts).toBe(1)
})
