export type { Principal } from './access/index.ts'
export {
  BackupError,
  type BackupOptions,
  type BackupProblem,
  type BackupProgress,
  type MadeBackup,
  makeBackup,
  type RestoreCheckOptions,
  type RestoreOptions,
  type RestoreProgress,
  type RestoreReport,
  restoreBackup,
  restoreCheck,
} from './backup/index.ts'
export type { AnyCollection, Collection, DataMap } from './data-map/index.ts'
export type {
  Certificate,
  CertificateFile,
  Erasure,
  ErasureInput,
  ErasurePlan,
  LegalPeriod,
  Mention,
  StartedErasure,
} from './erasure/index.ts'
export { isSottoError, SottoError } from './errors.ts'
export type { BackupPlan } from './features/backups/index.ts'
export { localEmbeddings } from './features/knowledge/index.ts'
export type { Team } from './features/services.ts'
export type { SupportDesk, SupportStanding } from './features/support/index.ts'
export {
  type AwsClient,
  environmentKeyring,
  fileKeyring,
  type Keyring,
  KeyringAddressError,
  type KeyringProblem,
  type KeyringSettings,
  KeyringUnavailableError,
  type KeyStore,
  type KeyWrap,
  type KmsOptions,
  keyringFromAddress,
  keyringOf,
  kmsWrap,
  memoryKeyring,
  openKeyring,
  parseKeyringAddress,
  type SecretsManagerOptions,
  secretsManagerKeyring,
  type VaultOptions,
  vaultKeyring,
  wrappedKeyring,
} from './keys/index.ts'
export type { Logger } from './logger.ts'
export {
  discardMails,
  enqueueMail,
  type KeptMail,
  linked,
  type Mail,
  type MailAddress,
  MailRefusedError,
  type MailTransport,
  type Outbox,
  type OutgoingMail,
  outbox,
  smtp,
} from './mail/index.ts'
export { type ChatModel, type Embedder, isModelError, ModelError, openai } from './models/index.ts'
export { type Capabilities, DatabaseUnsuitableError } from './mongo/index.ts'
export { type PageOptions, Results } from './results.ts'
export { createSotto, type Sotto, type SottoOptions } from './sotto.ts'
