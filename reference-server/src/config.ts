import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve, sep } from 'node:path'
import { createSecureContext } from 'node:tls'
import {
  KeyringAddressError,
  type KeyringSettings,
  type MailAddress,
  parseKeyringAddress,
  smtp,
} from '@sotto/server-sdk'
import { z } from 'zod'

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535 (0 takes a free one)')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number from 0 to 65535 (0 takes a free one)')

const httpUrl = (example: string) =>
  z.string().refine((value) => {
    const url = URL.parse(value)
    return url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.hash
  }, `must be an address such as ${example}`)

const readable = z.string().refine((path) => {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}, 'must be a file that can be read')

const proxyNames = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** An address, or a subnet such as 10.0.0.0/8. */
function isSubnet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (more.length > 0 || longest === 0) return false
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest)
}

/** Whether a key belongs to a certificate, and both can be used. */
function isPair(certificate: string, key: string): boolean {
  try {
    createSecureContext({ cert: readFileSync(certificate), key: readFileSync(key) })
    return true
  } catch {
    return false
  }
}

const trustProxy = z.string().transform((value, context) => {
  if (/^(true|false)$/.test(value)) return value === 'true'
  if (/^\d$/.test(value)) return Number(value)
  const parts = value.split(',').map((part) => part.trim())
  if (parts.every((part) => proxyNames.has(part) || isSubnet(part))) return parts
  context.addIssue({
    code: 'custom',
    message: 'must be true, false, the number of proxies before this server, or addresses such as loopback, 10.0.0.0/8',
  })
  return z.NEVER
})

function isMailServer(address: string): boolean {
  try {
    smtp(address)
    return true
  } catch {
    return false
  }
}

/** `no-reply@acme.example` or `Acme <no-reply@acme.example>`. */
const mailAddress = z.string().transform((text, context): MailAddress => {
  const [, name = '', inside] = /^"?([^"<>\p{Cc}]{0,100}?)"?\s*<([^<>]+)>$/u.exec(text.trim()) ?? []
  const address = z.email().safeParse(inside ?? text.trim())
  if (address.success) return { name: name || 'Sotto', address: address.data }
  context.addIssue({
    code: 'custom',
    message: 'must be an address such as no-reply@acme.example or Acme <no-reply@acme.example>',
  })
  return z.NEVER
})

/** One, or two while it is replaced. */
const smsSecret = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((secrets) => secrets.every((secret) => secret.length >= 16), 'must have at least 16 characters')
  .optional()

const shape = {
  PORT: port.default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address to listen on, such as 127.0.0.1')
    .default('127.0.0.1'),
  PUBLIC_URL: httpUrl('https://chat.example.com')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SOTTO_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .transform((path) => resolve(path)),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must be a connection string that begins with mongodb:// or mongodb+srv://')
    .optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: httpUrl('https://api.openai.com/v1').optional(),
  OPENAI_MODEL: z.string().min(1).optional(),
  OPENAI_EMBEDDING_MODEL: z.string().min(1).optional(),
  SMTP_URL: z
    .string()
    .refine(
      isMailServer,
      'must be an address such as smtp://user:password@mail.example.com:587 (TLS is required, unless it ends in ?requireTLS=false)',
    )
    .optional(),
  MAIL_FROM: mailAddress.optional(),
  MAIL_UNSUBSCRIBE_TO: z.email({ error: 'must be an e-mail address such as leave@acme.example' }).optional(),
  TWILIO_AUTH_TOKEN: smsSecret,
  SMS_GATEWAY_SECRET: smsSecret,
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('warn'),
  SOTTO_ALLOW_PRIVATE_ADDRESSES: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
  TLS_CERT: readable.optional(),
  TLS_KEY: readable.optional(),
  TRUST_PROXY: trustProxy.default(false),
  SOTTO_KEY_ROTATION_DAYS: z
    .string()
    .refine((value) => Number(value) >= 1 && Number(value) <= 30, 'must be a number of days from 1 to 30')
    .transform(Number)
    .default(14),
  SOTTO_BACKUP_TO: z
    .string()
    .min(1)
    .transform((path) => resolve(path))
    .optional(),
  SOTTO_BACKUP_AT: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC, such as 03:00')
    .default('03:00'),
  SOTTO_BACKUP_KEEP: z
    .string()
    .refine(
      (value) => /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 365,
      'must be a number from 1 to 365',
    )
    .transform(Number)
    .default(7),
  SOTTO_KEY_BACKUP: z.enum(['confirmed', 'none'], 'must be confirmed or none').default('confirmed'),
}

const environment = z.object(shape).superRefine((config, context) => {
  const wrong = (name: keyof typeof shape, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (config.TLS_CERT && !config.TLS_KEY) wrong('TLS_KEY', 'is needed as well when TLS_CERT is set')
  if (config.TLS_KEY && !config.TLS_CERT) wrong('TLS_CERT', 'is needed as well when TLS_KEY is set')
  if (config.TLS_CERT && config.TLS_KEY && !isPair(config.TLS_CERT, config.TLS_KEY))
    wrong('TLS_CERT', 'and TLS_KEY must be PEM files, a certificate and the key that belongs to it')
  if (config.OPENAI_MODEL && !config.OPENAI_API_KEY && !config.OPENAI_BASE_URL)
    wrong(
      'OPENAI_API_KEY',
      'is needed as well when OPENAI_MODEL is set (or OPENAI_BASE_URL, for an endpoint without keys)',
    )
  if (config.TWILIO_AUTH_TOKEN && config.SMS_GATEWAY_SECRET)
    wrong('SMS_GATEWAY_SECRET', 'must not be set beside TWILIO_AUTH_TOKEN: there is one gateway')
  if (config.SMTP_URL && !config.MAIL_FROM && !mailFrom(config))
    wrong('MAIL_FROM', 'is needed as well when SMTP_URL is set: the address that mail comes from')
})

/** What mail comes from: what was said, else whom the mail server knows us as, else the name of this server. */
function mailFrom(config: Partial<z.output<z.ZodObject<typeof shape>>>): MailAddress | undefined {
  if (config.MAIL_FROM) return config.MAIL_FROM
  const user = decodeURIComponent(URL.parse(config.SMTP_URL ?? '')?.username ?? '')
  const host = URL.parse(config.PUBLIC_URL ?? '')?.hostname
  for (const address of [user, `no-reply@${host}`])
    if (z.email().safeParse(address).success) return { name: 'Sotto', address }
  return undefined
}

export type Config = z.output<typeof environment> & {
  databaseDir: string
  /** Where mail comes from. */
  mailFrom: MailAddress
  /** Where the keys are, with the credentials that this needs. */
  keyring: KeyringSettings
}

/** Everything that is wrong with the environment, in plain words. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * The configuration from environment variables. An empty variable counts as one that is not set.
 *
 * @throws ConfigError that lists everything at once; values are never quoted, for some are secrets
 */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(shape).flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])),
  )
  const parsed = environment.safeParse(given)
  const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`)
  const keyring = readKeyring(variables, problems)
  if (!parsed.success || !keyring || problems.length > 0) throw new ConfigError(problems)
  const sender = mailFrom(parsed.data) ?? { name: 'Sotto', address: 'sotto@localhost' }
  return { ...parsed.data, keyring, mailFrom: sender, databaseDir: join(parsed.data.SOTTO_DATA_DIR, 'database') }
}

function readKeyring(variables: Record<string, string | undefined>, problems: string[]): KeyringSettings | undefined {
  try {
    const keyring = parseKeyringAddress(variables.SOTTO_KEYRING || './keys', variables)
    const data = resolve(variables.SOTTO_DATA_DIR || './data')
    if (keyring.kind === 'file' && `${keyring.folder}${sep}`.startsWith(`${data}${sep}`))
      problems.push(
        `SOTTO_KEYRING must lie outside of the data folder ${data}: a backup of the data must not hold the keys`,
      )
    return keyring
  } catch (error) {
    if (!(error instanceof KeyringAddressError)) throw error
    problems.push(error.message)
    return undefined
  }
}
