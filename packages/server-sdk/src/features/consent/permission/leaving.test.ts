import { describe, expect, it } from 'vitest'
import { makeTeam } from '../../../testing/index.ts'
import {
  acme,
  agreed,
  clock,
  delivery,
  headingOf,
  here,
  hour,
  mailTo,
  person,
  press,
  running,
  sent,
  someone,
  until,
  url,
  usePermission,
} from './testing/permission-server.ts'

usePermission()

describe('an advertising mail', () => {
  it('carries its way out, which one click of a mail program takes at once, without cookies and redirects', async () => {
    const { contactId, email } = await agreed()
    sent.length = 0
    await acme.team.consent.permission.send(contactId, { subject: 'New brakes', text: 'They are here.\n' })
    const mail = await mailTo(email)
    const [, link = '', mailto = ''] =
      /^<(https:\S+)>, <(mailto:\S+)>$/.exec(mail.headers['List-Unsubscribe'] ?? '') ?? []
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(mailto).toBe(`mailto:leave@sotto.example?subject=${link.split('token=')[1]}`)
    expect(link).not.toContain(contactId)
    expect(Buffer.from(link.split('.').at(-1) as string, 'base64url').toString('latin1')).not.toContain('someone')
    expect(mail.text).toBe(`They are here.\n\n-- \nUnsubscribe: ${link}`)
    expect(mail.html).toContain(`href="${link}"`)

    const looked = await fetch(here(link))
    expect(await headingOf(looked)).toBe('Unsubscribe')
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    const clicked = await fetch(`${here(link)}&utm_campaign=x`, { method: 'POST', body: form, redirect: 'manual' })
    expect([clicked.status, clicked.headers.get('set-cookie')]).toEqual([200, null])
    expect(await acme.team.consent.check(contactId, 'marketing-email')).toMatchObject({ reason: 'denied' })
    clock.advance(1000)
    expect((await press(here(link), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect((await acme.team.consent.list({ contactId })).data.map(({ source }) => source)).toEqual(['email', 'email'])
    await expect(
      acme.team.consent.permission.send(contactId, { subject: 'More', text: 'More.' }),
    ).rejects.toMatchObject({ code: 'permission_missing' })

    const page = await press(here(link))
    expect(await page.text()).toContain('<input type="hidden" name="action" value="subscribe"><button>Subscribe again')
    expect(await headingOf(await press(here(link), { action: 'subscribe' }))).toBe('Thank you, it is confirmed')
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    clock.advance(1000)
    await press(here(link), { action: 'subscribe', 'List-Unsubscribe': 'One-Click' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
    clock.advance(31 * 24 * hour)
    await press(here(link), { action: 'subscribe' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
  })

  it('that waits is not sent to who withdrew, or has another address by now', async () => {
    const [left, moved, stays] = [await agreed(), await agreed(), await agreed()]
    sent.length = 0
    delivery.isDown = true
    clock.advance(1000)
    const ids: string[] = []
    for (const { contactId } of [left, moved, stays])
      ids.push((await acme.team.consent.permission.send(contactId, { subject: 'S', text: 'T' })).id)
    const mails = running.client
      .db(running.database)
      .collection<{ _id: string; state: string; problem: string }>('mails')
    const jobs = running.client.db(running.database).collection('jobs')
    const tried = { 'payload.mail': { $in: ids }, state: 'queued', attempts: { $gte: 1 } }
    await until(async () => expect(await jobs.countDocuments(tried)).toBe(3))
    await acme.team.consent.withdraw(left.contactId)
    await acme.team.contacts.change(moved.contactId, { email: someone() })
    delivery.isDown = false
    clock.advance(hour)
    await mailTo(stays.email)
    await until(async () => expect(await mails.countDocuments({ _id: { $in: ids }, state: 'failed' })).toBe(2))
    expect(sent.map(({ to }) => to)).toEqual([stays.email])
    const problems = (await mails.find({ _id: { $in: ids }, state: 'failed' }).toArray()).map(({ problem }) => problem)
    expect(problems.sort()).toEqual([
      'The contact does not permit marketing-email: denied.',
      'The contact has another address by now.',
    ])
  })
})

describe('the link of other software', () => {
  it('is made for a contact or an address, ends after a merge, and brings nobody back', async () => {
    const { contactId, email } = await agreed()
    const { url: link, headers } = await acme.team.consent.unsubscribeHeaders(email)
    expect(headers['List-Unsubscribe']).toContain(`<${link}>`)
    expect((await acme.team.consent.unsubscribeHeaders(contactId)).url).not.toBe(link)
    await expect(acme.team.consent.unsubscribeHeaders(someone())).rejects.toMatchObject({ code: 'not_found' })
    // The contact became part of another one, which has its address now.
    await acme.team.contacts.change(contactId, { email: null })
    const merged = await person(email)
    await acme.team.consent.declare(merged, { granted: ['marketing-email'] })
    clock.advance(1000)
    await press(here(link))
    for (const id of [contactId, merged]) expect(await acme.team.consent.allows(id, 'marketing-email')).toBe(false)
  })

  it('objects where nobody ever agreed, and offers no agreement then', async () => {
    const email = someone()
    const contactId = await person(email)
    const { url: link } = await acme.team.consent.unsubscribeHeaders(contactId, 'marketing-email', 'en')
    const left = await (await press(here(link))).text()
    expect(left).not.toContain('<form')
    expect(await acme.team.consent.check(contactId, 'marketing-email')).toMatchObject({ reason: 'denied' })
    await press(here(link), { action: 'subscribe' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
  })

  it('is nobody else’s, and not to be made up', async () => {
    const { contactId } = await agreed()
    const other = await makeTeam(running.sotto)
    const { url: link } = await acme.team.consent.unsubscribeHeaders(contactId)
    const [, ulid = '', sealed = ''] = /token=(\w+)\.([\w-]+)$/.exec(link) ?? []
    const altered = Buffer.from(sealed, 'base64url')
    altered[40] = (altered[40] as number) ^ 1
    for (const token of [
      `${other.teamId.slice(5)}.${sealed}`,
      `${ulid}.${altered.toString('base64url')}`,
      `01jd7m3y8ftqv3xk9c2a5b6w70.${sealed}`,
      '',
    ]) {
      const response = await press(`${url}/v1/consent/unsubscribe?token=${token}`)
      expect([response.status, await headingOf(response)]).toEqual([404, 'This link is not complete'])
    }
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    const keys = running.client.db(`${running.database}_keys`).collection('teamKeys')
    expect(await keys.countDocuments({ teamId: 'team_01jd7m3y8ftqv3xk9c2a5b6w70' })).toBe(0)
  })
})
