import type { DecryptResponse, EncryptResponse } from '@aws-sdk/client-kms'
import { KeyringUnavailableError } from '../keyring.ts'
import { type AwsClient, awsFailure, optionalPackage } from './aws.ts'
import type { KeyWrap } from './key-store.ts'

/** Which key of AWS KMS wraps the keys of a keyring, and how it is reached. */
export interface KmsOptions {
  /** A symmetric key: its id, ARN or alias. It never has to change; what AWS rotates inside of it goes unnoticed. */
  keyId: string
  /** A `KMSClient` of your own. Default: one of the region, with AWS's usual chain of credentials */
  client?: AwsClient
  /** Default: that of the key's ARN, otherwise what AWS's configuration says */
  region?: string
  /** How long one request may take, repetitions included, in milliseconds. Default 10 000 */
  timeout?: number
}

const service = 'AWS KMS'
const damaged = /^(InvalidCiphertext|IncorrectKey)Exception$/

/**
 * Wraps epoch keys by AWS KMS, through the official client (`npm install @aws-sdk/client-kms`). The encryption context
 * `{"sotto:epoch": …}` binds each ciphertext to its epoch and stands in CloudTrail, where each use is seen.
 *
 * The credentials need `kms:Encrypt` and `kms:Decrypt` on the key, and nothing else.
 */
export function kmsWrap({ keyId, client, region, timeout = 10_000 }: KmsOptions): KeyWrap {
  if (!keyId) throw new TypeError('KMS needs the id of a key.')
  const at = region ?? /^arn:[^:]+:kms:([a-z0-9-]+):/.exec(keyId)?.[1]

  let opened: Promise<{ sdk: Sdk; client: AwsClient }> | undefined
  const open = () => {
    opened ??= load(client, at)
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }

  async function send<R>(command: (sdk: Sdk) => unknown): Promise<R> {
    const { sdk, client: through } = await open()
    return (await through.send(command(sdk) as never, { abortSignal: AbortSignal.timeout(timeout) })) as R
  }

  return {
    description: service,
    async wrap(epoch, key) {
      const { CiphertextBlob } = await send<EncryptResponse>(
        (sdk) => new sdk.EncryptCommand({ KeyId: keyId, Plaintext: key, EncryptionContext: contextOf(epoch) }),
      ).catch((error: unknown) => {
        throw awsFailure(service, error)
      })
      if (!CiphertextBlob?.length) throw new KeyringUnavailableError(`${service} answered without a ciphertext.`)
      return Buffer.from(CiphertextBlob)
    },
    async unwrap(epoch, wrapped) {
      const { Plaintext } = await send<DecryptResponse>(
        (sdk) => new sdk.DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: contextOf(epoch) }),
      ).catch((error: unknown) => {
        if (damaged.test((error as { name?: string }).name ?? ''))
          throw new KeyringUnavailableError(
            `${service} cannot unwrap the key of epoch ${epoch} with this KMS key. Name the one that wrapped it; if it is that one, restore the key from your own copy.`,
            'damaged',
          )
        throw awsFailure(service, error)
      })
      if (!Plaintext?.length) throw new KeyringUnavailableError(`${service} answered without a key.`)
      return Buffer.from(Plaintext)
    },
  }
}

const contextOf = (epoch: string) => ({ 'sotto:epoch': epoch })

type Sdk = typeof import('@aws-sdk/client-kms')

async function load(client: AwsClient | undefined, region: string | undefined) {
  const sdk = await optionalPackage('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms'))
  return { sdk, client: client ?? new sdk.KMSClient(region ? { region } : {}) }
}
