import { bytesOfBase64, hexOfCharacters } from '../encoding/base64.ts'
import { bytesOfText, shownText } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { type Anchors, type Evidence, isOfSameTeam, readEvidence, seriesOf } from '../export/anchors.ts'
import { shownCount } from '../export/verdict.ts'
import { engine } from '../hash/engine.ts'
import { parseCheckpoint } from '../note/checkpoint.ts'
import { signatureOf } from '../note/signed-note.ts'
import { keyForName, readVerifierKey, type VerifierKey } from '../note/verifier-key.ts'
import { type AnchorProblem, anchored } from '../proof/anchored.ts'
import { readLogProof } from '../proof/log-proof.ts'
import type { Verdict } from '../proof/verdict.ts'
import { verifyInclusion } from '../tree/proofs.ts'
import { formsOf } from './address.ts'
import {
  type ErasureCertificate,
  type ErasureSupplement,
  partsOf,
  readCertificate,
  readSupplement,
  type SignedPart,
} from './certificate.ts'
import { hmacSha256 } from './hmac.ts'

/** What a certificate is held against; without keys or checkpoints it is `unproven` at best. */
export interface CertificateOptions extends Evidence {
  /** With the nonce: whether the certificate is about whoever has this address. */
  address?: string
  /** Base64url, as the person got it. */
  nonce?: string
}

/** What was found of a certificate; its parts are `null` where it could not be read. */
export interface CertificateVerdict
  extends Verdict<AnchorProblem | 'malformed' | 'forged' | 'entry_unproven' | 'other_entry' | 'other_person'> {
  certificate: ErasureCertificate | null
  supplements: ErasureSupplement[]
  /** Where in the log it stands. */
  origin: string | null
  index: number | null
  size: number | null
  /** The id of the key that signed. */
  key: string | null
}

const nothing = { certificate: null, supplements: [], origin: null, index: null, size: null, key: null }

/**
 * Checks a certificate of erasure: its signature, and that the log has the entry that was made with it.
 *
 * @throws FormatError when a key, checkpoint or nonce among the options cannot be read
 */
export async function verifyCertificate(file: string, options: CertificateOptions = {}): Promise<CertificateVerdict> {
  const anchors = readEvidence(options)
  const nonce = options.nonce === undefined ? undefined : bytesOfNonce(options.nonce)
  try {
    return await judged(file, anchors, options.address, nonce)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const problems = [{ code: 'malformed' as const, message: error.message }]
    return { status: 'invalid', problems, shown: [], notShown: [], ...nothing }
  }
}

async function judged(
  file: string,
  anchors: Anchors,
  address: string | undefined,
  nonce: Uint8Array | undefined,
): Promise<CertificateVerdict> {
  const parts = partsOf(file)
  const certificate = readCertificate(parts.certificate.text)
  const key = readVerifierKey(parts.verifier)
  if (key.type !== 'ed25519' || seriesOf(key.name)?.series !== `sotto/${certificate.team}`)
    throw new FormatError(`The key is one of ${key.name}, and the certificate of ${certificate.team}.`)
  const { team, erasure } = certificate
  const hash = sha256(parts.certificate.text)
  const made = await verifyStatement(parts.certificate, key, anchors, {
    prefix: 'sotto-certificate-v1\n',
    what: 'certificate',
    entry: { action: 'erasure.completed', target: erasure, team, detail: 'certificate', hash },
  })
  const { problems, notShown } = made.verdict
  const shown = [...made.verdict.shown]
  if (made.origin !== key.name)
    problems.push({ code: 'other_log', message: `The key is of ${key.name}, and the proof of ${made.origin}.` })
  const supplements: ErasureSupplement[] = []
  for (const part of parts.supplements) {
    const supplement = readSupplement(part.text)
    if (supplement.certificate !== hash || supplement.erasure !== erasure || supplement.team !== team)
      throw new FormatError('A supplement is one of another certificate.')
    supplements.push(supplement)
    const entry = {
      action: 'erasure.supplemented',
      target: erasure,
      team,
      detail: 'supplement',
      hash: sha256(part.text),
    }
    const later = await verifyStatement(part, key, anchors, {
      prefix: 'sotto-supplement-v1\n',
      what: 'supplement',
      entry,
    })
    problems.push(...later.verdict.problems)
    shown.push(...later.verdict.shown.slice(0, 1))
  }
  const about = aboutWhom(certificate, address, nonce)
  problems.push(...about.problems)
  shown.push(...about.shown)
  notShown.push(...about.notShown)
  return {
    status: problems.length > 0 ? 'invalid' : made.verdict.status,
    problems,
    shown: problems.length > 0 ? [] : shown,
    notShown,
    certificate,
    supplements,
    origin: made.origin,
    index: made.index,
    size: made.size,
    key: key.id,
  }
}

/** A signed text, and the entry that the log has of it. */
export async function verifyStatement(
  { text, signature: encoded, proof: proofText }: SignedPart,
  key: VerifierKey,
  anchors: Anchors,
  of: {
    prefix: string
    what: string
    entry: { action: string; target: string; team: string; detail: string; hash: string }
  },
) {
  const signature = bytesOfBase64(encoded)
  if (signature?.length !== 64) throw new FormatError('A signature is not the Base64 of 64 bytes.')
  const proof = readLogProof(proofText)
  const checkpoint = parseCheckpoint(proof.checkpoint)
  const { origin, size, root } = checkpoint
  const { index, extra } = proof
  if (extra === null) throw new FormatError('The proof does not bring the bytes of its entry.')
  if (!isOfSameTeam(origin, key.name)) throw new FormatError(`The key is one of ${key.name}, and the log is ${origin}.`)
  const verdict: Verdict<CertificateVerdict['problems'][number]['code']> = await anchored(checkpoint, anchors)
  if (!(await engine.verifyEd25519(key.publicKey, bytesOfText(`${of.prefix}${text}\n${proofText}`), signature)))
    verdict.problems.push({
      code: 'forged',
      message: `The signature does not match the ${of.what} and its proof: one of them was changed.`,
    })
  if ((await signatureOf(checkpoint.note, keyForName(key, origin))) !== 'signed')
    verdict.problems.push({
      code: 'checkpoint_forged',
      message: 'The checkpoint of the proof is not signed by the same key.',
    })
  const place = `entry ${shownCount(index)} of the log of ${shownCount(size)} entries`
  if (!verifyInclusion({ entry: extra, index, size, proof: proof.hashes, root }))
    verdict.problems.push({ code: 'entry_unproven', message: `The entry is not ${place}.` })
  if (!isEntryOf(extra, of.entry))
    verdict.problems.push({
      code: 'other_entry',
      message: `The entry that is proven is not the one of this ${of.what}.`,
    })
  verdict.shown.unshift(`The log has this ${of.what}: ${place}.`)
  return { verdict, origin, index, size }
}

function isEntryOf(
  bytes: Uint8Array,
  {
    action,
    target,
    team,
    detail,
    hash,
  }: { action: string; target: string; team: string; detail: string; hash: string },
): boolean {
  try {
    const entry = JSON.parse(shownText(bytes)) as Record<string, unknown>
    const details = entry.details as Record<string, unknown> | null
    return entry.action === action && entry.target === target && entry.team === team && details?.[detail] === hash
  } catch {
    return false
  }
}

function aboutWhom({ person }: ErasureCertificate, address: string | undefined, nonce: Uint8Array | undefined) {
  const problems: { code: 'other_person'; message: string }[] = []
  if (address === undefined || nonce === undefined) {
    const message = 'Whom it is about: that needs the address, and the nonce that was given to the person.'
    return { problems, shown: [], notShown: [message] }
  }
  if (formsOf(address).some((form) => hmacSha256(nonce, bytesOfText(form)) === person.hmac))
    return { problems, shown: ['It is about whoever has the address that was given.'], notShown: [] }
  problems.push({ code: 'other_person', message: 'It is not about the address and nonce that were given.' })
  return { problems, shown: [], notShown: [] }
}

const sha256 = (text: string) => hexOfCharacters(engine.sha256(bytesOfText(text)))

function bytesOfNonce(text: string): Uint8Array {
  const base64 = text.trim().replaceAll('-', '+').replaceAll('_', '/')
  const bytes = bytesOfBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='))
  if (bytes === undefined || bytes.length === 0) throw new FormatError('The nonce is not Base64url.')
  return bytes
}
