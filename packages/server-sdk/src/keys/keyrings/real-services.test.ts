import { KMSClient } from '@aws-sdk/client-kms'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, it } from 'vitest'
import type { Keyring } from '../keyring.ts'
import { kmsWrap, secretsManagerKeyring, vaultKeyring, wrappedKeyring } from './index.ts'
import { behavesAsKeyring } from './testing/conformance.ts'
import { installServices, startMoto, startOpenBao } from './testing/real-services.ts'

/*
 * The same suite against servers that we did not write: OpenBao, which is Vault's API in the open, and moto, which
 * imitates AWS. They are large, so only `npm run test:long` installs them.
 */
const missing = process.env.SOTTO_LONG ? await installServices() : 'only in npm run test:long'

if (missing !== undefined) it.skip(`real services are not tried: ${missing}`, () => {})

const path = 'sotto/epoch-keys'
const policy = `
path "secret/data/${path}/*"     { capabilities = ["create", "read"] }
path "secret/metadata/${path}"   { capabilities = ["list"] }
path "secret/metadata/${path}/"  { capabilities = ["list"] }
path "secret/metadata/${path}/*" { capabilities = ["read", "delete"] }
path "secret/destroy/${path}/*"  { capabilities = ["update"] }
`

if (missing === undefined) {
  behavesAsKeyring('OpenBao, with a policy that allows what it needs and no more', async () => {
    const service = await startOpenBao()
    const address = `http://127.0.0.1:${service.port}`
    const unsealKey = /Unseal Key: (\S+)/.exec(service.printed)?.[1]
    const ask = async (method: string, at: string, body?: object) => {
      const response = await fetch(`${address}/v1/${at}`, {
        method,
        headers: { 'X-Vault-Token': 'root' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await response.text()
      return (text === '' ? {} : JSON.parse(text)) as { data?: Record<string, unknown> }
    }
    await ask('POST', 'sys/policies/acl/sotto', { policy })
    await ask('POST', 'sys/auth/approle', { type: 'approle' })
    await ask('POST', 'auth/approle/role/sotto', { token_policies: 'sotto', token_ttl: '1h', secret_id_num_uses: 0 })
    const roleId = String((await ask('GET', 'auth/approle/role/sotto/role-id')).data?.role_id)
    const secretId = String((await ask('POST', 'auth/approle/role/sotto/secret-id')).data?.secret_id)
    return {
      plain: true,
      open: () => vaultKeyring({ address, appRole: { roleId, secretId }, path }),
      away: async () => void (await ask('PUT', 'sys/seal')),
      back: async () => void (await ask('PUT', 'sys/unseal', { key: unsealKey })),
      async remains() {
        const keys = ((await ask('GET', `secret/metadata/${path}?list=true`)).data?.keys ?? []) as string[]
        const found: unknown[] = []
        for (const key of keys) {
          const { versions = {} } = (await ask('GET', `secret/metadata/${path}/${key}`)).data ?? {}
          for (const version of Object.keys(versions as object))
            found.push(key, await ask('GET', `secret/data/${path}/${key}?version=${version}`))
        }
        return JSON.stringify(found)
      },
      async change(epoch, change) {
        const { data } = await ask('GET', `secret/data/${path}/${epoch}`)
        await ask('POST', `secret/data/${path}/${epoch}`, {
          data: { key: change((data?.data as { key: string } | undefined)?.key ?? '') },
        })
      },
      deleteHalf: async (epoch) => void (await ask('DELETE', `secret/data/${path}/${epoch}`)),
      close: () => service.stop(),
    }
  })

  const onMoto = (open: (endpoint: string) => Promise<() => Keyring>, plain: boolean) => async () => {
    const service = await startMoto()
    const endpoint = `http://127.0.0.1:${service.port}`
    const secrets = new SecretsManagerClient(at(endpoint))
    const { PutSecretValueCommand, GetSecretValueCommand, ListSecretsCommand, DeleteSecretCommand } = await import(
      '@aws-sdk/client-secrets-manager'
    )
    const nameOf = (epoch: string) => `sotto/epoch-keys/${epoch}.epoch-key`
    const read = async (name: string) =>
      (await secrets.send(new GetSecretValueCommand({ SecretId: name }))).SecretString
    return {
      plain,
      open: await open(endpoint),
      away: async () => service.pause(),
      back: async () => service.resume(),
      async remains() {
        const list = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))
        const found = list.SecretList?.filter(({ DeletedDate }) => !DeletedDate) ?? []
        return JSON.stringify([list, await Promise.all(found.map(({ Name = '' }) => read(Name)))])
      },
      async change(epoch: string, change: (text: string) => string) {
        const SecretString = change((await read(nameOf(epoch))) ?? '')
        await secrets.send(new PutSecretValueCommand({ SecretId: nameOf(epoch), SecretString: SecretString || ' ' }))
      },
      deleteHalf: async (epoch: string) =>
        void (await secrets.send(new DeleteSecretCommand({ SecretId: nameOf(epoch) }))),
      close: () => service.stop(),
    }
  }
  const at = (endpoint: string) => ({
    region: 'eu-central-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
  })
  const onSecretsManager = (endpoint: string) => () =>
    secretsManagerKeyring({ client: new SecretsManagerClient(at(endpoint)), timeout: 1000 })

  behavesAsKeyring(
    'moto: Secrets Manager',
    onMoto(async (endpoint) => onSecretsManager(endpoint), true),
  )
  behavesAsKeyring(
    'moto: Secrets Manager and KMS',
    onMoto(async (endpoint) => {
      const { CreateKeyCommand } = await import('@aws-sdk/client-kms')
      const client = new KMSClient(at(endpoint))
      const { KeyMetadata } = await client.send(new CreateKeyCommand({}))
      const keyId = KeyMetadata?.Arn ?? ''
      const inner = onSecretsManager(endpoint)
      expect(keyId).toMatch(/^arn:aws:kms:/)
      return () => wrappedKeyring(inner(), kmsWrap({ keyId, client, timeout: 1000 }))
    }, false),
  )
}
