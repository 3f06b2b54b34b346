import type { Role } from '@sotto/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Team } from '../../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

let count = 0
const email = () => {
  count += 1
  return `person${count}@example.com`
}
const add = async (role: Role, team: Team = acme.team): Promise<string> =>
  (await team.members.create({ name: role, email: email(), role })).member.id
const as = (userId: string) => running.sotto.team(acme.teamId, { actor: { userId } })
const forbidden = { code: 'forbidden' }

describe('a team', () => {
  it('is made with an owner, whose password is told once', async () => {
    const { team, owner, password } = await running.sotto.createTeam({
      name: 'Kestrel Cycles & Söhne',
      owner: { name: 'Ines', email: 'ines@example.com' },
    })
    expect(team).toMatchObject({ name: 'Kestrel Cycles & Söhne', slug: 'kestrel-cycles-so-hne' })
    expect(owner).toMatchObject({ name: 'Ines', email: 'ines@example.com', role: 'owner' })
    const { principal } = await running.sotto.access.signIn('ines@example.com', password, { ip: null, requestId: null })
    expect(principal.teamId).toBe(team.id)
    expect(await running.sotto.publicTeam(team.slug)).toEqual(team)
  })

  it('has a slug of its own, and nothing is left of one that was refused', async () => {
    const make = (slug: string) =>
      running.sotto.createTeam({
        name: 'Acme',
        slug,
        owner: { name: 'Bo', email: 'bo@acme.example', password: 'pass' },
      })
    await make('acme')
    await expect(make('acme')).rejects.toMatchObject({ code: 'invalid_request', errors: [{ field: 'slug' }] })
    for (const wrong of ['Acme', '-acme', 'a b', '', 'ä'])
      await expect(make(wrong), wrong).rejects.toMatchObject({ code: 'invalid_request' })
    const teams = await running.client.db(running.database).collection('teams').find({ name: 'Acme' }).toArray()
    expect(teams.filter(({ slug }) => slug === 'acme')).toHaveLength(1)
    const members = await running.client.db(running.database).collection('members').distinct('teamId')
    expect(members).toHaveLength(await running.client.db(running.database).collection('teams').countDocuments())
  })

  it('is renamed', async () => {
    expect(await acme.team.team.change({ name: 'Acme & Sons' })).toMatchObject({ id: acme.teamId, name: 'Acme & Sons' })
    expect((await acme.team.team.get()).name).toBe('Acme & Sons')
  })
})

describe('members', () => {
  it('have an address of their own in the team', async () => {
    const address = email()
    await acme.team.members.create({ name: 'Bo', email: address, role: 'viewer' })
    await expect(
      acme.team.members.create({ name: 'Bo', email: address.toUpperCase(), role: 'viewer' }),
    ).rejects.toMatchObject({ code: 'member_exists' })
  })

  it('handle no role above their own', async () => {
    const owner = await add('owner')
    const admin = await as(await add('admin'))
    await expect(add('owner', admin)).rejects.toMatchObject(forbidden)
    const added = await add('admin', admin)
    await expect(admin.members.change(added, { role: 'owner' })).rejects.toMatchObject(forbidden)
    await expect(admin.members.change(owner, { name: 'Bo' })).rejects.toMatchObject(forbidden)
    await expect(admin.members.remove(owner)).rejects.toMatchObject(forbidden)
    expect((await admin.members.change(added, { role: 'member' })).role).toBe('member')
    await admin.members.remove(added)
    await expect(admin.members.get(added)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keep at least one owner', async () => {
    const fresh = await makeTeam(running.sotto)
    const last = { code: 'last_owner' }
    await expect(fresh.team.members.remove(fresh.ownerId)).rejects.toMatchObject(last)
    await expect(fresh.team.members.change(fresh.ownerId, { role: 'admin' })).rejects.toMatchObject(last)
    const second = await add('admin', fresh.team)
    await expect(fresh.team.members.remove(fresh.ownerId)).rejects.toMatchObject(last)
    await fresh.team.members.change(second, { role: 'owner' })
    await fresh.team.members.change(fresh.ownerId, { role: 'viewer' })
    expect((await fresh.team.members.list()).data.map(({ role }) => role).sort()).toEqual(['owner', 'viewer'])
  })

  it('who leave are forgotten: their name is nowhere, their deeds stay', async () => {
    const id = await add('member')
    const team = await as(id)
    const contact = await team.contacts.create({ name: 'Ada' })
    await acme.team.members.remove(id)
    const [entry] = (await acme.team.audit.list({ targetId: contact.id })).data
    expect(entry).toMatchObject({ action: 'contact.created', actor: { kind: 'member', id } })
    for (const told of (await acme.team.audit.list({ targetId: id })).data)
      expect(told).toMatchObject({ before: null, after: null })
    await expect(acme.team.members.remove(id)).rejects.toMatchObject({ code: 'not_found' })
    // The address is free again, for another person.
    const address = email()
    const first = await acme.team.members.create({ name: 'Bo', email: address, role: 'viewer' })
    await acme.team.members.remove(first.member.id)
    expect((await acme.team.members.create({ name: 'Di', email: address, role: 'viewer' })).member.id).not.toBe(
      first.member.id,
    )
  })

  it('do not see the hash of a password, also not in the log', async () => {
    const { member } = await acme.team.members.create({ name: 'Bo', email: email(), role: 'viewer' })
    const seen = [await acme.team.members.get(member.id), (await acme.team.audit.list({ targetId: member.id })).data]
    expect(JSON.stringify(seen)).not.toMatch(/argon2|passwordHash/)
  })
})

describe('secret keys', () => {
  it('are listed without what they open with', async () => {
    const { apiKey, secret } = await acme.team.apiKeys.create({ name: 'Website', scopes: ['contacts:read'] })
    const { data } = await acme.team.apiKeys.list()
    expect(data.find(({ id }) => id === apiKey.id)).toEqual(apiKey)
    expect(JSON.stringify(data)).not.toContain(secret)
  })
})

it('software that names itself acts as that, and is no member', async () => {
  const team = await running.sotto.team(acme.teamId, { actor: { system: 'importer' } })
  const contact = await team.contacts.create({ name: 'Cy' })
  const [entry] = (await acme.team.audit.list({ targetId: contact.id })).data
  expect(entry?.actor).toEqual({ kind: 'system', id: 'importer' })
  const unknown = { actor: { userId: `mem_${'0'.repeat(26)}` } }
  await expect(running.sotto.team(acme.teamId, unknown)).rejects.toMatchObject({ code: 'unauthenticated' })
  const other = await makeTeam(running.sotto)
  await expect(running.sotto.team(other.teamId, { actor: { userId: acme.ownerId } })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})
