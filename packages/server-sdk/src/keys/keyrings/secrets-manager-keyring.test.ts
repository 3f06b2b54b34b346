import { KMSClient } from '@aws-sdk/client-kms'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KeyringUnavailableError } from '../keyring.ts'
import { kmsWrap } from './kms-wrap.ts'
import { memoryKeyring } from './memory-keyring.ts'
import { secretsManagerKeyring } from './secrets-manager-keyring.ts'
import { startTestAws, type TestAws } from './testing/aws-server.ts'
import { behavesAsKeyring } from './testing/conformance.ts'
import { wrappedKeyring } from './wrapped-keyring.ts'

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'a-secret-access-key' }
const at = (aws: TestAws) => ({ region: 'eu-central-1', endpoint: aws.endpoint, credentials, maxAttempts: 2 })
const secretsOf = (aws: TestAws) => new SecretsManagerClient(at(aws))
const wrapOf = (aws: TestAws, more: object = {}) =>
  kmsWrap({ keyId: 'alias/sotto', client: new KMSClient(at(aws)), timeout: 2000, ...more })
const nameOf = (epoch: string) => `sotto/epoch-keys/${epoch}.epoch-key`

behavesAsKeyring('AWS Secrets Manager', async () => {
  const aws = await startTestAws()
  aws.pageSize = 3
  return {
    plain: true,
    open: () => secretsManagerKeyring({ client: secretsOf(aws) }),
    away: () => aws.stop(),
    back: () => aws.start(),
    remains: async () => JSON.stringify([...aws.secrets]),
    async change(epoch, change) {
      const secret = aws.secrets.get(nameOf(epoch))
      if (secret) secret.text = change(secret.text)
    },
    async deleteHalf(epoch) {
      const secret = aws.secrets.get(nameOf(epoch))
      if (secret) secret.deletedAt = Date.now()
    },
    close: () => aws.stop(),
  }
})

behavesAsKeyring(
  'AWS Secrets Manager, wrapped by AWS KMS',
  async () => {
    const aws = await startTestAws()
    return {
      plain: false,
      open: () => wrappedKeyring(secretsManagerKeyring({ client: secretsOf(aws) }), wrapOf(aws)),
      away: () => aws.stop(),
      back: () => aws.start(),
      remains: async () => JSON.stringify([...aws.secrets]),
      async change(epoch, change) {
        const secret = aws.secrets.get(nameOf(epoch))
        if (secret) secret.text = change(secret.text)
      },
      close: () => aws.stop(),
    }
  },
  { impossible: ['deleteHalf'] },
)

describe('a keyring in AWS', () => {
  let aws: TestAws
  beforeAll(async () => {
    aws = await startTestAws()
  })
  afterAll(() => aws.stop())
  beforeEach(() => {
    aws.calls.length = 0
    aws.secrets.clear()
    aws.failure = undefined
    aws.silent = false
  })

  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => ({ reason: 'none', message: '' }),
      ({ reason, message }: KeyringUnavailableError) => ({ reason, message }),
    )
  const actions = () => aws.calls.map(({ action }) => action.replace(/^.*\./, ''))

  it('leaves no time in which a destroyed key could be restored', async () => {
    const keyring = secretsManagerKeyring({ client: secretsOf(aws) })
    await keyring.create('e1')
    await keyring.destroy('e1')
    expect(aws.calls.at(-1)).toMatchObject({
      action: 'secretsmanager.DeleteSecret',
      input: { SecretId: nameOf('e1'), ForceDeleteWithoutRecovery: true },
    })
    expect(aws.calls.at(-1)?.input).not.toHaveProperty('RecoveryWindowInDays')
    await keyring.create('e2')
    const secret = aws.secrets.get(nameOf('e2'))
    if (secret) secret.deletedAt = Date.now()
    aws.calls.length = 0
    await keyring.destroy('e2')
    expect(actions()).toEqual(['DeleteSecret', 'RestoreSecret', 'DeleteSecret'])
    expect(aws.secrets.size).toBe(0)
  })

  it('has names that cannot be mistaken for the end of an ARN', async () => {
    await secretsManagerKeyring({ client: secretsOf(aws) }).create('e20261122-a1b2c3')
    expect([...aws.secrets.keys()][0]).not.toMatch(/-[A-Za-z0-9]{6}$/)
  })

  it('tells refused from away, and quotes neither accounts nor credentials', async () => {
    const keyring = secretsManagerKeyring({ client: secretsOf(aws), timeout: 500 })
    for (const [failure, reason] of [
      ['AccessDeniedException', 'refused'],
      ['UnrecognizedClientException', 'refused'],
      ['DecryptionFailure', 'refused'],
      ['ThrottlingException', 'unreachable'],
      ['InternalServiceError', 'unreachable'],
    ]) {
      aws.failure = failure
      for (const work of [() => keyring.read('e1'), () => keyring.list(), () => keyring.destroy('e1')]) {
        const refused = await refusal(work())
        expect([failure, refused.reason]).toEqual([failure, reason])
        expect(refused.message).not.toMatch(/123456789012|a-secret-access-key/)
      }
    }
    aws.failure = undefined
    aws.silent = true
    expect((await refusal(keyring.read('e1'))).reason).toBe('unreachable')
  })

  it('binds what KMS wraps to its epoch, and keeps only the ciphertext', async () => {
    const inner = memoryKeyring()
    const keyring = wrappedKeyring(inner, wrapOf(aws))
    const key = await keyring.create('e1')
    expect(aws.calls[0]).toMatchObject({
      action: 'TrentService.Encrypt',
      input: { KeyId: 'alias/sotto', EncryptionContext: { 'sotto:epoch': 'e1' } },
    })
    expect(await keyring.read('e1')).toEqual(key)
    expect(keyring.description).toBe('memory of this process, wrapped by AWS KMS')
    // Without the outer key, it is not opened, and not taken for a key either.
    expect(await refusal(inner.read('e1'))).toMatchObject({ reason: 'action-needed', message: /SOTTO_KMS_KEY/ })
    await expect(wrapOf(aws).unwrap('e2', await wrapOf(aws).wrap('e1', key))).rejects.toMatchObject({
      reason: 'damaged',
    })
    for (const failure of ['DisabledException', 'KMSInvalidStateException', 'NotFoundException']) {
      aws.failure = failure
      expect((await refusal(keyring.read('e1'))).reason).toBe('refused')
    }
    aws.failure = 'KMSInternalException'
    expect((await refusal(keyring.create('e3'))).reason).toBe('unreachable')
    aws.failure = undefined
    expect(await inner.list()).toEqual(['e1'])
  })

  it('reads keys from before it was wrapped, and begins no epoch with one', async () => {
    const inner = memoryKeyring()
    const before = await inner.create('e1')
    const keyring = wrappedKeyring(inner, wrapOf(aws))
    expect(await keyring.read('e1')).toEqual(before)
    expect(await refusal(keyring.create('e1'))).toMatchObject({ reason: 'refused', message: /not wrapped/ })
    expect(() => wrappedKeyring(keyring, wrapOf(aws))).toThrow(TypeError)
  })

  it('passes on nothing of what a key service of somebody else throws', async () => {
    const leaking = async () => {
      throw new RangeError('key 0123456789abcdef is too short')
    }
    const keyring = wrappedKeyring(memoryKeyring(), { description: 'Our HSM', wrap: leaking, unwrap: leaking })
    expect(await refusal(keyring.create('e1'))).toEqual({
      reason: 'unreachable',
      message: 'Our HSM cannot be used (RangeError).',
    })
  })
})
