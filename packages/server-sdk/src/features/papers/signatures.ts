import { sign } from 'node:crypto'
import { agreements, type Id, type PaperName, type PaperSignature, SignatureInput } from '@sotto/contracts'
import canonicalize from 'canonicalize'
import { accepted } from '../../accepted.ts'
import { apiKeys } from '../../access/index.ts'
import { type AuditLog, originName, verifierKey } from '../../audit/index.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamKeys } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { evidenceFiles, paperSignatures } from './declare.ts'
import { hashOf } from './document/markdown.ts'
import { paperNamed, versionOf } from './service.ts'

type Row = DocumentOf<typeof paperSignatures>

const prefix = 'sotto-agreement-v1\n'

const present = (row: Row): PaperSignature => ({
  party: row.party,
  name: row.name,
  title: row.title,
  version: row.number,
  hash: row.hash,
  at: row.signedAt.toISOString(),
  memberId: row.memberId,
  evidenceId: row.evidenceId as Id<'evidence'> | null,
  receipt: row.receipt,
  signature: row.signature,
  verifier: row.verifier,
})

/** @throws SottoError `not_found` for a paper that is not signed */
function agreementNamed(name: string): PaperName {
  const paper = paperNamed(name)
  if (!(agreements as readonly PaperName[]).includes(paper)) throw notFound('agreement')
  return paper
}

/** Who signed which text. A signature is written once and never changes. */
export function signatureService(
  scope: TeamScope,
  { keys, log, actor }: { keys: Pick<TeamKeys, 'get'>; log: Pick<AuditLog, 'origins'>; actor: string | null },
) {
  return {
    /** The newest first. @throws SottoError `not_found` */
    async list(name: string): Promise<{ data: PaperSignature[] }> {
      const rows = scope.collection(paperSignatures)
      const found = await rows.find({ paper: paperNamed(name) }, { sort: { signedAt: -1, id: -1 }, limit: 1000 })
      return { data: (await rows.openAll(found)).map(present) }
    },

    /**
     * Signs a version that is published, of which the hash was read.
     *
     * @throws SottoError `not_found`; `version_conflict` where the hash is of another text
     */
    async sign(name: string, given: SignatureInput): Promise<PaperSignature> {
      const paper = agreementNamed(name)
      const { version, hash, party, name: signer, title, evidenceId } = accepted(SignatureInput, given)
      const kept = await versionOf(scope, paper, version)
      // Of what lies there now, not of what a row says about it.
      if (hashOf(kept.markdown) !== hash)
        throw new SottoError('version_conflict', 'The hash is not that of this version. Read it again before you sign.')
      const evidence = evidenceId ? await scope.collection(evidenceFiles).findOne({ id: evidenceId }) : null
      if (evidenceId && !evidence) throw notFound('evidence')
      const signedAt = scope.now()
      // A key signs in the name of the member who made it.
      const key = actor?.startsWith('key_') ? await scope.collection(apiKeys).findOne({ id: actor }) : null
      const memberId = key ? key.createdBy : actor
      const receipt = canonicalize({
        ...{ team: scope.teamId, paper, version, sha256: hash, party, name: signer, title },
        by: memberId,
        ...(key ? { through: key.id } : {}),
        at: signedAt.toISOString(),
        ...(evidence ? { copy: evidence.sha256 } : {}),
      }) as string
      const { key: logKey } = await keys.get(scope.teamId, 'signing')
      const origin = (await log.origins(scope.teamId)).at(-1)?.origin ?? 1
      const signature = sign(null, Buffer.from(prefix + receipt), logKey).toString('base64')
      return present(
        await scope.collection(paperSignatures).insert(
          {
            ...{ paper, number: version, hash, party, name: signer, title, signedAt, evidenceId, receipt, signature },
            memberId,
            verifier: verifierKey(originName(scope.teamId, origin), logKey),
          },
          { action: 'paper.signed', details: { paper, version, party, sha256: hash, receipt: hashOf(receipt) } },
        ),
      )
    },
  }
}
