import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { sessionLength } from './access.ts'
import { hashPassword, newPassword, passwordFits } from './passwords.ts'
import { csrfToken, newToken, sameText, tokenId, tokenKind } from './tokens.ts'

const clock = testClock()
const here = { ip: '192.0.2.1', requestId: null }
const refused = { code: 'unauthenticated' }
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

const authenticate = (token: string) => running.sotto.access.authenticate(token)
const signIn = (email: string, password: string) => running.sotto.access.signIn(email, password, here)
/** The team as one of its members. */
const as = (userId: string) => running.sotto.team(acme.teamId, { actor: { userId } })
let count = 0
async function join(role: 'viewer' | 'member' | 'admin' | 'owner') {
  count += 1
  const email = `${role}${count}@example.com`
  const { member, password } = await acme.team.members.create({ name: role, email, role })
  return { id: member.id as string, email, password }
}

describe('a session', () => {
  it('begins with address and password, the address in any form', async () => {
    const { token, principal } = await signIn(` ${acme.email.toUpperCase()} `, acme.password)
    expect(await authenticate(token)).toEqual(principal)
    expect(principal).toMatchObject({ kind: 'member', teamId: acme.teamId, memberId: acme.ownerId, role: 'owner' })
  })

  it('ends after its time', async () => {
    const { token } = await signIn(acme.email, acme.password)
    clock.advance(sessionLength - 1)
    await authenticate(token)
    clock.advance(1)
    await expect(authenticate(token)).rejects.toMatchObject(refused)
  })

  it('ends when it is ended, and no other one with it', async () => {
    const one = await signIn(acme.email, acme.password)
    const other = await signIn(acme.email, acme.password)
    const scope = running.sotto.access.scope(one.principal, here)
    await running.sotto.access.endSession(scope, one.principal)
    await expect(authenticate(one.token)).rejects.toMatchObject(refused)
    await authenticate(other.token)
  })

  it('has the role that the member has now, and ends when that is a lower one', async () => {
    const { id, email, password } = await join('viewer')
    const { token } = await signIn(email, password)
    await acme.team.members.change(id, { role: 'admin' })
    expect(await authenticate(token)).toMatchObject({ role: 'admin' })
    await acme.team.members.change(id, { role: 'viewer' })
    await expect(authenticate(token)).rejects.toMatchObject(refused)
    expect(await authenticate((await signIn(email, password)).token)).toMatchObject({ role: 'viewer' })
  })

  it('is refused in the same words for an unknown address and a wrong password', async () => {
    const told = async (email: string, password: string) =>
      signIn(email, password).then(
        () => 'signed in',
        ({ code, message }) => ({ code, message }),
      )
    const wrong = await told(acme.email, 'wrong')
    expect(wrong).toMatchObject({ code: 'sign_in_failed' })
    expect(await told('nobody@example.com', 'wrong')).toEqual(wrong)
  })

  it('of somebody in two teams is of the team whose password it was', async () => {
    const other = await makeTeam(running.sotto)
    const email = 'both@example.com'
    const here = await acme.team.members.create({ name: 'Bo', email, role: 'viewer' })
    const there = await other.team.members.create({ name: 'Bo', email, role: 'viewer' })
    expect((await signIn(email, here.password)).principal.teamId).toBe(acme.teamId)
    expect((await signIn(email, there.password)).principal.teamId).toBe(other.teamId)
  })
})

describe('whoever leaves', () => {
  it('loses at once what opened doors: sessions, keys, keys made with these keys, the way in', async () => {
    const { id, email, password } = await join('admin')
    const { token } = await signIn(email, password)
    const { secret } = await (await as(id)).apiKeys.create({ name: 'Own', scopes: ['api-keys:write', 'contacts:read'] })
    const withKey = running.sotto.as(await authenticate(secret), here)
    const child = await withKey.team.apiKeys.create({ name: 'Child', scopes: ['contacts:read'] })
    await authenticate(child.secret)
    await acme.team.members.remove(id)
    for (const dead of [token, secret, child.secret]) await expect(authenticate(dead)).rejects.toMatchObject(refused)
    await expect(signIn(email, password)).rejects.toMatchObject({ code: 'sign_in_failed' })
    await expect(as(id)).rejects.toMatchObject(refused)
  })
})

describe('a secret key', () => {
  it('holds its scopes, and never more than its maker holds now', async () => {
    const { id } = await join('admin')
    const team = await as(id)
    const { secret } = await team.apiKeys.create({ name: 'Own', scopes: ['audit:read', 'contacts:write', 'bots:read'] })
    expect(await authenticate(secret)).toMatchObject({ scopes: ['audit:read', 'contacts:write', 'bots:read'] })
    await acme.team.members.change(id, { role: 'member' })
    expect(await authenticate(secret)).toMatchObject({ scopes: ['contacts:write', 'bots:read'] })
    await acme.team.members.change(id, { role: 'viewer' })
    expect(await authenticate(secret)).toMatchObject({ scopes: ['bots:read'] })
  })

  it('cannot be made with more than one holds', async () => {
    const { id } = await join('admin')
    const team = await as(id)
    await expect(team.apiKeys.create({ name: 'Own', scopes: ['team:write'] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { secret } = await team.apiKeys.create({ name: 'Maker', scopes: ['api-keys:write', 'bots:read'] })
    const withKey = running.sotto.as(await authenticate(secret), here).team
    await expect(withKey.apiKeys.create({ name: 'Child', scopes: ['contacts:read'] })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('is refused from its revocation on', async () => {
    const { apiKey, secret } = await acme.team.apiKeys.create({ name: 'Own', scopes: ['bots:read'] })
    await authenticate(secret)
    await acme.team.apiKeys.revoke(apiKey.id)
    await expect(authenticate(secret)).rejects.toMatchObject(refused)
    await expect(acme.team.apiKeys.revoke(apiKey.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a token', () => {
  it('is kept as its hash alone, and told nowhere again', async () => {
    const { secret, apiKey } = await acme.team.apiKeys.create({ name: 'Own', scopes: ['bots:read'] })
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { visitorToken } = await acme.team.conversations.start({ botId: bot.id })
    const rows = await running.client.db(running.database).collection('credentials').find().toArray()
    expect(rows.map(({ _id }) => String(_id))).toEqual(
      expect.arrayContaining([tokenId(secret), tokenId(visitorToken), tokenId(bot.publishableKey)]),
    )
    expect(JSON.stringify(rows)).not.toMatch(/(sk|vt|ss|pk)_[\w-]{43}/)
    expect(apiKey.hint).toBe(secret.slice(-4))
  })

  it.each([
    ['nothing', ''],
    ['another word', 'hello'],
    ['one of ours that is too short', 'sk_abc'],
    ['one that nobody has', newToken('secret')],
    ['one of another kind', newToken('session').replace('ss_', 'xx_')],
  ])('that is %s is refused in the same words', async (_what, token) => {
    await expect(authenticate(token)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('is not valid, has ended or was revoked'),
    })
  })

  it('is of the kind that it says, whatever it was issued as', async () => {
    const { secret } = await acme.team.apiKeys.create({ name: 'Own', scopes: ['bots:read'] })
    const scope = running.sotto.access.scope(acme.principal, here)
    // The hash of another token of the same random part would be another one; the row itself also says its kind.
    await running.sotto.access.issue(scope, 'session', { memberId: acme.ownerId }, newToken('visitor'))
    await expect(authenticate(secret.replace('sk_', 'ss_'))).rejects.toMatchObject(refused)
    expect(tokenKind(secret)).toBe('secret')
  })

  it('against forgery follows from its session', () => {
    const [a, b] = [newToken('session'), newToken('session')]
    expect(csrfToken(a)).toBe(csrfToken(a))
    expect(csrfToken(a)).not.toBe(csrfToken(b))
    expect(csrfToken(a)).not.toContain(tokenId(a))
    expect([sameText('a', 'a'), sameText('a', 'b'), sameText('a', 'aa'), sameText('', '')]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})

describe('a password', () => {
  it('fits its hash, however its letters are composed', async () => {
    const hash = await hashPassword('Blåbär')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(hash, 'Blåbär'.normalize('NFD'))).toBe(true)
    expect(await passwordFits(hash, 'Blabar')).toBe(false)
    expect(await passwordFits(undefined, 'Blåbär')).toBe(false)
  })

  it('that we make can be read out and has about 100 bits', () => {
    const made = Array.from({ length: 200 }, newPassword)
    for (const password of made) expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
    expect(new Set(made).size).toBe(200)
  })
})
