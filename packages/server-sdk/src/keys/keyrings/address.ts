import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Keyring } from '../keyring.ts'
import { environmentKeyring } from './environment-keyring.ts'
import { fileKeyring } from './file-keyring.ts'
import { kmsWrap } from './kms-wrap.ts'
import { secretsManagerKeyring } from './secrets-manager-keyring.ts'
import { vaultKeyring } from './vault-keyring.ts'
import { type VaultOptions, vaultSession } from './vault-session.ts'
import { wrappedKeyring } from './wrapped-keyring.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** Where a keyring is, and how to reach it. Holds credentials: never log it. */
export type KeyringSettings = { kmsKeyId?: string } & (
  | { kind: 'file'; folder: string }
  | { kind: 'environment'; prefix: string; variables: Variables }
  | { kind: 'vault'; options: VaultOptions }
  | { kind: 'aws-secrets-manager'; region: string; prefix?: string }
)

/** The address of a keyring, or a variable that belongs to it, cannot be used. Quotes no value. */
export class KeyringAddressError extends Error {
  override readonly name = 'KeyringAddressError'
  /** The variable that is wrong. */
  readonly variable: string
  /** What is wrong with it, to be read after its name. */
  readonly problem: string

  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}`)
    this.variable = variable
    this.problem = problem
  }
}

const kinds =
  'must be a folder such as ./keys, env:, vault:https://vault.example.com:8200/secret/sotto/epoch-keys or aws-secrets-manager:eu-central-1/sotto/epoch-keys'

/**
 * Reads the address of a keyring, as `SOTTO_KEYRING` holds it. Nothing is opened or asked.
 *
 * | address | keyring | variables |
 * |---|---|---|
 * | `./keys`, `file:./keys` | a folder | |
 * | `env:`, `env:MY_PREFIX_` | the environment | `SOTTO_EPOCH_KEY_…`, or those with the prefix |
 * | `vault:https://host:8200/mount/path` | Vault; mount and path may be left out | `VAULT_TOKEN`, or `VAULT_TOKEN_FILE`, or `VAULT_ROLE_ID` and `VAULT_SECRET_ID`, or `VAULT_KUBERNETES_ROLE`; `VAULT_NAMESPACE` |
 * | `aws-secrets-manager:region/prefix` | AWS Secrets Manager; the prefix may be left out | AWS's own |
 *
 * `SOTTO_KMS_KEY` wraps any of them by that key of AWS KMS.
 *
 * @throws KeyringAddressError
 */
export function parseKeyringAddress(address: string, variables: Variables): KeyringSettings {
  const kmsKeyId = variables.SOTTO_KMS_KEY
  return { ...lying(address, variables), ...(kmsKeyId ? { kmsKeyId: checkedKmsKey(kmsKeyId) } : {}) }
}

/** A keyring from its address and the variables that belong to it. @throws KeyringAddressError */
export const keyringFromAddress = (address: string, variables: Variables): Keyring =>
  openKeyring(parseKeyringAddress(address, variables))

/** A keyring from what `parseKeyringAddress` read. */
export function openKeyring(settings: KeyringSettings): Keyring {
  const inner = innerKeyring(settings)
  if (!settings.kmsKeyId) return inner
  const region = settings.kind === 'aws-secrets-manager' ? settings.region : undefined
  const ofArn = settings.kmsKeyId.startsWith('arn:')
  return wrappedKeyring(inner, kmsWrap({ keyId: settings.kmsKeyId, ...(region && !ofArn ? { region } : {}) }))
}

function innerKeyring(settings: KeyringSettings): Keyring {
  switch (settings.kind) {
    case 'file':
      return fileKeyring(settings.folder)
    case 'environment':
      return environmentKeyring(settings.variables, { prefix: settings.prefix })
    case 'vault':
      return vaultKeyring(settings.options)
    case 'aws-secrets-manager':
      return secretsManagerKeyring({
        region: settings.region,
        ...(settings.prefix ? { prefix: settings.prefix } : {}),
      })
  }
}

function lying(address: string, variables: Variables): KeyringSettings {
  // One letter before a colon is a drive of Windows.
  const [, scheme, rest = ''] = /^([a-z][a-z-]+):(.*)$/s.exec(address) ?? []
  switch (scheme) {
    case undefined:
      return folder(address)
    case 'file':
      return folder(rest.startsWith('//') ? pathOfUrl(address) : rest)
    case 'env':
      return environment(rest, variables)
    case 'vault':
      return { kind: 'vault', options: vault(rest, variables) }
    case 'aws-secrets-manager':
      return secretsManager(rest)
    default:
      throw new KeyringAddressError('SOTTO_KEYRING', kinds)
  }
}

function folder(path: string): KeyringSettings {
  if (path === '') throw new KeyringAddressError('SOTTO_KEYRING', kinds)
  return { kind: 'file', folder: resolve(path) }
}

function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    throw new KeyringAddressError('SOTTO_KEYRING', kinds)
  }
}

function environment(prefix: string, variables: Variables): KeyringSettings {
  if (!/^([A-Z_][A-Z0-9_]*)?$/.test(prefix))
    throw new KeyringAddressError(
      'SOTTO_KEYRING',
      'must be env: alone, or with the beginning of the names after it, such as env:MY_EPOCH_KEY_',
    )
  return { kind: 'environment', prefix: prefix || 'SOTTO_EPOCH_KEY_', variables }
}

function vault(address: string, variables: Variables): VaultOptions {
  const url = URL.parse(address)
  const wrong = () =>
    new KeyringAddressError(
      'SOTTO_KEYRING',
      'must name Vault with HTTPS (HTTP only on this machine) and without credentials, such as vault:https://vault.example.com:8200/secret/sotto/epoch-keys; what signs in stands in variables of its own',
    )
  if (!url) throw wrong()
  const [mount, ...path] = url.pathname.split('/').filter(Boolean).map(decoded)
  const options: VaultOptions = {
    address: url.origin,
    ...vaultCredential(variables),
    ...(mount ? { mount } : {}),
    ...(path.length > 0 ? { path: path.join('/') } : {}),
    ...(variables.VAULT_NAMESPACE ? { namespace: variables.VAULT_NAMESPACE } : {}),
  }
  if (url.username || url.password || url.search || url.hash) throw wrong()
  try {
    vaultSession(options)
  } catch {
    throw wrong()
  }
  return options
}

function vaultCredential(variables: Variables): Pick<VaultOptions, 'token' | 'tokenFile' | 'appRole' | 'kubernetes'> {
  const { VAULT_TOKEN, VAULT_TOKEN_FILE, VAULT_ROLE_ID, VAULT_SECRET_ID, VAULT_KUBERNETES_ROLE } = variables
  if (VAULT_ROLE_ID && !VAULT_SECRET_ID)
    throw new KeyringAddressError('VAULT_SECRET_ID', 'is needed as well when VAULT_ROLE_ID is set')
  if (VAULT_SECRET_ID && !VAULT_ROLE_ID)
    throw new KeyringAddressError('VAULT_ROLE_ID', 'is needed as well when VAULT_SECRET_ID is set')
  const ways = [
    VAULT_TOKEN && { token: VAULT_TOKEN },
    VAULT_TOKEN_FILE && { tokenFile: VAULT_TOKEN_FILE },
    VAULT_ROLE_ID && VAULT_SECRET_ID && { appRole: { roleId: VAULT_ROLE_ID, secretId: VAULT_SECRET_ID } },
    VAULT_KUBERNETES_ROLE && { kubernetes: { role: VAULT_KUBERNETES_ROLE } },
  ].filter((way) => typeof way === 'object')
  const [way, ...more] = ways
  if (!way || more.length > 0)
    throw new KeyringAddressError(
      'VAULT_TOKEN',
      'or one other way to sign in to Vault is needed, and only one: VAULT_TOKEN_FILE, VAULT_ROLE_ID with VAULT_SECRET_ID, or VAULT_KUBERNETES_ROLE',
    )
  return way
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function secretsManager(rest: string): KeyringSettings {
  const [, region, prefix] = /^([a-z]{2}(?:-[a-z]+)+-\d)(?:\/([A-Za-z0-9/_+=.@-]{0,399}))?$/.exec(rest) ?? []
  if (!region)
    throw new KeyringAddressError(
      'SOTTO_KEYRING',
      'must name a region of AWS, such as aws-secrets-manager:eu-central-1/sotto/epoch-keys',
    )
  return { kind: 'aws-secrets-manager', region, ...(prefix ? { prefix: `${prefix.replace(/\/+$/, '')}/` } : {}) }
}

function checkedKmsKey(id: string): string {
  if (/^[A-Za-z0-9:/_-]{1,2048}$/.test(id)) return id
  throw new KeyringAddressError('SOTTO_KMS_KEY', 'must be the id, the ARN or the alias of a key in AWS KMS')
}
