import { expect, it } from 'vitest'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { usePortal } from './testing/portal.ts'

const portal = usePortal()
const day = 24 * 60 * 60 * 1000

/** Somebody who asks while they are taken for somebody else, from whom they are parted before anything is done. */
async function parted(name: string, kind: 'erasure' | 'access') {
  const { team } = portal.acme
  const made = async (local: string) => {
    const email = `${local}@example.com`
    const { id } = await team.contacts.create({ email })
    await team.tickets.create({ contactId: id, subject: `Shoes of ${local}` })
    return { id, email }
  }
  const [asking, other] = [await made(name), await made(`${name}.other`)]
  const merge = await team.contacts.merge(other.id, asking.id)
  portal.clock.advance(1000)
  const { request } = await portal.confirm(await portal.ask({ kind, email: asking.email }))
  const id = request.reference
  await reached(id, { step: 'review' })
  const before = await team.privacyRequests.get(id)
  portal.clock.advance(1000)
  await team.contacts.undoMerge(other.id, merge.id)
  portal.clock.advance(1000)
  return { id, asking, other, before }
}

const reached = (id: string, state: object) =>
  atItsPace(portal.running, portal.clock, async () =>
    expect(await portal.acme.team.privacyRequests.get(id)).toMatchObject(state),
  )
const found = async ({ email }: { email: string }) => (await portal.acme.team.contacts.list({ email })).data.length

it('is forgotten alone, after staff have looked at a plan of them alone', async () => {
  const { team } = portal.acme
  const { id, asking, other, before } = await parted('ada', 'erasure')
  // Not by the plan itself either, whoever begins it.
  const plan = { id: before.erasureId as `ers_${string}` }
  await expect(team.erasures.start(plan)).rejects.toMatchObject({ code: 'version_conflict' })
  await expect(team.privacyRequests.release(id)).rejects.toMatchObject({ code: 'request_not_ready' })
  expect(await team.privacyRequests.get(id)).toMatchObject({ step: 'review', contactId: asking.id })
  await team.privacyRequests.release(id)
  await reached(id, { status: 'fulfilled' })
  expect([await found(asking), await found(other)]).toEqual([0, 1])
}, 40_000)

it('is forgotten alone where nobody touches it', async () => {
  const { id, asking, other } = await parted('bo', 'erasure')
  portal.clock.advance(28 * day)
  await reached(id, { status: 'fulfilled', releasedBy: 'system' })
  expect([await found(asking), await found(other)]).toEqual([0, 1])
}, 40_000)

it('gets a copy of what is theirs, and what was brought together of both is nobody’s', async () => {
  const { team } = portal.acme
  const { id, asking, before } = await parted('cy', 'access')
  expect(before.export?.kinds).toContainEqual({ collection: 'tickets', done: 2, total: 2 })
  await expect(team.accessExports.get(before.exportId as string)).rejects.toMatchObject({ code: 'not_found' })
  await team.privacyRequests.release(id)
  await reached(id, { step: 'review', exportId: null })
  await team.privacyRequests.release(id)
  await reached(id, { step: 'review', contactId: asking.id })
  expect((await team.privacyRequests.get(id)).export?.kinds).toContainEqual({
    collection: 'tickets',
    done: 1,
    total: 1,
  })
}, 40_000)
