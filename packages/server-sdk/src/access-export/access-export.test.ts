import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, publicUrl: 'https://acme.example' })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())

const reached = (id: string, state: string) =>
  vi.waitFor(
    async () => {
      const found = await acme.team.accessExports.get(id)
      if (found.problem) throw new Error(JSON.stringify(found.problem))
      expect(found.state).toBe(state)
      return found
    },
    { timeout: 20_000, interval: 30 },
  )

async function fileOf(id: string): Promise<Buffer> {
  const { token } = await acme.team.accessExports.linkFor(id)
  expect(await running.sotto.exportLinks.sendCode(token)).toBe('sent')
  const code = await vi.waitFor(async () => {
    const mails = (await running.sotto.outbox?.list()) ?? []
    const [, found] =
      /^([2-9A-Z]{4} [2-9A-Z]{4})$/m.exec(mails.find(({ kind }) => kind === 'one-time-code')?.text ?? '') ?? []
    if (!found) throw new Error('no code yet')
    return found
  })
  const download = await running.sotto.exportLinks.download(token, code.toLowerCase())
  if ('refused' in download) throw new Error(download.refused)
  return Buffer.concat(await download.stream.toArray())
}

it('gives a person everything that is theirs', async () => {
  const { team } = acme
  const ada = await team.contacts.create({ name: 'Ada King', email: 'ada@example.com', phone: '+447700900168' })
  await team.contacts.create({ name: 'Bo Lind', email: 'bo@example.com' })
  await team.tickets.create({ contactId: ada.id, subject: '=SUM(A1)', description: 'Bo Lind, bo@example.com, and Ada' })
  const id = await team.accessExports.start({ contactId: ada.id, requestId: 'req_1' })
  const review = await reached(id, 'review')
  expect(review.redactions).toMatchObject([
    { text: 'Bo Lind', kind: 'name', decision: 'remove' },
    { text: 'bo@example.com', kind: 'email', decision: 'remove' },
  ])
  await team.accessExports.release(id)
  await reached(id, 'ready')
  const files = unzipSync(await fileOf(id))
  const text = (name: string) => Buffer.from(files[name] as Uint8Array).toString()
  const data = JSON.parse(text('data.json'))
  expect(data.collections.contacts).toMatchObject([{ name: 'Ada King', email: 'ada@example.com' }])
  expect(data.collections.tickets[0].description).toBe(
    '[name of somebody else], [e-mail address of somebody else], and Ada',
  )
  expect(text('csv/tickets.csv')).toContain("'=SUM(A1)")
}, 40_000)
