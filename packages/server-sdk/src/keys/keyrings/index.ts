export {
  KeyringAddressError,
  type KeyringSettings,
  keyringFromAddress,
  openKeyring,
  parseKeyringAddress,
} from './address.ts'
export type { AwsClient } from './aws.ts'
export { environmentKeyring } from './environment-keyring.ts'
export { fileKeyring } from './file-keyring.ts'
export type { KeyStore, KeyWrap } from './key-store.ts'
export { keyringOf } from './keyring-of.ts'
export { type KmsOptions, kmsWrap } from './kms-wrap.ts'
export { memoryKeyring } from './memory-keyring.ts'
export { type SecretsManagerOptions, secretsManagerKeyring } from './secrets-manager-keyring.ts'
export { vaultKeyring } from './vault-keyring.ts'
export type { VaultOptions } from './vault-session.ts'
export { wrappedKeyring } from './wrapped-keyring.ts'
