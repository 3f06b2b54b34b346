import type { LegalPeriod } from '../erasure/index.ts'
import { type BackupPlan, checkedPlan } from '../features/backups/index.ts'
import { localEmbeddings } from '../features/knowledge/index.ts'
import { checkedGateway, type SmsGateways } from '../features/privacy-requests/index.ts'
import type { Keyring } from '../keys/index.ts'
import type { Logger } from '../logger.ts'
import { type MailAddress, type MailTransport, outbox } from '../mail/index.ts'
import type { ChatModel, Embedder } from '../models/index.ts'
import type { MongoClient } from '../mongo/driver.ts'

/** What `createSotto` needs (`mongo`, `keyring`), and what may be another way than usual. */
export interface SottoOptions {
  /**
   * A connection string, or a connected `MongoClient`, which is then not closed. It may be `undefined` only so that
   * `process.env.MONGODB_URI` can stand here; `createSotto` then says what is missing.
   */
  mongo: string | MongoClient | undefined
  /** What the names of the three databases begin with. Default `sotto`. */
  database?: string
  /** Where the epoch keys lie, such as `fileKeyring('./keys')`: outside of the databases and their backups. */
  keyring: Keyring
  /** Where answers and vectors come from. Text leaves for them only with placeholders for what identifies people. */
  models?: {
    /** Words the answers. Without one, answers are the sentences of the documents that answer. */
    chat?: ChatModel | undefined
    /** Default: local vectors, English, no network. */
    embeddings?: Embedder | undefined
  }
  /**
   * How mail goes out: `smtp(url)`, or a transport of your own, and from which address. Default: it goes nowhere, and is
   * kept for a day in an `outbox` that a developer can look at.
   *
   * `unsubscribeTo` is an address that advertising mail names beside its link: whoever reads it hands the subject of a mail
   * to it, which is a token, to `POST /v1/consent/unsubscribe?token=…`.
   */
  mail?: { transport: MailTransport; from: MailAddress; unsubscribeTo?: string | undefined } | undefined
  /**
   * How addresses are asked whether they want marketing mail: for how many hours the link is good (1 to 168, default 72),
   * and how many such mails an address gets in a day at most (1 to 10, default 3).
   */
  permission?: { linkHours?: number; mailsADay?: number } | undefined
  /**
   * Which gateway hands over the text messages that people send, at `POST /v1/privacy/sms/{teamSlug}`: whoever answers STOP
   * gets no more advertising. One for all teams, or one for each. `publicUrl` must be the address that the gateway is told.
   * Default: none.
   */
  smsGateway?: SmsGateways | undefined
  /** For how many days the file with a person's data can be downloaded, 1 to 30. Default 7. */
  exportDays?: number
  /** Where this server is reached from outside, without a slash at the end; stands in links. */
  publicUrl?: string | (() => string)
  /** After how many days the keys above those of units are replaced, 1 to 30. Default 14. */
  rotateKeysAfterDays?: number
  /**
   * `confirmed`: replaced keys are destroyed once a newer backup of the key database was confirmed (`sotto backup` makes
   * and confirms one); until then, old backups can be opened. `none`: there are no backups, and keys are destroyed at
   * once. Default `confirmed`.
   */
  keyBackup?: 'confirmed' | 'none'
  /**
   * Backups that the server makes of itself once a day: of data and keys, read back and confirmed. Default: none; then
   * somebody else makes them.
   */
  backups?: BackupPlan | undefined
  /**
   * What the law wants to be kept, whoever asks for its erasure: a category of retention, for how many years after the
   * time with which its retention begins, and by which law. Default: nothing.
   */
  keptByLaw?: readonly LegalPeriod[]
  /**
   * Whether addresses that a team gives (a SIEM, a witness, a webhook) may lie inside the network of this server: loopback, link-local
   * and private ones. Default `false`.
   */
  allowPrivateAddresses?: boolean
  /** Whether this instance takes jobs. Default `true`; `false` for one that only serves. */
  runJobs?: boolean
  /** The clock. Default: the system's. */
  now?: () => Date
  /** Where an operator reads what goes wrong, such as a pino logger. Default: nowhere. */
  logger?: Logger
}

const quiet: Logger = { info() {}, warn() {}, error() {} }

/** What was asked for, checked, with every default. */
export type Settings = ReturnType<typeof settingsOf>

/** @throws TypeError where a database or a keyring is missing, and for a number that is out of its bounds */
export function settingsOf(options: SottoOptions) {
  const { mongo, keyring } = options
  if (!mongo)
    throw new TypeError(
      'mongo is missing: give a connection string, such as that in MONGODB_URI, or a connected client',
    )
  if (!keyring) throw new TypeError("keyring is missing: give one, such as fileKeyring('./keys')")
  const { keyBackup = 'confirmed', rotateKeysAfterDays: days = 14 } = options
  if (!(days >= 1 && days <= 30)) throw new TypeError('rotateKeysAfterDays must be a number from 1 to 30')
  const { exportDays = 7 } = options
  if (!(exportDays >= 1 && exportDays <= 30)) throw new TypeError('exportDays must be a number from 1 to 30')
  const { linkHours = 72, mailsADay = 3 } = options.permission ?? {}
  if (!(linkHours >= 1 && linkHours <= 168)) throw new TypeError('permission.linkHours must be a number from 1 to 168')
  if (!(Number.isInteger(mailsADay) && mailsADay >= 1 && mailsADay <= 10))
    throw new TypeError('permission.mailsADay must be a whole number from 1 to 10')
  const backups = options.backups && checkedPlan(options.backups)
  const { publicUrl = '', models = {} } = options
  const sent = options.mail ?? { transport: outbox(), from: { name: 'Sotto', address: 'sotto@localhost' } }
  return {
    mongo,
    database: options.database,
    keyring,
    days,
    keyBackup,
    backups,
    exportDays,
    smsGateway:
      typeof options.smsGateway === 'object' ? checkedGateway(options.smsGateway) : (options.smsGateway ?? null),
    permission: { hours: linkHours, mailsADay },
    publicUrl: typeof publicUrl === 'function' ? publicUrl : () => publicUrl,
    mail: { transport: sent.transport, from: sent.from },
    unsubscribeTo: options.mail?.unsubscribeTo ?? null,
    chat: models.chat,
    embedder: models.embeddings ?? localEmbeddings(),
    keptByLaw: options.keptByLaw ?? [],
    allowsPrivateAddresses: options.allowPrivateAddresses ?? false,
    runsJobs: options.runJobs ?? true,
    now: options.now ?? (() => new Date()),
    /** Whether the clock is one that somebody gave, which a database does not know. */
    ownClock: options.now !== undefined,
    logger: options.logger ?? quiet,
  }
}
