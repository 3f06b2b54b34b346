import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import type { ConsentReceipt, ConsentState } from '@sotto/contracts'
import canonicalize from 'canonicalize'
import { verifierKey } from '../../audit/index.ts'
import type { TeamKeys } from '../../keys/index.ts'

/** What a receipt says of a record. It never changes, so that a receipt can be made again from its record. */
export interface ReceiptFacts {
  team: string
  id: string
  /** When it was said, by the clock of whoever told it. */
  at: Date
  receivedAt: Date
  policy: { id: string | null; version: number | null }
  text: string | null
  layout: string | null
  language: string | null
  region: string | null
  source: string
  gpc: boolean
  choices: Readonly<Record<string, ConsentState>>
}

const prefix = 'sotto-receipt-v1\n'

/** The SHA-256 of no text at all: nothing was shown. */
const nothingShown = hash('sha256', '')

/** What is signed: RFC 8785. A choice without a screen has the layout `none`, the language `und` and the hash of ''. */
export const receiptText = ({ receivedAt, at, policy, text, layout, language, ...facts }: ReceiptFacts): string =>
  canonicalize({
    ...facts,
    at: at.toISOString(),
    received: receivedAt.toISOString(),
    policy: { id: policy.id ?? 'none', version: policy.version ?? 0 },
    text: text ?? nothingShown,
    layout: layout ?? 'none',
    language: language ?? 'und',
  }) as string

/** By this the ledger knows a receipt, also when it knows nothing else of it any more. */
export const receiptHash = (text: string) => hash('sha256', prefix + text)

const nameOf = (teamId: string) => `sotto/${teamId}/receipts`

/** Signs receipts with the team's key for them. */
export class Receipts {
  readonly #keys: Pick<TeamKeys, 'get'>
  readonly #verifiers = new WeakMap<KeyObject, string>()

  constructor(keys: Pick<TeamKeys, 'get'>) {
    this.#keys = keys
  }

  /** The public key with which receipts of a team are checked (C2SP signed-note). */
  async verifier(teamId: string): Promise<string> {
    const { key } = await this.#keys.get(teamId, 'receipts')
    return this.#verifierOf(teamId, key)
  }

  #verifierOf(teamId: string, key: KeyObject): string {
    const verifier = this.#verifiers.get(key) ?? verifierKey(nameOf(teamId), key)
    this.#verifiers.set(key, verifier)
    return verifier
  }

  /** The same text makes the same receipt each time: Ed25519 signs without chance. */
  async receipt(teamId: string, text: string): Promise<ConsentReceipt> {
    const { key } = await this.#keys.get(teamId, 'receipts')
    return {
      'sotto-receipt': 1,
      receipt: text,
      signature: sign(null, Buffer.from(prefix + text), key).toString('base64'),
      verifier: this.#verifierOf(teamId, key),
    }
  }

  /** Whether a receipt is signed with the key of this team, whatever key it names itself. */
  async isOurs(teamId: string, { receipt, signature, verifier }: ConsentReceipt): Promise<boolean> {
    const { key } = await this.#keys.get(teamId, 'receipts')
    if (verifier !== this.#verifierOf(teamId, key)) return false
    const bytes = Buffer.from(signature, 'base64')
    if (bytes.toString('base64') !== signature) return false
    return verify(null, Buffer.from(prefix + receipt), createPublicKey(key), bytes)
  }

  /**
   * Who a page says is logged in, signed: `<expiry>.<contact>.<signature>`. Made for the server of the page, which hands
   * it to the banner.
   */
  async identity(teamId: string, contactId: string, expiresAt: Date): Promise<string> {
    const { key } = await this.#keys.get(teamId, 'receipts')
    const body = `${expiresAt.getTime().toString(36)}.${contactId}`
    return `${body}.${sign(null, identityBytes(teamId, body), key).toString('base64url')}`
  }

  /** The contact of an identity; `null` where it was not made here, or has ended. */
  async contactOf(teamId: string, identity: string, now: Date): Promise<string | null> {
    const { key } = await this.#keys.get(teamId, 'receipts')
    const [expiry = '', contactId = '', signature = '', ...more] = identity.split('.')
    if (more.length > 0 || !/^[0-9a-z]{1,12}$/.test(expiry)) return null
    const signed = identityBytes(teamId, `${expiry}.${contactId}`)
    if (!verify(null, signed, createPublicKey(key), Buffer.from(signature, 'base64url'))) return null
    return Number.parseInt(expiry, 36) > now.getTime() ? contactId : null
  }
}

const identityBytes = (teamId: string, body: string) => Buffer.from(`sotto-consent-identity-v1\n${teamId}\n${body}`)
