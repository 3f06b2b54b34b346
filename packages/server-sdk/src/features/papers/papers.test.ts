import { createHash } from 'node:crypto'
import { objectionDays, type paperFormats, paperNames } from '@sotto/contracts'
import { marked } from 'marked'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consentDraft } from '../../http/testing/consent.ts'
import { ScriptedModel } from '../../models/testing/scripted-model.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { everything } from '../collections.ts'

const clock = testClock()
const endpoint = 'https://models.kestrel.example/v1'
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  const chat = Object.assign(new ScriptedModel(), { id: 'wren-2', provider: 'kestrel-models', endpoint })
  running = await startTestSotto({
    now: clock.now,
    models: { chat },
    publicUrl: 'https://chat.kestrel.example',
    runJobs: false,
  })
  acme = await makeTeam(running.sotto, 'Kestrel Cycles')
}, 30_000)
afterAll(() => running.close())

const day = 24 * 60 * 60 * 1000
const entity = {
  legalName: 'Kestrel Cycles | *Ltd*',
  address: '1 Mill Lane\nDublin',
  country: 'IE',
  contact: 'privacy@kestrel.example',
} as const
const contentOf = async (name: string, of: { format: (typeof paperFormats)[number]; version?: number }) => {
  const chunks: Buffer[] = []
  for await (const chunk of (await acme.team.papers.file(name, of)).chunks) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
const markdown = async (name: string) => (await contentOf(name, { format: 'md' })).toString()

describe('publishing', () => {
  it('is refused with what is missing, and says what it lacks besides', async () => {
    const { data } = await acme.team.papers.list()
    expect(data.map(({ name }) => name)).toEqual([...paperNames])
    for (const { state, missing } of data) {
      expect(state).toBe('incomplete')
      expect(missing.map(({ field }) => field)).toEqual(
        expect.arrayContaining(['legalEntity.legalName', 'legalEntity.contact']),
      )
    }
    await expect(acme.team.papers.publish('privacy-notice')).rejects.toMatchObject({
      code: 'paper_incomplete',
      errors: [{ field: 'legalEntity.legalName' }, { field: 'legalEntity.contact' }],
    })
    await expect(acme.team.papers.publish('no-such-paper')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps versions whose hash is that of the Markdown, and knows what changed since', async () => {
    const { team } = acme
    await team.legalEntity.change(entity)
    const shown = await team.papers.get('privacy-notice')
    expect(shown.state).toBe('ready')
    await expect(team.papers.publish('privacy-notice', '0'.repeat(64))).rejects.toMatchObject({
      code: 'version_conflict',
    })
    const first = await team.papers.publish('privacy-notice', shown.hash)
    expect(first).toMatchObject({ version: 1, hash: shown.hash, publishedBy: acme.ownerId })
    await expect(team.papers.publish('privacy-notice')).rejects.toMatchObject({ code: 'paper_unchanged' })
    await team.legalEntity.change({ ...entity, contact: 'data@kestrel.example' })
    expect((await team.papers.get('privacy-notice')).state).toBe('changed')
    const { data } = await team.papers.compare('privacy-notice')
    expect(data).toEqual(
      expect.arrayContaining([
        {
          change: 'removed',
          under: 'Who answers for your data',
          text: 'Questions about data: privacy@kestrel.example',
        },
        { change: 'added', under: 'Who answers for your data', text: 'Questions about data: data@kestrel.example' },
      ]),
    )
    const races = await Promise.allSettled([1, 2].map(() => team.papers.publish('privacy-notice')))
    expect(races.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = await contentOf('privacy-notice', { format: 'md', version: 1 })
    expect(createHash('sha256').update(kept).digest('hex')).toBe(first.hash)
    expect((await team.papers.versions('privacy-notice')).data.map(({ version }) => version)).toEqual([2, 1])
    const { data: logged } = await team.audit.list({ action: 'paper.published' })
    expect(logged.map(({ details }) => details?.sha256)).toContain(first.hash)
  })

  it('shows to everybody what is published, and nothing else', async () => {
    const { slug } = await acme.team.team.get()
    const { publicPapers } = running.sotto
    const page = await publicPapers.page(slug, 'privacy-notice')
    expect(page.html).toContain('Kestrel Cycles | *Ltd*')
    expect(page.html).toContain('data@kestrel.example')
    expect(page.policy).toContain("default-src 'none'")
    for (const paper of ['cookie-table', 'record-of-processing'])
      await expect(publicPapers.file(slug, paper, { format: 'md' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(publicPapers.page('nobody', 'privacy-notice')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a paper and what is running', () => {
  it('agree: everything that is declared stands in the record, with purpose, basis and time', async () => {
    const record = await acme.team.papers.get('record-of-processing')
    const schedule = await acme.team.papers.get('retention-schedule')
    const rows = (blocks: typeof record.blocks) => blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))
    const purposes = record.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    for (const collection of everything.collections) {
      const inRecord = rows(record.blocks).find(([what]) => what?.endsWith(`(${collection.name})`))
      const inSchedule = rows(schedule.blocks).find(([what]) => what?.endsWith(`(${collection.name})`))
      expect(inRecord, collection.name).toBeDefined()
      expect(inSchedule?.[1], collection.name).toBe(collection.retention.category)
      // What is kept in one paper is kept in the other.
      expect(inRecord?.at(-1), collection.name).toBe(inSchedule?.at(-1))
      const isPersonal = Object.values(collection.fields as Record<string, { kind: string }>).some(
        ({ kind }) => kind === 'personal',
      )
      if (isPersonal) expect(purposes).toContain(collection.purpose)
      else expect(inRecord?.[1]).toBe(collection.purpose)
    }
  })

  it('agree on model endpoints: unknown until somebody attests them, and again when that is too old', async () => {
    const { team } = acme
    const says = async () => [await markdown('model-providers'), await markdown('sub-processors')].join('\n')
    expect(await says()).toContain(endpoint)
    expect(await says()).toContain('wren-2')
    expect(await team.modelProviders.terms(endpoint)).toEqual({ retentionDays: 'unknown', training: 'unknown' })
    expect((await team.papers.get('model-providers')).remarks).toHaveLength(1)
    const { id: evidenceId, sha256 } = await team.evidence.add({
      filename: 'terms.txt',
      mediaType: 'text/plain',
      content: Buffer.from('Nothing is kept for longer than a day.').toString('base64'),
    })
    const attested = {
      endpoint: `${endpoint}/`,
      training: 'no',
      retentionDays: 1,
      country: 'IE',
      transfer: 'none-needed',
      evidence: { kind: 'file', evidenceId },
      statedOn: '2026-05-01',
    } as const
    await expect(team.modelProviders.attest({ ...attested, statedOn: '2026-05-30' })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'body.statedOn' }],
    })
    await team.modelProviders.attest(attested)
    expect(await team.modelProviders.terms(endpoint)).toMatchObject({
      retentionDays: 1,
      training: 'no',
      evidence: `sha256:${sha256}`,
    })
    expect((await team.papers.get('model-providers')).remarks).toEqual([])
    expect(await markdown('transfer-register')).toContain('Ireland')
    clock.advance(366 * day)
    expect(await team.modelProviders.terms(endpoint)).toEqual({ retentionDays: 'unknown', training: 'unknown' })
    expect(await says()).toContain('which has passed')
    clock.advance(-366 * day)
  })

  it('agree on cookies: a policy that is published is what the table says', async () => {
    const { team } = acme
    expect((await team.papers.get('cookie-table')).remarks).toHaveLength(1)
    const { id } = await team.consent.policies.create({ name: 'Shop', draft: consentDraft('Kestrel') })
    await team.consent.policies.publish(id)
    const text = await markdown('cookie-table')
    expect(text).toContain('Shop Kestrel')
    expect(text).toContain('\\_c\\*')
    expect(text).toContain('30 days')
    expect(await markdown('privacy-notice')).not.toContain('We do not sell')
    await team.legalEntity.change({ ...entity, laws: ['ccpa', 'gdpr'] })
    const notice = await markdown('privacy-notice')
    expect(notice).toContain('Do Not Sell or Share')
    expect(notice).toContain('45 days')
    expect(notice).toContain('10 business days')
  })

  it('agree on retention: what is chosen for the team and for a bot is what the schedule and the notice say', async () => {
    const { team } = acme
    expect(await markdown('retention-schedule')).toContain('| Contacts | 3 years | Anonymised |')
    await team.retention.change({ rules: [{ category: 'contacts', keep: { days: 90 }, then: 'delete' }] })
    const bot = await team.bots.create({ name: 'Wren', visibility: 'private' })
    await team.retention.overrides.add(
      { botId: bot.id },
      { category: 'conversations', keep: { days: 0 }, then: 'delete' },
    )
    const schedule = await markdown('retention-schedule')
    expect(schedule).toContain('| Contacts | 90 days | Deleted |')
    expect(schedule).toContain('| Wren | Conversations | Until the session ends | Deleted |')
    expect(await markdown('privacy-notice')).toContain('90 days after the last activity')
    await team.retention.change({ rules: [{ category: 'conversations', keep: 0, then: 'anonymise' }] })
    expect(await markdown('retention-schedule')).toMatch(
      /\(conversations\) .* until the session ends, then only numbers without a person stay; with Wren: until the session ends \|/,
    )
    // What has no period of its own says with what it ends.
    expect(schedule).toMatch(/\| Knowledge \| As long as the bot/)
    expect(schedule).toMatch(/\(messages\) \| conversations \| .* \| the last activity \|/)
    expect((await team.papers.get('retention-schedule')).remarks).toEqual([])
  })

  it('agree on each setting: none can be changed without a paper that changes', async () => {
    const { team } = acme
    const contact = { name: 'Grace Poll', email: 'dpo@kestrel.example', address: null, phone: null }
    const base = { ...entity, laws: ['gdpr', 'uk', 'ccpa'] as const }
    await team.legalEntity.change({ ...base, laws: [...base.laws] })
    const hashes = async () => (await team.papers.list()).data.map(({ hash }) => hash).join()
    const changes = {
      legalName: 'Other Ltd',
      registration: 'CRO 1',
      address: '2 Mill Lane',
      country: 'DE',
      contact: 'other@kestrel.example',
      phone: '+353 1 000000',
      website: 'https://kestrel.example',
      role: 'processor',
      laws: ['gdpr'],
      dataProtectionOfficer: contact,
      representativeEu: contact,
      representativeUk: contact,
      authority: { name: 'DPC', url: 'https://dpc.example' },
      counterparty: { name: 'Host', address: 'A', country: 'DE', contact: 'host@example.com' },
      sources: 'Lists that we bought',
      automatedDecisions: 'None but these',
    }
    const before = await hashes()
    for (const [field, value] of Object.entries(changes)) {
      await team.legalEntity.change({ ...base, laws: [...base.laws], [field]: value } as never)
      expect(await hashes(), field).not.toBe(before)
    }
    await team.legalEntity.change({ ...base, laws: [...base.laws] })
    expect(await hashes()).toBe(before)
  })

  it('is the same as Markdown, PDF, page and JSON, and nothing in it is markup', async () => {
    const onPaper = process.env.SOTTO_LONG ? paperNames : (['privacy-notice', 'transfer-register'] as const)
    for (const name of onPaper)
      expect((await contentOf(name, { format: 'pdf' })).subarray(0, 5).toString(), name).toBe('%PDF-')
    for (const name of paperNames) {
      const [text, page, json] = await Promise.all(
        (['md', 'html', 'json'] as const).map((format) => contentOf(name, { format })),
      )
      expect(page?.toString(), name).toContain('<!doctype html>')
      expect(JSON.parse(String(json)).sha256).toBe(
        createHash('sha256')
          .update(text as Buffer)
          .digest('hex'),
      )
      expect(String(text), name).toContain('template')
      const html = await marked(String(text))
      expect(html, name).not.toContain('<em>Ltd')
    }
    expect(await markdown('privacy-notice')).toContain('Kestrel Cycles \\| \\*Ltd\\*')
  })
})

describe('a sub-processor', () => {
  const host = {
    name: 'Nest Hosting',
    purpose: 'Runs the database',
    data: 'everything',
    country: 'DE',
    transfer: 'none-needed',
  } as const

  it('is announced to owners, can be objected to in time, and is not used until that is settled', async () => {
    const { team } = acme
    const announced = await team.subProcessors.add(host)
    expect(announced.state).toBe('announced')
    expect(Date.parse(announced.startsAt) - Date.parse(announced.announcedAt)).toBe(objectionDays * day)
    const mails = await running.client
      .db(running.database)
      .collection('mails')
      .find({ kind: 'sub-processor' })
      .toArray()
    expect(mails).toHaveLength(1)
    expect(await markdown('sub-processors')).toContain('Nest Hosting')
    clock.advance((objectionDays - 1) * day)
    const objected = await team.subProcessors.object(announced.id, 'They lie outside of Ireland')
    expect(objected).toMatchObject({ state: 'objected', objection: { by: acme.ownerId, settled: null } })
    clock.advance(2 * day)
    expect((await team.subProcessors.list()).data[0]?.state).toBe('objected')
    const settled = await team.subProcessors.settle(announced.id, { outcome: 'withdrawn', reason: 'They moved' })
    expect(settled.state).toBe('active')
    await expect(team.subProcessors.object(announced.id, 'Again')).rejects.toMatchObject({ code: 'objection_closed' })
    expect((await team.subProcessors.end(announced.id)).state).toBe('ended')
    await expect(team.subProcessors.end(announced.id)).rejects.toMatchObject({ code: 'already_closed' })
  })

  it('that is used already begins at once, and not in the future', async () => {
    const { team } = acme
    const used = await team.subProcessors.add({ ...host, name: 'Old Host', inUseSince: '2025-01-01' })
    expect(used).toMatchObject({ state: 'active', startsAt: '2025-01-01T00:00:00.000Z' })
    await expect(team.subProcessors.object(used.id, 'Late')).rejects.toMatchObject({ code: 'objection_closed' })
    await expect(team.subProcessors.add({ ...host, inUseSince: '2099-01-01' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})
