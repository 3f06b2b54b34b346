import { describe, expect, it } from 'vitest'
import { codePattern, until, usePortal } from './testing/portal.ts'

const place = usePortal()
const { sent, ask, confirm } = place

describe('a person', () => {
  it('asks once, whether staff wrote it down by address, by name or they asked themselves; an agent shows that they may', async () => {
    const { privacyRequests: requests, contacts } = place.acme.team
    const { id: contactId } = await contacts.create({ name: 'Kim', email: 'kim@example.com' })
    const written = await requests.open({ kind: 'access', email: 'kim@example.com' })
    expect(written).toMatchObject({ step: 'unverified', joined: 0 })
    await until(() => sent.find(({ to, text }) => to === 'kim@example.com' && codePattern.test(text)) ?? expect.fail())
    const known = await requests.open({ kind: 'access', subject: contactId })
    expect(known).toMatchObject({ id: written.id, status: 'in_progress', joined: 1 })
    expect((await confirm(await ask({ kind: 'access', email: 'Kim@example.com' }))).request.reference).toBe(written.id)
    expect(await requests.open({ kind: 'access', email: 'kim@example.com' })).toMatchObject({
      id: written.id,
      joined: 3,
    })
    const early = await requests.open({ kind: 'access', email: 'lo@example.com' })
    const lo = await contacts.create({ name: 'Lo', email: 'lo@example.com' })
    expect(await requests.open({ kind: 'access', subject: lo.id })).toMatchObject({ id: early.id, joined: 1 })

    const agent = { name: 'Helpful Ltd', email: 'agent@helpful.example' }
    const before = sent.length
    const asked = await requests.open({ kind: 'erasure', subject: contactId, channel: 'agent', agent })
    expect(asked).toMatchObject({ step: 'unverified', verification: null, agent })
    const mail = await until(
      () => sent.slice(before).find(({ text }) => codePattern.test(text)) ?? expect.fail('no code'),
    )
    expect([mail.to, mail.text]).toEqual(['kim@example.com', expect.stringContaining('Helpful Ltd')])
  })

  it('is told before a restriction ends, and erased by no plan of before, by software that repeats its requests', async () => {
    const { team } = place.acme
    const { secret } = await team.apiKeys.create({
      name: 'Key',
      scopes: ['privacy:read', 'privacy:write', 'privacy:release'],
    })
    const call = async (path: string, body: object, key: string) =>
      fetch(`${place.url}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': key },
      })
    const una = await team.contacts.create({ name: 'Una', email: 'una@example.com' })
    await (await team.privacyRequests.open({ kind: 'restriction', subject: una.id })).completed()
    const lifted = await call(`/v1/contacts/${una.id}/restriction/lift`, { reason: 'It was checked' }, 'lift')
    expect([lifted.status, sent.at(-1)?.text]).toEqual([204, expect.stringContaining('It was checked')])

    const { id } = await team.privacyRequests.open({ kind: 'erasure', subject: una.id })
    const planned = () =>
      until(async () => (await team.privacyRequests.get(id)).plan?.id ?? expect.fail('there is no plan yet'))
    const before = await planned()
    await team.contacts.merge((await team.contacts.create({ name: 'Una', email: 'una@mill.example' })).id, una.id)
    expect((await call(`/v1/privacy-requests/${id}/release`, {}, 'first')).status).toBe(409)
    expect(await planned()).not.toBe(before)
    expect((await call(`/v1/privacy-requests/${id}/release`, {}, 'first')).status).toBe(200)
  }, 30_000)

  it('ends advertising by a form without scripts and without a code, and has an agent ask by one', async () => {
    const { team } = place.acme
    const { id } = await team.contacts.create({ name: 'Pia', email: 'pia@example.com' })
    const send = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({
        step: 'ask',
        regime: 'gdpr',
        reason: '',
        agentName: '',
        agentEmail: '',
        ...fields,
      })
      const answer = await fetch(`${place.url}/privacy/${place.slug}?lang=en`, { method: 'POST', body })
      return { status: answer.status, html: await answer.text() }
    }
    const page = await (await fetch(`${place.url}/privacy/${place.slug}?lang=en`)).text()
    const choices = [...page.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => value)
    expect(choices).toContain('no-advertising')
    const shown = [await send({ kind: 'no-advertising', email: 'pia@example.com' })]
    shown.push(await send({ kind: 'no-advertising', email: 'nil@example.com' }))
    for (const { status, html } of shown)
      expect([status, html]).toEqual([200, expect.not.stringContaining('name="code"')])
    expect(shown[0]?.html.replace('pia@', 'nil@')).toBe(shown[1]?.html)
    await until(async () => expect((await team.privacyRequests.mayUse(id, 'marketing')).allowed).toBe(false))
    expect((await team.privacyRequests.mayUse(id, 'sharing')).allowed).toBe(true)

    const before = sent.length
    const half = await send({ kind: 'access', email: 'pia@example.com', agentName: 'Helpful Ltd' })
    expect(half.status).toBe(400)
    const agent = { agentName: 'Helpful Ltd', agentEmail: 'agent@helpful.example' }
    expect((await send({ kind: 'access', email: 'pia@example.com', ...agent })).html).toContain('name="code"')
    const mail = await until(
      () => sent.slice(before).find(({ text }) => codePattern.test(text)) ?? expect.fail('no code'),
    )
    expect([mail.to, mail.text]).toEqual(['pia@example.com', expect.stringContaining('Helpful Ltd')])
  }, 30_000)
})
