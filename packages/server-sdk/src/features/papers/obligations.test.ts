import { createHash, createPublicKey, verify } from 'node:crypto'
import { verifyAgreement } from '@sotto/verify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { checkIds } from './controls/checks.ts'

const clock = testClock()
const hour = 60 * 60 * 1000
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, publicUrl: 'https://chat.kestrel.example', runJobs: false })
  acme = await makeTeam(running.sotto, 'Kestrel Cycles')
  await acme.team.legalEntity.change(entity)
}, 30_000)
afterAll(() => running.close())

const entity = {
  legalName: 'Kestrel Cycles Ltd',
  address: '1 Mill Lane',
  country: 'IE',
  governingLaw: 'IE',
  contact: 'privacy@kestrel.example',
  counterparty: { name: 'Nest Hosting', address: '1 Dock Road', country: 'DE', contact: 'dpo@nest.example' },
} as const
const agreement = 'data-processing-agreement'
const textOf = async (chunks: AsyncIterable<string | Uint8Array>) => {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(Buffer.from(chunk))
  return Buffer.concat(all).toString()
}
const markdown = async (name: string, version?: number) =>
  textOf((await acme.team.papers.file(name, { format: 'md', ...(version ? { version } : {}) })).chunks)

describe('the data processing agreement', () => {
  it('has a clause for each letter of Art. 28(3), and takes sides from the settings', async () => {
    const text = await markdown(agreement)
    for (const letter of 'abcdefgh') expect(text).toContain(`28(3)(${letter})`)
    for (const word of ['2021/914', 'Module two', 'Module three', 'Ireland', 'Annex III']) expect(text).toContain(word)
    expect(text).toMatch(/\*\*Controller:\*\* Kestrel Cycles Ltd/)
    expect(text).not.toContain('CCPA')
    await acme.team.legalEntity.change({ ...entity, role: 'processor', laws: ['gdpr', 'uk', 'ccpa'] })
    const turned = await markdown(agreement)
    expect(turned).toMatch(/\*\*Processor:\*\* Kestrel Cycles Ltd/)
    expect(turned).toContain('B1.0')
    expect(turned).toContain('1798.140')
    await acme.team.legalEntity.change({ ...entity, governingLaw: null })
    expect((await acme.team.papers.get(agreement)).missing).toMatchObject([{ field: 'legalEntity.governingLaw' }])
    await acme.team.legalEntity.change(entity)
  })

  it('is signed as exactly the text that was read, with a receipt that the key of the log signs', async () => {
    const { team, ownerId } = acme
    const { version, hash } = await team.papers.publish(agreement)
    const by = { name: 'Ines Kestrel', title: 'Director' }
    await expect(team.signatures.sign(agreement, { ...by, version, hash: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'version_conflict',
    })
    await expect(team.signatures.sign('privacy-notice', { ...by, version, hash })).rejects.toMatchObject({
      code: 'not_found',
    })
    const signed = await team.signatures.sign(agreement, { ...by, version, hash })
    expect(signed).toMatchObject({ memberId: ownerId, at: clock.now().toISOString(), hash })
    expect(JSON.parse(signed.receipt)).toMatchObject({ sha256: hash, by: ownerId, name: 'Ines Kestrel', version })
    const key = signed.verifier.split('+').slice(2).join('+')
    const raw = Buffer.from(key, 'base64').subarray(1)
    const publicKey = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    })
    const good = (text: string) =>
      verify(null, Buffer.from(`sotto-agreement-v1\n${text}`), publicKey, Buffer.from(signed.signature, 'base64'))
    expect(good(signed.receipt)).toBe(true)
    const verdict = await verifyAgreement(JSON.stringify(signed), {
      keys: [signed.verifier],
      text: Buffer.from(await markdown(agreement, version)),
    })
    expect([verdict.status, verdict.notShown]).toEqual(['valid', []])
    expect(good(signed.receipt.replace('Ines', 'Inez'))).toBe(false)
    const { data } = await team.audit.list({ action: 'paper.signed' })
    expect(data[0]?.details).toMatchObject({
      sha256: hash,
      receipt: createHash('sha256').update(signed.receipt).digest('hex'),
    })
    expect((await team.papers.versions(agreement)).data[0]?.signatures).toBe(1)
    // The text that was signed stays, whatever is said later.
    await team.legalEntity.change({ ...entity, address: '9 New Street' })
    const kept = await markdown(agreement, version)
    expect(createHash('sha256').update(kept).digest('hex')).toBe(hash)
    expect((await team.papers.get(agreement)).state).toBe('changed')
    await team.legalEntity.change(entity)
    // From then on nobody new comes without notice.
    const host = { name: 'Host', purpose: 'Hosting', data: 'all', country: 'DE', transfer: 'none-needed' } as const
    await expect(team.subProcessors.add({ ...host, inUseSince: '2025-01-01' })).rejects.toMatchObject({
      code: 'agreement_signed',
    })
  })

  it('of HIPAA is published for those alone to whom it applies', async () => {
    const { team } = acme
    await expect(team.papers.publish('business-associate-agreement')).rejects.toMatchObject({
      code: 'paper_incomplete',
      errors: [{ field: 'legalEntity.laws' }],
    })
    await team.legalEntity.change({ ...entity, laws: ['hipaa', 'gdpr'] })
    expect((await team.papers.publish('business-associate-agreement')).version).toBe(1)
    await team.legalEntity.change(entity)
  })
})

describe('controls', () => {
  const stateOf = async (id: string) => (await acme.team.controls.read()).checks.find((check) => check.id === id)?.state

  it('follow the running configuration, and no control is better than the worst of its checks', async () => {
    const { checks, controls, reports } = await acme.team.controls.read()
    expect(checks.map(({ id }) => id)).toEqual(checkIds)
    expect(reports).toEqual([])
    const used = new Set(controls.flatMap((control) => control.checks))
    expect([...checkIds].filter((id) => !used.has(id))).toEqual([])
    for (const { state, checks: shownBy } of controls) {
      const states = checks.filter(({ id }) => shownBy.includes(id)).map((check) => check.state)
      if (states.length === 0) expect(state).toBe('organisational')
      else expect(state).toBe(['not-met', 'attention', 'met'].find((one) => states.includes(one as never)))
    }
    expect(await stateOf('contacts-named')).toBe('attention')
    await acme.team.legalEntity.change({ ...entity, securityContact: 'security@kestrel.example' })
    expect(await stateOf('contacts-named')).toBe('met')
    expect(await stateOf('least-privilege')).toBe('met')
    await acme.team.apiKeys.create({ name: 'All', scopes: ['members:write'] })
    expect(await stateOf('least-privilege')).toBe('attention')
    await acme.team.bots.create({ name: 'Wren', visibility: 'public' })
    expect(await stateOf('origins-named')).toBe('attention')
    expect(await stateOf('agreement-signed')).toBe('met')
    const plain = await running.another({ publicUrl: 'http://chat.kestrel.example', runJobs: false })
    const other = await plain.team(acme.teamId, { actor: { userId: acme.ownerId } })
    const found = (await other.controls.read()).controls.find(({ reference }) => reference === '164.312(e)(1)')
    expect(found?.state).toBe('not-met')
  })

  it('claim nothing to be certified without a report that was uploaded and is valid', async () => {
    const { team } = acme
    const says = () => markdown('control-matrix')
    expect(await says()).toContain('No certification is claimed')
    const content = Buffer.from('A report').toString('base64')
    const { id: evidenceId, sha256 } = await team.evidence.add({ filename: 'r.txt', mediaType: 'text/plain', content })
    const report = { standard: 'soc2-type2', issuer: 'Finch & Co', evidenceId } as const
    const given = { ...report, issuedOn: '2026-01-01', validUntil: '2026-06-01' }
    const { id } = await team.controls.addReport(given)
    expect(await says()).toContain(sha256)
    clock.advance(60 * 24 * hour)
    expect(await says()).toContain('No certification is claimed')
    clock.advance(-60 * 24 * hour)
    await team.controls.removeReport(id)
    expect(await says()).not.toContain('Finch')
    const file = JSON.parse(await textOf((await team.controls.evidence()).chunks))
    expect(file).toMatchObject({ 'sotto-controls': 1, team: acme.teamId, log: { note: expect.any(String) } })
    expect(file.controls.length).toBeGreaterThan(100)
  })
})

describe('a breach', () => {
  const at = (hours: number) => new Date(clock.now().getTime() + hours * hour).toISOString()

  it('has two clocks of 72 hours, late from the instant after', async () => {
    const { team } = acme
    const { id } = await team.breaches.open({ title: 'A key leaked', awareAt: at(-1), operatorAwareAt: at(-74) })
    const clocks = async () => (await team.breaches.get(id)).clocks
    expect(await clocks()).toMatchObject([
      { of: 'team', isLate: true, doneAt: at(-1) },
      { of: 'authority', isLate: false, doneAt: null, dueAt: at(71) },
    ])
    clock.advance(71 * hour)
    expect((await clocks())[1]?.isLate).toBe(false)
    clock.advance(1)
    expect((await clocks())[1]?.isLate).toBe(true)
    const late = await team.breaches.report(id, { to: 'authority', text: 'A key leaked.' })
    expect(late.lacks).toContain('delayReason')
    const second = await team.breaches.report(id, { to: 'authority', text: 'It was revoked.' })
    expect(second.reports.map(({ phase }) => phase)).toEqual([1, 2])
    expect(second.clocks[1]?.doneAt).toBe(late.reports[0]?.at)
    clock.advance(-71 * hour - 1)
    await expect(team.breaches.open({ title: 'Soon', awareAt: at(1) })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'body.awareAt' }],
    })
    expect((await team.controls.read()).checks.find((check) => check.id === 'breaches-in-time')?.state).toBe('met')
  })

  it('is not forgotten: a day and six hours before a clock runs out a mail says so, once each', async () => {
    const outbox = running.sotto.outbox as NonNullable<typeof running.sotto.outbox>
    const { team, email } = acme
    const mails = async (id: string) =>
      (await outbox.list()).filter(({ to, text, kind }) => to === email && kind === 'breach-clock' && text.includes(id))
    const sent = (id: string, count: number) =>
      vi.waitFor(
        async () => {
          clock.advance(1)
          expect(await mails(id)).toHaveLength(count)
        },
        { timeout: 10_000, interval: 50 },
      )
    const worker = await running.another({ runJobs: true })
    const open = (title: string) => team.breaches.open({ title, awareAt: at(0) })
    const [{ id }, { id: told }, { id: harmless }] = [
      await open('Lost keys'),
      await open('Told'),
      await open('Harmless'),
    ]
    await team.breaches.change(harmless, { risk: 'unlikely', riskReason: 'It was sealed.' })
    clock.advance(47 * hour)
    await team.breaches.report(told, { to: 'authority', text: 'Told.' })
    clock.advance(hour)
    await sent(id, 1)
    const [first] = await mails(id)
    expect(first?.subject).toMatch(/supervisory authority has to be told of a breach, 23 hours are left/)
    expect(first?.text).toContain(`/dashboard/papers/breaches/${id}`)
    expect(`${first?.subject}${first?.text}`).not.toContain('Lost keys')
    clock.advance(18 * hour)
    await sent(id, 2)
    // What is changed begins no reminder anew, and whoever was away sends one for all.
    await team.breaches.change(id, { nature: 'Keys were lost.' })
    await worker.close()
    const { id: late } = await open('Late')
    // One from before there were reminders: nothing looks after it, until a server begins that knows them.
    const { id: old } = await open('Old')
    const db = running.client.db(running.database)
    await db
      .collection<{ _id: string }>('breaches')
      .updateOne({ _id: old }, { $unset: { turn: '', reminded: '' } }, { bypassDocumentValidation: true })
    await db.collection('jobs').deleteMany({ kind: 'breaches.clock', 'payload.breach': old })
    clock.advance(71 * hour + 60_000)
    const second = await running.another({ runJobs: true })
    await sent(late, 1)
    await sent(old, 1)
    expect((await mails(late))[0]?.subject).toMatch(/5\d minutes are left/)
    expect([await mails(id), await mails(told), await mails(harmless)].map(({ length }) => length)).toEqual([2, 0, 0])
    await second.close()
  }, 30_000)

  it('is measured by the log: by time, by who, by what', async () => {
    const { team, ownerId } = acme
    clock.advance(1000)
    const since = at(0)
    const contacts = []
    for (const name of ['Ada', 'Bo', 'Cy']) contacts.push(await team.contacts.create({ name }))
    const other = await running.sotto.team(acme.teamId, { actor: { system: 'importer' } })
    await other.contacts.create({ name: 'Di' })
    clock.advance(1000)
    const { id } = await team.breaches.open({ title: 'An account was taken', awareAt: at(0) })
    const window = { since, until: at(0) }
    const found = async (more: object = {}) =>
      (await team.breaches.findAffected(id, { ...window, actorId: null, action: null, ...more })).affected
    expect((await found())?.people).toBe(4)
    const mine = await found({ actorId: ownerId, action: 'contact.created' })
    expect(mine).toMatchObject({ people: 3, entries: 3, forgotten: 0 })
    expect(mine?.contacts).toEqual(contacts.map((contact) => contact.id).sort())
    expect((await found({ action: 'contact.deleted' }))?.people).toBe(0)
    await expect(found({ until: since })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('is closed when all is written down, and stays', async () => {
    const { team } = acme
    const { id } = await team.breaches.open({ title: 'A laptop was lost', awareAt: at(0) })
    await expect(team.breaches.close(id)).rejects.toMatchObject({ code: 'breach_unfinished' })
    const said = {
      nature: 'A laptop with contacts was lost.',
      people: 'customers',
      approximatePeople: 3,
      records: 'names and addresses',
      approximateRecords: 3,
      contact: 'dpo@kestrel.example',
      consequences: 'Somebody may write to them.',
      measures: 'It was wiped from afar.',
      risk: 'high',
    } as const
    await team.breaches.change(id, said)
    const refusal = await team.breaches.close(id).catch((error: Error) => error.message)
    expect(refusal).toContain('the authority was not told')
    expect(refusal).toContain('people were not told')
    for (const to of ['authority', 'people'] as const) {
      const draft = await textOf((await team.breaches.letter(id, { to, format: 'md' })).chunks)
      for (const text of [said.nature, said.consequences, said.measures]) expect(draft).toContain(text)
      await team.breaches.report(id, { to, text: draft })
    }
    expect((await team.breaches.close(id)).state).toBe('closed')
    await expect(team.breaches.close(id)).rejects.toMatchObject({ code: 'already_closed' })
    await expect(team.breaches.report(id, { to: 'team', text: 'x' })).rejects.toMatchObject({ code: 'already_closed' })
    expect(await markdown('breach-register')).toContain('A laptop was lost')
    expect('remove' in team.breaches || 'delete' in team.breaches).toBe(false)
  })
})
