import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { optionalPackage } from './aws.ts'
import { KeyringAddressError, keyringFromAddress, parseKeyringAddress } from './index.ts'

const token = { VAULT_TOKEN: 'hvs.secret' }
const vaultAt = (address: string, variables: Record<string, string> = token) =>
  parseKeyringAddress(`vault:${address}`, variables)

describe('the address of a keyring', () => {
  it('is a folder', async () => {
    expect(parseKeyringAddress('./keys', {})).toEqual({ kind: 'file', folder: resolve('keys') })
    expect(parseKeyringAddress('file:./keys', {})).toEqual({ kind: 'file', folder: resolve('keys') })
    if (process.platform !== 'win32')
      expect(parseKeyringAddress('file:///srv/my%20keys', {})).toEqual({ kind: 'file', folder: '/srv/my keys' })
    expect(parseKeyringAddress('D:\\keys', {})).toMatchObject({ kind: 'file' })
    const root = await mkdtemp(join(tmpdir(), 'sotto-address-'))
    const keyring = keyringFromAddress(join(root, 'keys'), {})
    expect(await keyring.create('e1')).toHaveLength(32)
    expect(keyring.description).toBe(`file ${join(root, 'keys')}`)
    await rm(root, { recursive: true })
  })

  it('is the environment', async () => {
    const keyring = keyringFromAddress('env:', { SOTTO_EPOCH_KEY_E1: 'ab'.repeat(32) })
    expect(await keyring.read('e1')).toEqual(Buffer.alloc(32, 0xab))
    expect(await keyringFromAddress('env:MY_', { MY_E1: 'ab'.repeat(32) }).list()).toEqual(['e1'])
  })

  it('is Vault, with one of four ways to sign in', () => {
    expect(vaultAt('https://vault.example.com:8200')).toEqual({
      kind: 'vault',
      options: { address: 'https://vault.example.com:8200', token: 'hvs.secret' },
    })
    expect(vaultAt('https://v.example/kv/sotto/keys/', { ...token, VAULT_NAMESPACE: 'a/b' })).toMatchObject({
      options: { mount: 'kv', path: 'sotto/keys', namespace: 'a/b' },
    })
    expect(vaultAt('https://v.example/team%2Fkv/keys')).toMatchObject({ options: { mount: 'team/kv', path: 'keys' } })
    expect(vaultAt('http://127.0.0.1:8200')).toMatchObject({ kind: 'vault' })
    const appRole = { VAULT_ROLE_ID: 'r', VAULT_SECRET_ID: 's' }
    expect(vaultAt('https://v.example', appRole)).toMatchObject({
      options: { appRole: { roleId: 'r', secretId: 's' } },
    })
    expect(vaultAt('https://v.example', { VAULT_TOKEN_FILE: '/t' })).toMatchObject({ options: { tokenFile: '/t' } })
    expect(vaultAt('https://v.example', { VAULT_KUBERNETES_ROLE: 'sotto' })).toMatchObject({
      options: { kubernetes: { role: 'sotto' } },
    })
  })

  it('is AWS Secrets Manager, and any of them can be wrapped by a key of AWS KMS', () => {
    expect(parseKeyringAddress('aws-secrets-manager:eu-central-1', {})).toEqual({
      kind: 'aws-secrets-manager',
      region: 'eu-central-1',
    })
    expect(parseKeyringAddress('aws-secrets-manager:us-gov-west-1/acme/keys/', {})).toMatchObject({
      region: 'us-gov-west-1',
      prefix: 'acme/keys/',
    })
    const wrapped = keyringFromAddress('env:', { SOTTO_KMS_KEY: 'arn:aws:kms:eu-central-1:1:key/k' })
    expect(wrapped.description).toBe('environment SOTTO_EPOCH_KEY_…, wrapped by AWS KMS')
  })

  it.each([
    ['', {}, 'SOTTO_KEYRING'],
    ['gcp:secret', {}, 'SOTTO_KEYRING'],
    ['env:my-secret', {}, 'SOTTO_KEYRING'],
    ['file://host/secret?x', {}, 'SOTTO_KEYRING'],
    ['vault:http://vault.secret.example', token, 'SOTTO_KEYRING'],
    ['vault:https://u:secret@vault.example', token, 'SOTTO_KEYRING'],
    ['vault:secret', token, 'SOTTO_KEYRING'],
    ['vault:https://vault.example', {}, 'VAULT_TOKEN'],
    ['vault:https://vault.example', { ...token, VAULT_TOKEN_FILE: 'secret' }, 'VAULT_TOKEN'],
    ['vault:https://vault.example', { VAULT_ROLE_ID: 'secret' }, 'VAULT_SECRET_ID'],
    ['aws-secrets-manager:secret', {}, 'SOTTO_KEYRING'],
    ['./keys', { SOTTO_KMS_KEY: 'secret key' }, 'SOTTO_KMS_KEY'],
  ])('says what is wrong with %j, and quotes nothing of it', (address, variables, variable) => {
    let error: unknown
    try {
      parseKeyringAddress(address, variables)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(KeyringAddressError)
    expect(error).toMatchObject({ variable })
    expect((error as Error).message.replaceAll(/\/secret\/sotto/g, '')).not.toMatch(/secret(?!s|-manager)/)
  })

  it('says which package is missing', async () => {
    const missing = '@aws-sdk/client-that-is-not-there'
    await expect(optionalPackage(missing, () => import(/* @vite-ignore */ missing))).rejects.toMatchObject({
      name: 'KeyringUnavailableError',
      message: expect.stringContaining(`npm install ${missing}`),
    })
  })
})
