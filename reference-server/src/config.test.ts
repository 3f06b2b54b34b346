import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('it was accepted')
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      SOTTO_DATA_DIR: resolve('data'),
      keyring: { kind: 'file', folder: resolve('keys') },
      LOG_LEVEL: 'warn',
      TRUST_PROXY: false,
      SOTTO_ALLOW_PRIVATE_ADDRESSES: false,
      SOTTO_KEY_ROTATION_DAYS: 14,
      SOTTO_KEY_BACKUP: 'confirmed',
      databaseDir: resolve('data', 'database'),
    })
  })

  it('takes an empty variable as one that is not set, and leaves aside what is not its own', () => {
    expect(readConfig({ PORT: '', MONGODB_URI: '', HOME: '/home/ada' })).toEqual(readConfig({}))
  })

  it('lists everything that is wrong at once, and quotes no value', () => {
    const wrong = {
      PORT: '70000',
      HOST: 'not a host',
      PUBLIC_URL: 'chat.secret.example',
      MONGODB_URI: 'postgres://ada:secret@db.example/sotto',
      OPENAI_BASE_URL: 'ftp://secret.example',
      SMTP_URL: 'https://ada:secret@mail.example',
      SOTTO_KEYRING: 'gcp:secret-manager',
      LOG_LEVEL: 'secretly',
      SOTTO_ALLOW_PRIVATE_ADDRESSES: 'secret',
      TLS_CERT: '/secret/certificate.pem',
      TRUST_PROXY: 'secret-proxy',
      SOTTO_KEY_ROTATION_DAYS: '31',
      SOTTO_KEY_BACKUP: 'secret',
    }
    const problems = problemsOf(wrong)
    for (const name of Object.keys(wrong)) expect(problems.join('\n')).toContain(`${name} must be`)
    expect(problems.join('\n')).not.toMatch(/secret(?!s-manager|\/sotto)/)
  })

  it('says in its message what it lists', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(
      /not usable:\n {2}PORT must .*\n {2}LOG_LEVEL must /,
    )
  })

  it.each(['-1', '1.5', '65536', '0x50', ' 80', '8080abc'])('refuses %j as a port', (PORT) => {
    expect(problemsOf({ PORT })).toEqual([expect.stringContaining('PORT must be a port number')])
  })

  it('refuses a keyring within the data, in any spelling', () => {
    for (const SOTTO_KEYRING of ['./d/keys', './d', './x/../d/keys'])
      expect(problemsOf({ SOTTO_DATA_DIR: './d', SOTTO_KEYRING })[0]).toContain('must lie outside of the data folder')
    expect(readConfig({ SOTTO_DATA_DIR: './d', SOTTO_KEYRING: './d-keys' }).keyring).toMatchObject({
      folder: resolve('d-keys'),
    })
  })

  it('takes keyrings elsewhere, with what signs in there', () => {
    expect(readConfig({ SOTTO_KEYRING: 'env:' }).keyring).toMatchObject({ kind: 'environment' })
    const vault = { SOTTO_KEYRING: 'vault:https://vault.example.com:8200', VAULT_TOKEN: 'hvs.token' }
    expect(readConfig(vault).keyring).toMatchObject({ kind: 'vault', options: { token: 'hvs.token' } })
    expect(
      readConfig({ SOTTO_KEYRING: 'aws-secrets-manager:eu-central-1/acme', SOTTO_KMS_KEY: 'alias/sotto' }).keyring,
    ).toEqual({ kind: 'aws-secrets-manager', region: 'eu-central-1', prefix: 'acme/', kmsKeyId: 'alias/sotto' })
    expect(problemsOf({ ...vault, VAULT_TOKEN: '', PORT: 'x' })).toEqual([
      expect.stringContaining('PORT must be'),
      expect.stringContaining('VAULT_TOKEN or one other way'),
    ])
  })

  it('reads what counts for keys', () => {
    const said = { SOTTO_KEY_ROTATION_DAYS: '7', SOTTO_KEY_BACKUP: 'none' }
    expect(readConfig(said)).toMatchObject({
      SOTTO_KEY_ROTATION_DAYS: 7,
      SOTTO_KEY_BACKUP: 'none',
    })
    for (const SOTTO_KEY_ROTATION_DAYS of ['0', '-1', '31', 'x', ' '])
      expect(problemsOf({ SOTTO_KEY_ROTATION_DAYS })).toEqual([
        'SOTTO_KEY_ROTATION_DAYS must be a number of days from 1 to 30',
      ])
  })

  it('knows where mail comes from', () => {
    expect(readConfig({}).mailFrom).toEqual({ name: 'Sotto', address: 'sotto@localhost' })
    const SMTP_URL = 'smtp://mail.example.com'
    expect(problemsOf({ SMTP_URL })).toEqual([expect.stringContaining('MAIL_FROM is needed as well')])
    expect(readConfig({ SMTP_URL, MAIL_FROM: 'Acme <mail@acme.example>' }).mailFrom).toEqual({
      name: 'Acme',
      address: 'mail@acme.example',
    })
    expect(readConfig({ SMTP_URL, PUBLIC_URL: 'https://chat.acme.example' }).mailFrom.address).toBe(
      'no-reply@chat.acme.example',
    )
    const known = { SMTP_URL: 'smtp://me%40acme.example:pw@mail.example.com' }
    expect(readConfig(known).mailFrom.address).toBe('me@acme.example')
    for (const MAIL_FROM of ['acme', 'Acme <acme>', 'A\nBcc: x <a@b.example>', 'a@b.example, c@d.example'])
      expect(problemsOf({ MAIL_FROM })).toEqual([expect.stringContaining('MAIL_FROM must be')])
  })

  it('says what belongs together', () => {
    expect(problemsOf({ OPENAI_MODEL: 'm' })).toEqual([expect.stringContaining('OPENAI_API_KEY is needed as well')])
    const folder = mkdtempSync(join(tmpdir(), 'sotto-test-config-'))
    const file = join(folder, 'file.pem')
    writeFileSync(file, 'no certificate')
    expect(problemsOf({ TLS_CERT: file })).toEqual([expect.stringContaining('TLS_KEY is needed as well')])
    expect(problemsOf({ TLS_KEY: file })).toEqual([expect.stringContaining('TLS_CERT is needed as well')])
    expect(problemsOf({ TLS_CERT: file, TLS_KEY: file })).toEqual([expect.stringContaining('must be PEM files')])
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['true', true],
    ['false', false],
    ['2', 2],
    ['loopback', ['loopback']],
    ['10.0.0.0/8, fd00::/8,192.0.2.1', ['10.0.0.0/8', 'fd00::/8', '192.0.2.1']],
  ])('reads the proxies %j', (TRUST_PROXY, read) => expect(readConfig({ TRUST_PROXY }).TRUST_PROXY).toEqual(read))

  it.each(['yes', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/0', '10.0.0.0/8/8', '10.0.0.0/', 'loopback,', '300.1.1.1'])(
    'refuses the proxies %j',
    (TRUST_PROXY) => expect(problemsOf({ TRUST_PROXY })[0]).toContain('TRUST_PROXY must be'),
  )
})
