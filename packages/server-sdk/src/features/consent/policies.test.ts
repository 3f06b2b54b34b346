import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConsentPolicy } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sottoRouter } from '../../http/router.ts'
import { browserChoice, consentDraft } from '../../http/testing/consent.ts'
import { problemIn } from '../../http/testing/serve.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam
let server: Server
let url: string

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await running.close()
})

const policies = () => acme.team.consent.policies
const draft = () => consentDraft('acme')
const made = async () => (await policies().create({ name: 'Shop', draft: draft() })).id
const worded = (name: string) => {
  const { services = [], ...rest } = draft()
  return { ...rest, services: services.map((one) => ({ ...one, name })) }
}

describe('a policy', () => {
  it('is a draft, then versions that do not change', async () => {
    const id = await made()
    expect(await policies().get(id)).toMatchObject({ published: null, isChanged: true })
    await expect(policies().published(id)).rejects.toMatchObject({ code: 'not_found' })
    const first = await policies().publish(id)
    expect(first).toMatchObject({ id, version: 1, site: { name: 'Shop acme' } })
    expect(ConsentPolicy.safeParse(first).success).toBe(true)
    await expect(policies().publish(id)).rejects.toMatchObject({ code: 'consent_policy_unchanged' })
    await policies().change(id, { draft: worded('Better counter') })
    expect(await policies().get(id)).toMatchObject({ published: 1, isChanged: true })
    expect(await policies().published(id)).toEqual(first)
    expect(await policies().publish(id)).toMatchObject({ version: 2 })
    const { data } = await policies().versions(id)
    expect(data.map(({ version }) => version)).toEqual([2, 1])
    expect(data[1]?.policy).toEqual(first)
  })

  it('is refused where it contradicts itself, with the place', async () => {
    const wrong = { ...draft(), regions: { US: 'anything' } }
    await expect(policies().create({ name: 'Shop', draft: wrong })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'body.draft.regions.US' }],
    })
    await expect(
      policies().create({ name: 'Shop', draft: { ...draft(), site: { name: 'Shop \ud83d' } } }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'body.draft' }],
    })
    const id = await made()
    await expect(policies().change(id, { draft: { ...draft(), categories: [] } })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })

  it('tells what differs, and whether anybody is asked again', async () => {
    const id = await made()
    expect((await policies().compare(id)).asksAgain).toBe(true)
    await policies().publish(id)
    expect(await policies().compare(id)).toEqual({ asksAgain: false, changes: [] })
    const { services = [], ...rest } = draft()
    const moved = services.map((one) => ({ ...one, requests: ['cdn.counter.example'] }))
    await policies().change(id, { draft: { ...rest, services: moved, layout: 'wall' } })
    expect(await policies().compare(id)).toEqual({
      asksAgain: false,
      changes: [
        { part: 'service', name: 'counter', change: 'changed', fields: ['requests'], asksAgain: false },
        { part: 'setting', name: 'layout', change: 'added', fields: [], asksAgain: false },
      ],
    })
    await policies().publish(id)
    await policies().change(id, { draft: { ...rest, texts: { heading: { en: 'May we?' } } } })
    expect(await policies().compare(id)).toMatchObject({
      asksAgain: true,
      changes: [
        { part: 'service', name: 'counter', change: 'removed' },
        { part: 'text', name: 'heading', change: 'added' },
        { part: 'setting', name: 'layout', change: 'removed' },
      ],
    })
    expect((await policies().compare(id, { from: 2, to: 1 })).changes).toHaveLength(2)
    await expect(policies().compare(id, { from: 9 })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps what is being written, right or not, until it is a draft, and loses nothing of two who write', async () => {
    const id = await made()
    const before = await policies().get(id)
    const half = { ...draft(), categories: [], services: [{ id: '' }] }
    const kept = await policies().change(id, { unfinished: half, changedAt: before.changedAt })
    expect(kept).toMatchObject({ unfinished: half, draft: draft() })
    const refused = policies().change(id, { draft: worded('Mine'), changedAt: before.changedAt })
    await expect(refused).rejects.toMatchObject({ code: 'version_conflict' })
    expect((await policies().get(id)).unfinished).toEqual(half)
    const drafted = await policies().change(id, { draft: worded('Mine'), changedAt: kept.changedAt })
    expect(drafted).toMatchObject({ unfinished: null, draft: worded('Mine') })
    const log = await acme.team.audit.list({ targetId: id })
    expect(log.data.map(({ action }) => action).sort()).toEqual([
      'consent-policy.changed',
      'consent-policy.changed',
      'consent-policy.created',
    ])
    const huge = policies().change(id, { unfinished: { text: 'a'.repeat(500_001) } })
    await expect(huge).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('says that another order is another question', async () => {
    const id = await made()
    await policies().publish(id)
    await policies().change(id, { draft: { ...draft(), categories: draft().categories.toReversed() } })
    expect(await policies().compare(id)).toEqual({
      asksAgain: true,
      changes: [{ part: 'setting', name: 'order', change: 'changed', fields: [], asksAgain: true }],
    })
  })

  it('tells when banners last delivered a choice, and by which version', async () => {
    const id = await made()
    await policies().publish(id)
    expect(await policies().delivery(id)).toMatchObject({ lastAt: null, versions: [] })
    clock.advance(1000)
    await acme.team.consent.record(browserChoice('acme', { policyId: id }))
    await acme.team.consent.record(browserChoice('acme'))
    expect(await policies().delivery(id)).toMatchObject({
      lastAt: clock.now().toISOString(),
      lastVersion: 1,
      versions: [{ version: 1, records: 1 }],
    })
  })

  it('decides what an old yes is worth: expired, reworded, sold, or necessary', async () => {
    const id = await made()
    await policies().publish(id)
    const contactId = (await acme.team.contacts.create({ name: 'Ada' })).id
    const visitor = crypto.randomUUID()
    await acme.team.consent.join(contactId, visitor)
    const choice = { visitor, policyId: id, granted: ['necessary', 'counter', 'marketing'], denied: [] }
    await acme.team.consent.record(browserChoice('acme', { ...choice, at: clock.now().toISOString() }))
    const reason = async (purpose: string) => (await acme.team.consent.check(contactId, purpose)).reason
    expect([await reason('counter'), await reason('marketing'), await reason('necessary')]).toEqual([
      'granted',
      'granted',
      'necessary',
    ])
    const beyond = { ...choice, id: crypto.randomUUID(), granted: ['marketing-email'] }
    await acme.team.consent.record(browserChoice('acme', { ...beyond, at: clock.now().toISOString() }))
    expect(await reason('marketing-email')).toBe('nothing_said')
    await policies().change(id, { draft: worded('A counter that also sells') })
    await policies().publish(id)
    expect([await reason('counter'), await reason('marketing')]).toEqual(['policy_changed', 'granted'])
    clock.advance(60_000)
    const signal = { ...choice, id: crypto.randomUUID(), gpc: true, policyVersion: 2, at: clock.now().toISOString() }
    await acme.team.consent.record(browserChoice('acme', signal))
    expect([await reason('counter'), await reason('marketing'), await reason('sharing')]).toEqual([
      'granted',
      'gpc',
      'gpc',
    ])
  })

  it('is served to everybody with a key of its team, and asked for again only when it changed', async () => {
    const { publishableKey } = await acme.team.bots.create({ name: 'Wren', visibility: 'public' })
    const id = await made()
    const read = (key: string, headers = {}) => fetch(`${url}/v1/consent/published/${id}?key=${key}`, { headers })
    expect((await problemIn(await read(publishableKey))).code).toBe('not_found')
    const policy = await policies().publish(id)
    const first = await read(publishableKey)
    expect(await first.json()).toEqual(policy)
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    const etag = first.headers.get('etag') as string
    expect((await read(publishableKey, { 'if-none-match': etag })).status).toBe(304)
    await policies().change(id, { draft: worded('Another') })
    await policies().publish(id)
    expect((await read(publishableKey, { 'if-none-match': etag })).status).toBe(200)
    const other = await makeTeam(running.sotto)
    const foreign = await other.team.bots.create({ name: 'Wren', visibility: 'public' })
    for (const key of [foreign.publishableKey, 'pk_nothing'])
      expect((await problemIn(await read(key))).code).toBe('not_found')
  })
})

describe('the cookie table', () => {
  it('is made from the policy, and held against what a scanner saw', async () => {
    const id = await made()
    expect(await policies().cookies(id)).toEqual([
      expect.objectContaining({
        name: '_c*',
        kind: 'cookie',
        service: 'Counter',
        category: 'analytics',
        lifetimeDays: 30,
      }),
      expect.objectContaining({ name: 'counter', kind: 'local' }),
    ])
    const seen = {
      format: 'sotto-consent-scan/1',
      landed: 'https://www.shop.example/',
      states: [
        {
          cookies: [
            { name: '_c1', domain: '.shop.example', lifetimeSeconds: 60 * 86_400 },
            { name: 'spy', domain: 'ads.example', lifetimeSeconds: null, service: 'Spy', purpose: 'marketing' },
            { name: 'sotto-consent', domain: 'www.shop.example' },
          ],
          storage: [{ area: 'local', key: 'other' }],
          requests: [
            { host: 'a.counter.example', address: 'https://a.counter.example/c.js' },
            { host: 'ads.example', address: 'https://ads.example/x' },
            { host: 'www.shop.example', address: 'https://www.shop.example/' },
          ],
        },
      ],
    }
    const rest = { service: null, declaredDays: null, seenDays: null, httpOnly: false, known: null }
    const known = { service: 'Spy', category: 'marketing' }
    expect(await policies().compareScan(id, seen)).toEqual([
      { ...rest, kind: 'undeclared', what: 'cookie', name: 'spy', domain: 'ads.example', known },
      { ...rest, kind: 'undeclared', what: 'local', name: 'other', domain: null },
      { ...rest, kind: 'undeclared', what: 'request', name: 'ads.example', domain: 'ads.example' },
      {
        ...rest,
        kind: 'lifetime',
        what: 'cookie',
        name: '_c*',
        domain: null,
        service: 'counter',
        declaredDays: 30,
        seenDays: 60,
      },
      { ...rest, kind: 'unseen', what: 'local', name: 'counter', domain: null, service: 'counter' },
    ])
    await expect(policies().compareScan(id, { states: [] })).rejects.toMatchObject({ code: 'invalid_request' })
  })
})
