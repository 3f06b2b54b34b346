import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readCheckpoint } from '../../audit/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
})

afterAll(() => running.close())

async function sequenced(): Promise<void> {
  await vi.waitFor(async () => expect((await acme.team.audit.verify()).waiting).toBe(0), {
    timeout: 10_000,
    interval: 100,
  })
}

test('what happened stands in the log with who did it, and takes its place in the tree', async () => {
  const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
  await acme.team.contacts.change(ada.id, { name: 'Ada King' })
  await sequenced()
  const { data } = await acme.team.audit.list({ targetId: ada.id })
  expect(data.map(({ action }) => action)).toEqual(['contact.changed', 'contact.created'])
  expect(data[0]).toMatchObject({
    actor: { kind: 'member', id: acme.ownerId },
    target: { collection: 'contacts', id: ada.id },
    forgotten: false,
    subject: ada.id,
    before: { name: 'Ada' },
    after: { name: 'Ada King' },
  })
  expect(data[0]?.index).toBeGreaterThan(data[1]?.index as number)
  const [at] = data.map((entry) => entry.at)
  const later = new Date(Date.parse(at as string) + 1).toISOString()
  const actions = async (span: { since?: string; until?: string }) =>
    (await acme.team.audit.list({ targetId: ada.id, action: 'contact.changed', ...span })).data.length
  expect(await actions({ since: at as string, until: later })).toBe(1)
  expect(await actions({ since: later })).toBe(0)
  expect(await actions({ until: at as string })).toBe(0)
})

test('what lies in a conversation is found by its own id, page by page, also when it is gone', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id })
  const say = (text: string) =>
    acme.team.chat.send(conversation.id, { text, author: 'member' }).result() as Promise<{ message: { id: string } }>
  const [first, second] = [(await say('One')).message.id, (await say('Two')).message.id]
  const actionsOn = async (targetId: string) => {
    const actions: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { data, nextCursor } = await acme.team.audit.list({ targetId, limit: 1, ...(cursor ? { cursor } : {}) })
      actions.push(...data.map(({ action }) => action))
      if (!nextCursor) return actions
      cursor = nextCursor
    }
  }
  expect(await actionsOn(first)).toEqual(['message.read', 'message.sent'])
  expect(await actionsOn(conversation.id)).toEqual(expect.arrayContaining(['message.sent', 'conversation.started']))
  await acme.team.conversations.removeMessage(conversation.id, first)
  expect(await actionsOn(first)).toEqual(expect.arrayContaining(['message.deleted', 'message.sent']))
  expect(await actionsOn(second)).toContain('message.sent')
  expect(await actionsOn(second)).not.toContain('message.deleted')
  expect(await actionsOn('msg_nobody')).toEqual([])
})

test('the checkpoint is signed and agrees with the log', async () => {
  await sequenced()
  const checkpoint = await acme.team.audit.checkpoint()
  const body = readCheckpoint(checkpoint.note, checkpoint.publicKey)
  expect(body).toMatchObject({ origin: checkpoint.origin, size: checkpoint.size })
  expect(body?.root.toString('base64')).toBe(checkpoint.rootHash)
  expect(
    readCheckpoint(
      checkpoint.note.replace(`\n${checkpoint.size}\n`, `\n${checkpoint.size + 1}\n`),
      checkpoint.publicKey,
    ),
  ).toBeUndefined()
})

test('a changed entry is found at its place', async () => {
  await sequenced()
  expect(await acme.team.audit.verify()).toMatchObject({ ok: true, firstBad: null, gaps: [] })
  const entries = running.client
    .db(running.database)
    .collection<{ _id: string; bytes: { buffer: Uint8Array } }>('auditEntries')
  const [entry] = (await acme.team.audit.list({ action: 'contact.created' })).data
  const stored = await entries.findOne({ _id: entry?.id as string })
  const forged = Buffer.from(
    Buffer.from(stored?.bytes.buffer as Uint8Array)
      .toString()
      .replace('contact.created', 'contact.deleted'),
  )
  await entries.updateOne({ _id: entry?.id as string }, { $set: { bytes: forged } } as never)
  expect(await acme.team.audit.verify()).toMatchObject({ ok: false, firstBad: { index: entry?.index, id: entry?.id } })
})

test('the mail to owners carries the checkpoint as it is, so that it can be kept and checked', async () => {
  const { subject, text } = await acme.team.audit.checkpointMail('Acme')
  const checkpoint = await acme.team.audit.checkpoint()
  const [, note] = /--- checkpoint ---\n([\s\S]*\n)--- end/.exec(text) ?? []
  const size = readCheckpoint(note as string, checkpoint.publicKey)?.size as number
  // The log may have grown between the two questions.
  expect(size).toBeGreaterThan(0)
  expect(size).toBeLessThanOrEqual(checkpoint.size)
  expect(subject).toBe(`Checkpoint of the log of Acme: ${size} entries`)
})

const rawVerification = () =>
  running.client
    .db(running.database)
    .collection('auditVerifications')
    .findOne({ _id: acme.teamId as never })

test('a check in the background keeps what it found, sealed', async () => {
  const job = await acme.team.audit.beginVerification()
  await vi.waitFor(async () => expect((await acme.team.job(job.id)).state).toBe('succeeded'), { timeout: 20_000 })
  const { report, job: stillRunning } = await acme.team.audit.lastVerification()
  // The test before has forged an entry.
  expect([report?.ok, stillRunning]).toEqual([false, null])
  const raw = await rawVerification()
  expect(JSON.stringify(raw)).not.toContain('firstBad')
})
