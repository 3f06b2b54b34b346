import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { KeyringUnavailableError } from '../keyring.ts'
import { behavesAsKeyring } from './testing/conformance.ts'
import { startTestVault } from './testing/vault-server.ts'
import { vaultKeyring } from './vault-keyring.ts'

behavesAsKeyring('Vault', async () => {
  const vault = await startTestVault()
  return {
    plain: true,
    open: () => vaultKeyring({ address: vault.address, token: 'root' }),
    away: () => vault.stop(),
    back: () => vault.start(),
    remains: async () =>
      JSON.stringify([...vault.secrets].map(([path, { versions }]) => [path, [...versions.values()]])),
    async change(epoch, change) {
      const path = `sotto/epoch-keys/${epoch}`
      const versions = [...(vault.secrets.get(path)?.versions.values() ?? [])]
      vault.write(path, { key: change(String(versions.at(-1)?.data?.key)) })
    },
    deleteHalf: async (epoch) => vault.softDelete(`sotto/epoch-keys/${epoch}`),
    close: () => vault.stop(),
  }
})

describe('a keyring in Vault', () => {
  let vault: Awaited<ReturnType<typeof startTestVault>>
  beforeEach(async () => {
    vault = await startTestVault()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await vault.stop()
  })

  const open = (more: object = {}) => vaultKeyring({ address: vault.address, token: 'root', ...more })
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => ({ reason: 'none', message: '' }),
      ({ reason, message }: KeyringUnavailableError) => ({ reason, message }),
    )

  it('destroys all versions, and then the metadata', async () => {
    const keyring = open()
    await keyring.create('e1')
    vault.write('sotto/epoch-keys/e1', { key: 'written over by hand' })
    vault.requests.length = 0
    await keyring.destroy('e1')
    expect(vault.requests).toEqual([
      'GET secret/metadata/sotto/epoch-keys/e1',
      'POST secret/destroy/sotto/epoch-keys/e1',
      'DELETE secret/metadata/sotto/epoch-keys/e1',
      'GET secret/metadata/sotto/epoch-keys/e1',
    ])
    expect(vault.secrets.size).toBe(0)
  })

  it('is away while Vault is sealed, silent, overloaded, or something else answers in its place', async () => {
    const keyring = open({ timeout: 300 })
    const key = await keyring.create('e1')
    vault.sealed = true
    expect(await refusal(keyring.read('e1'))).toMatchObject({ reason: 'unreachable', message: /sealed/ })
    vault.sealed = false
    vault.silent = true
    expect(await refusal(keyring.read('e1'))).toMatchObject({ reason: 'unreachable', message: /no answer in time/ })
    vault.silent = false
    for (const [status, type, body] of [
      [404, 'text/html', '<h1>Not found</h1>'],
      [404, 'application/json', '{"message":"no such page"}'],
      [200, 'text/html', 'welcome'],
      [429, 'application/json', '{"errors":[]}'],
      [500, 'application/json', '{"errors":["internal"]}'],
      [502, 'text/plain', ''],
    ] as const) {
      vault.instead = (_request, response) => response.writeHead(status, { 'Content-Type': type }).end(body)
      for (const work of [() => keyring.read('e1'), () => keyring.list(), () => keyring.destroy('e1')])
        expect((await refusal(work())).reason, `${status} ${body}`).toBe('unreachable')
    }
    vault.instead = undefined
    expect(await keyring.read('e1')).toEqual(key)
  })

  it('says what is missing: a token, a right, an engine, its version', async () => {
    await open().create('e1')
    expect(await refusal(open({ token: 'wrong' }).read('e1'))).toMatchObject({ reason: 'refused', message: /token/ })
    vault.refuses = (method, path) => method === 'POST' && path.startsWith('secret/destroy/')
    expect(await refusal(open().destroy('e1'))).toMatchObject({ message: /"update" on secret\/destroy\// })
    vault.refuses = undefined
    expect(await refusal(open({ mount: 'other' }).read('e1'))).toMatchObject({
      reason: 'refused',
      message: /no secrets engine at other/,
    })
    vault.engine = '1'
    expect(await refusal(open().create('e2'))).toMatchObject({ reason: 'action-needed', message: /KV version 2/ })
    // Also where it may not ask for the version: what is written is looked at.
    vault.refuses = (_method, path) => path.startsWith('sys/')
    expect(await refusal(open().create('e2'))).toMatchObject({ reason: 'action-needed', message: /KV version 2/ })
    expect(vault.requests.at(-1)).toBe('DELETE secret/data/sotto/epoch-keys/e2')
    for (const { message } of [await refusal(open({ token: 'a-secret-token' }).read('e1'))])
      expect(message).not.toContain('a-secret-token')
  })

  it('keeps the first also where the policy has no right to write twice', async () => {
    const first = await open().create('e1')
    vault.refuses = (method, path) => method === 'POST' && vault.secrets.has(path.replace('secret/data/', ''))
    expect(await open().create('e1')).toEqual(first)
  })

  it('keeps no key that Vault would delete by itself', async () => {
    vault.deleteVersionAfter = true
    expect(await refusal(open().create('e1'))).toMatchObject({
      reason: 'action-needed',
      message: /delete_version_after/,
    })
    expect(vault.secrets.size).toBe(0)
  })

  it('signs in as an AppRole, renews in time, and signs in again when the token is gone', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.now() })
    const keyring = vaultKeyring({ address: vault.address, appRole: vault.appRole })
    const count = (path: string) => vault.requests.filter((request) => request === `POST ${path}`).length
    await Promise.all(Array.from({ length: 5 }, () => keyring.create('e1')))
    expect(count('auth/approle/login')).toBe(1)
    // Nobody asks for keys, and still it is renewed.
    await vi.advanceTimersByTimeAsync(1_800_002)
    await vi.waitFor(() => expect(count('auth/token/renew-self')).toBe(1), { timeout: 15_000 })
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(await keyring.read('e1')).toHaveLength(32)
    expect([count('auth/approle/login'), count('auth/token/renew-self')]).toEqual([1, 1])
    for (const token of vault.tokens.keys()) if (token !== 'root') vault.tokens.delete(token)
    expect(await keyring.read('e1')).toHaveLength(32)
    expect(count('auth/approle/login')).toBe(2)
    const wrong = vaultKeyring({ address: vault.address, appRole: { ...vault.appRole, secretId: 'not-this' } })
    const { reason, message } = await refusal(wrong.read('e1'))
    expect([reason, message.includes('not-this')]).toEqual(['refused', false])
  })

  it('renews a token of its own, and reads a file with one each time', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.now() })
    vault.tokens.set('renewable', { ttl: 100, renewable: true })
    await open({ token: 'renewable' }).create('e1')
    await vi.advanceTimersByTimeAsync(50_002)
    await vi.waitFor(() => expect(vault.requests).toContain('POST auth/token/renew-self'), { timeout: 15_000 })
    vi.useRealTimers()

    const folder = await mkdtemp(join(tmpdir(), 'sotto-vault-'))
    const tokenFile = join(folder, 'token')
    await writeFile(tokenFile, 'old\n')
    const keyring = vaultKeyring({ address: vault.address, tokenFile })
    expect((await refusal(keyring.read('e1'))).reason).toBe('refused')
    await writeFile(tokenFile, 'root\n')
    expect(await keyring.read('e1')).toHaveLength(32)
    await rm(folder, { recursive: true })
    expect((await refusal(keyring.read('e1'))).reason).toBe('refused')
  })

  it('follows a standby to the active node, with its namespace', async () => {
    const seen: unknown[] = []
    const standby = await startTestVault()
    standby.instead = (request, response) => {
      seen.push(request.headers['x-vault-namespace'])
      response.writeHead(307, { Location: `${vault.address}${request.url}` }).end()
    }
    const keyring = vaultKeyring({ address: standby.address, token: 'root', namespace: 'team-a' })
    await keyring.create('e1')
    expect(new Set(seen)).toEqual(new Set(['team-a']))
    expect(vault.secrets.size).toBe(1)
    await standby.stop()
  })

  it('refuses addresses over which keys would pass in the clear, and more than one way to sign in', () => {
    for (const address of ['http://vault.example.com:8200', 'ftp://vault', 'https://a:b@vault.example.com', 'vault'])
      expect(() => vaultKeyring({ address, token: 't' })).toThrow(TypeError)
    expect(() => vaultKeyring({ address: 'https://vault.example.com' })).toThrow(/exactly one/)
    expect(() => vaultKeyring({ address: 'https://vault.example.com', token: 't', tokenFile: 'f' })).toThrow(
      /exactly one/,
    )
    expect(vaultKeyring({ address: 'https://vault.example.com', token: 't' }).description).toBe(
      'Vault vault.example.com secret/sotto/epoch-keys',
    )
  })
})
