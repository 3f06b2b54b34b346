import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { paperNames } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sottoRouter } from '../../http/router.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({
    runJobs: false,
    keyBackup: 'none',
    keptByLaw: [{ category: 'tickets', years: 6, ground: 'tax law' }],
  })
  acme = await makeTeam(running.sotto, 'Kestrel Cycles')
  await acme.team.legalEntity.change(entity)
}, 30_000)
afterAll(() => running.close())

const entity = {
  legalName: 'Kestrel Cycles Ltd',
  country: 'IE',
  contact: 'privacy@kestrel.example',
  laws: ['gdpr' as const, 'uk' as const, 'ccpa' as const],
}
const markdown = async (name: string) => {
  const chunks: Buffer[] = []
  for await (const chunk of (await acme.team.papers.file(name, { format: 'md' })).chunks)
    chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}
const hashes = async () => new Map((await acme.team.papers.list()).data.map(({ name, hash }) => [name as string, hash]))
/** Which papers say something else after a change. */
async function changedBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = await hashes()
  await change()
  const after = await hashes()
  return paperNames.filter((name) => after.get(name) !== before.get(name))
}
const aboutPeople = ['privacy-notice', 'record-of-processing', 'data-processing-agreement', 'impact-assessment']

describe('papers follow', () => {
  it('the period of a bot, and what a law keeps, wherever they say how long', async () => {
    const { team } = acme
    const { id: botId } = await team.bots.create({ name: 'Rook' })
    const changed = await changedBy(() =>
      team.retention.overrides.add({ botId }, { category: 'conversations', keep: { years: 9 } }),
    )
    expect(changed).toEqual(expect.arrayContaining([...aboutPeople, 'retention-schedule']))
    for (const name of [...aboutPeople, 'retention-schedule']) {
      const text = await markdown(name)
      expect(text, name).toMatch(/2 years after the last activity[^|]*; with Rook: 9 years/)
      expect(text, name).toContain('for 6 years where the law demands it (tax law)')
    }
  })

  it('what is done with sensitive data: nobody is told that none is kept where some is', async () => {
    const { team } = acme
    const { id: botId } = await team.bots.create({ name: 'Heron' })
    expect(await markdown('privacy-notice')).toContain('sentences about health are deleted')
    expect(await markdown('data-processing-agreement')).toContain('Special categories of data are not asked for.')
    const changed = await changedBy(() =>
      team.sensitiveData.change({ rules: { health: 'consent' }, purpose: 'health', bots: [botId] }),
    )
    expect(changed).toEqual(expect.arrayContaining(aboutPeople))
    for (const name of aboutPeople)
      expect(await markdown(name), name).toContain('where the person has agreed to “health” and writes to Heron')
    expect(await markdown('privacy-notice')).toContain('Art. 9(2)(a)')
    expect(await markdown('data-processing-agreement')).not.toContain('not asked for')
    await team.sensitiveData.change({ staff: false })
    expect(await markdown('record-of-processing')).toContain('What members write is left as it is.')
  })

  it('whether there are backups', async () => {
    expect(await markdown('data-processing-agreement')).not.toContain('are backed up')
    expect(await markdown('record-of-processing')).toContain('configured to run without backups')
  })

  it('where the log is sent', async () => {
    const { id } = await acme.team.audit.sinks.create({ kind: 'siem', address: 'tls://siem.example.com:6514' })
    for (const name of ['privacy-notice', 'record-of-processing'])
      expect(await markdown(name), name).toContain('System that watches over the log (SIEM)')
    expect(await markdown('privacy-notice')).not.toContain('siem.example.com')
    await acme.team.audit.sinks.remove(id)
    expect(await markdown('privacy-notice')).not.toContain('SIEM')
  })

  it('what chat and sign-in store', async () => {
    const table = await markdown('cookie-table')
    expect(table).toContain('sotto:\\*')
    const server = createServer(express().use(sottoRouter(running.sotto, { cookies: { secure: false } })))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { owner, password } = await running.sotto.createTeam({
      name: 'Other',
      slug: 'other-cycles',
      owner: { name: 'Ada', email: 'ada@other.example' },
    })
    const { headers, status } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: owner.email, password }),
    })
    server.closeAllConnections()
    server.close()
    expect(status).toBeLessThan(300)
    const set = headers.getSetCookie().map((cookie) => cookie.split('=')[0] as string)
    expect(set.length).toBeGreaterThan(1)
    for (const name of set) expect(table).toContain(`| ${name.replaceAll('_', '\\_')} | Cookie |`)
  })

  it('each thing that the team says of itself', async () => {
    const said = {
      securityContact: 'security@kestrel.example',
      governingLaw: 'DE',
      legitimateInterests: 'That the shop stays safe',
    }
    for (const [field, value] of Object.entries(said))
      expect(
        await changedBy(() => acme.team.legalEntity.change({ ...entity, [field]: value } as never)),
        field,
      ).not.toEqual([])
  })
})
