import { setTimeout as wait } from 'node:timers/promises'
import type { GetSecretValueResponse, ListSecretsResponse } from '@aws-sdk/client-secrets-manager'
import { type Keyring, KeyringUnavailableError } from '../keyring.ts'
import { type AwsClient, awsFailure, isAwsError, optionalPackage } from './aws.ts'
import { keyringOf } from './keyring-of.ts'

/** Where in AWS Secrets Manager the keys lie; `client` or `region` is needed. */
export interface SecretsManagerOptions {
  /** A `SecretsManagerClient` of your own. Default: one of the region, with AWS's usual chain of credentials */
  client?: AwsClient
  /** Such as `eu-central-1`; needed without `client`. */
  region?: string
  /** How the names of the secrets begin. Default `sotto/epoch-keys/` */
  prefix?: string
  /** The KMS key that encrypts the secrets. Default: that of the account */
  kmsKeyId?: string
  /** How long one request may take, repetitions included, in milliseconds. Default 10 000 */
  timeout?: number
}

/** A name that ends in a hyphen and six characters would be mistaken for part of an ARN; this one never does. */
const suffix = '.epoch-key'
const service = 'AWS Secrets Manager'

/**
 * A keyring in AWS Secrets Manager, through the official client (`npm install @aws-sdk/client-secrets-manager`): one
 * secret an epoch. A key is destroyed without a recovery window, so that nothing can restore it.
 *
 * A secret that somebody marked for deletion counts as away, not as gone. `list` may lag behind other instances by
 * minutes, as Secrets Manager's own does.
 *
 * @throws TypeError without `client` and `region`
 */
export function secretsManagerKeyring(options: SecretsManagerOptions): Keyring {
  const { client, region, prefix = 'sotto/epoch-keys/', timeout = 10_000 } = options
  if (!client && !region) throw new TypeError('Secrets Manager needs a region, or a client.')
  if (!/^[A-Za-z0-9/_+=.@-]{1,400}$/.test(prefix))
    throw new TypeError('The prefix of the secrets cannot be part of a name.')
  const nameOf = (epoch: string) => prefix + epoch + suffix
  /** What this instance did, for Secrets Manager's own list is minutes late. */
  const made = new Set<string>()
  const ended = new Set<string>()

  let opened: Promise<{ sdk: Sdk; client: AwsClient }> | undefined
  const open = () => {
    opened ??= load(client, region)
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }

  async function send<R>(command: (sdk: Sdk) => unknown): Promise<R> {
    const { sdk, client: through } = await open()
    return (await through.send(command(sdk) as never, { abortSignal: AbortSignal.timeout(timeout) })) as R
  }

  async function read(epoch: string): Promise<string | undefined> {
    try {
      const { SecretString } = await send<GetSecretValueResponse>(
        (sdk) => new sdk.GetSecretValueCommand({ SecretId: nameOf(epoch) }),
      )
      return SecretString ?? ''
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return undefined
      if (!isAwsError(error, 'InvalidRequestException')) throw awsFailure(service, error)
      // What was destroyed without recovery is shown like this for some seconds.
      if (ended.has(epoch)) return undefined
      throw new KeyringUnavailableError(
        `The secret ${nameOf(epoch)} is marked for deletion, and not destroyed. Bring it back: aws secretsmanager restore-secret --secret-id ${nameOf(epoch)}`,
        'action-needed',
      )
    }
  }

  const remove = (epoch: string) =>
    send((sdk) => new sdk.DeleteSecretCommand({ SecretId: nameOf(epoch), ForceDeleteWithoutRecovery: true }))

  return keyringOf({
    description: `${service} ${region ? `${region} ` : ''}${prefix}`,
    remedy: 'Write it again from your own copy: aws secretsmanager put-secret-value.',
    read,
    async list() {
      const found = new Set<string>()
      try {
        let next: string | undefined
        do {
          const page: ListSecretsResponse = await send((sdk) => {
            const filter = { Filters: [{ Key: 'name' as const, Values: [prefix] }], MaxResults: 100 }
            return new sdk.ListSecretsCommand(next ? { ...filter, NextToken: next } : filter)
          })
          for (const { Name: name = '' } of page.SecretList ?? [])
            if (name.startsWith(prefix) && name.endsWith(suffix)) found.add(name.slice(prefix.length, -suffix.length))
          next = page.NextToken
        } while (next)
      } catch (error) {
        throw awsFailure(service, error)
      }
      for (const epoch of ended) found.delete(epoch)
      for (const epoch of made) if (!found.has(epoch) && (await read(epoch)) !== undefined) found.add(epoch)
      return [...found]
    },
    async keep(epoch, text) {
      try {
        await send(
          (sdk) =>
            new sdk.CreateSecretCommand({
              Name: nameOf(epoch),
              SecretString: text,
              Description: `Epoch key ${epoch} of Sotto. Do not rotate, replicate or delete it by hand.`,
              ...(options.kmsKeyId ? { KmsKeyId: options.kmsKeyId } : {}),
            }),
        )
      } catch (error) {
        if (!isAwsError(error, 'ResourceExistsException') && !isAwsError(error, 'InvalidRequestException'))
          throw awsFailure(service, error)
        return theFirst(epoch)
      }
      ended.delete(epoch)
      made.add(epoch)
      return text
    },
    async destroy(epoch) {
      try {
        await remove(epoch).catch(async (error: unknown) => {
          if (!isAwsError(error, 'InvalidRequestException')) throw error
          // Marked for deletion by hand, with days in which it could be restored: back, and then for good.
          await send((sdk) => new sdk.RestoreSecretCommand({ SecretId: nameOf(epoch) }))
          await remove(epoch)
        })
      } catch (error) {
        if (isAwsError(error, 'InvalidRequestException'))
          throw new KeyringUnavailableError(
            `The secret ${nameOf(epoch)} cannot be destroyed. If it is replicated to other regions, remove the replicas first.`,
            'action-needed',
          )
        if (!isAwsError(error, 'ResourceNotFoundException')) throw awsFailure(service, error)
      }
      made.delete(epoch)
      ended.add(epoch)
    },
  })

  /** Somebody else's secret may be seen a moment after its name is taken. */
  async function theFirst(epoch: string): Promise<string> {
    for (let tries = 1; ; tries++) {
      const there = await read(epoch)
      if (there !== undefined) return there
      if (tries === 5)
        throw new KeyringUnavailableError(
          `The secret ${nameOf(epoch)} can neither be made nor read. If it was just destroyed, try again in a minute.`,
        )
      await wait(100 * tries)
    }
  }
}

type Sdk = typeof import('@aws-sdk/client-secrets-manager')

async function load(client: AwsClient | undefined, region: string | undefined) {
  const sdk = await optionalPackage('@aws-sdk/client-secrets-manager', () => import('@aws-sdk/client-secrets-manager'))
  return { sdk, client: client ?? new sdk.SecretsManagerClient({ region: region as string }) }
}
