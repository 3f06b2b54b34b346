import { createHash, createHmac, sign } from 'node:crypto'
import { canonical } from '../audit/entry.ts'
import { type AuditLog, originName, proofText, verifierKey } from '../audit/index.ts'
import type { Identity } from '../data-subject/index.ts'
import type { TeamKeys } from '../keys/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Certificate, CertificateFile, Supplement, SupplementFile } from './certified.ts'

const prefixes = { certificate: 'sotto-certificate-v1\n', supplement: 'sotto-supplement-v1\n' } as const

export const certificateText = (certificate: Certificate): string => canonical(certificate).toString('utf8')
export const supplementText = (supplement: Supplement): string => canonical(supplement).toString('utf8')

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whom a certificate is about, for whoever has the nonce and the address. */
export function personOf(identity: Identity, nonce: string): Certificate['person'] {
  const { email, phone, externalId, subject } = identity
  const [address, value] = email
    ? (['email', email] as const)
    : phone
      ? (['phone', phone] as const)
      : externalId
        ? (['external-id', externalId] as const)
        : (['contact-id', subject.id] as const)
  const key = Buffer.from(nonce, 'base64url')
  return { address, hmac: createHmac('sha256', key).update(value).digest('hex') }
}

const pause = 50
const longestWait = 10_000

/**
 * The proof that an entry with a hash among its details is in the log.
 *
 * @returns `undefined` while the entry has no place yet, after ten seconds of waiting for it
 */
export async function proven(
  log: AuditLog,
  scope: TeamScope,
  of: { action: string; target: string; hash: string; detail: string },
  signal: AbortSignal,
): Promise<{ proof: string; origin: number } | undefined> {
  const entry = await entryOf(scope, of)
  if (!entry) return undefined
  for (let waited = 0; waited <= longestWait; waited += pause) {
    signal.throwIfAborted()
    const inclusion = await log.inclusion(scope.teamId, entry.id)
    if (inclusion) return { proof: proofText(entry.bytes, inclusion), origin: inclusion.origin }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return undefined
}

/** The entry that says of a target that something of this hash was made. */
export async function entryOf(
  scope: TeamScope,
  { action, target, hash, detail }: { action: string; target: string; hash: string; detail: string },
): Promise<{ id: string; bytes: Buffer } | undefined> {
  let cursor: string | undefined
  do {
    const page = await scope.auditEntries({ action, targetId: target }, { limit: 100, cursor })
    for (const row of page.rows) {
      const { details } = JSON.parse(row.bytes.toString('utf8')) as { details: Record<string, unknown> | null }
      if (details?.[detail] === hash) return row
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return undefined
}

export const completedAction = 'erasure.completed'
export const supplementedAction = 'erasure.supplemented'

/** Signs a certificate whose entry is in the log; `undefined` while it has no place there. */
export async function signCertificate(
  { log, teamKeys }: { log: AuditLog; teamKeys: Pick<TeamKeys, 'get'> },
  scope: TeamScope,
  erasureId: string,
  text: string,
  signal: AbortSignal,
): Promise<Omit<CertificateFile, 'supplements'> | undefined> {
  const of = { action: completedAction, target: erasureId, hash: sha256(text), detail: 'certificate' }
  const found = await proven(log, scope, of, signal)
  if (!found) return undefined
  const { key } = await teamKeys.get(scope.teamId, 'signing')
  return {
    'sotto-certificate': 1,
    certificate: text,
    signature: sign(null, Buffer.from(`${prefixes.certificate}${text}\n${found.proof}`), key).toString('base64'),
    verifier: verifierKey(originName(scope.teamId, found.origin), key),
    proof: found.proof,
  }
}

/** Signs what became known later; as `signCertificate`. */
export async function signSupplement(
  { log, teamKeys }: { log: AuditLog; teamKeys: Pick<TeamKeys, 'get'> },
  scope: TeamScope,
  erasureId: string,
  text: string,
  signal: AbortSignal,
): Promise<SupplementFile | undefined> {
  const of = { action: supplementedAction, target: erasureId, hash: sha256(text), detail: 'supplement' }
  const found = await proven(log, scope, of, signal)
  if (!found) return undefined
  const { key } = await teamKeys.get(scope.teamId, 'signing')
  const signature = sign(null, Buffer.from(`${prefixes.supplement}${text}\n${found.proof}`), key).toString('base64')
  return { supplement: text, signature, proof: found.proof }
}
