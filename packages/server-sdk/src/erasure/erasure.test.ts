import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly } })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())

const completed = (id: string) =>
  vi.waitFor(async () => expect((await acme.team.erasures.get(id)).state).toBe('completed'), {
    timeout: 20_000,
    interval: 50,
  })

it('ends what is a person’s, keeps what statistics count, and is certified', async () => {
  const { team } = acme
  const ada = await team.contacts.create({ name: 'Ada King', email: 'Ada@Example.com' })
  await team.tickets.create({ contactId: ada.id, subject: 'Shoes' })
  const other = await team.contacts.create({ name: 'Bo', company: 'knows ada@example.com' })
  const plan = await team.erasures.plan({ contactId: ada.id, requestId: 'req_1' })
  expect(plan.mentions?.first).toContainEqual({ collection: 'contacts', id: other.id, of: ['email'] })
  const { jobId, id } = await team.erasures.start(plan)
  await completed(jobId)
  const { certificate } = await team.erasures.get(id)
  const facts = JSON.parse(certificate?.certificate ?? '')
  expect(facts).toMatchObject({ erasure: id, request: 'req_1', keys: { destroyed: 2 }, scan: { found: 0 } })
  await expect(team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await team.tickets.list()).data).toEqual([expect.objectContaining({ status: 'open', subject: '' })])
}, 40_000)
