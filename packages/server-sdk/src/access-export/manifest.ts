import { sign } from 'node:crypto'
import { canonical } from '../audit/entry.ts'
import { originName, verifierKey } from '../audit/index.ts'
import { entryOf, proven, sha256 } from '../erasure/certificate.ts'
import type { TeamScope } from '../mongo/index.ts'
import { accessExports } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import type { ExportManifest } from './types.ts'

const packedAction = 'access-export.packed'
const prefix = 'sotto-export-v1\n'

/** The manifest with its signature and the proof that the log has it, as it stands in the file. */
export async function signManifest(
  { core, log }: ExportDependencies,
  scope: TeamScope,
  id: string,
  manifest: ExportManifest,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const text = canonical(manifest).toString('utf8')
  const of = { action: packedAction, target: id, hash: sha256(text), detail: 'manifest' }
  // The same file made again has the same manifest, and its entry already.
  if (!(await entryOf(scope, of)))
    await scope.log({
      action: packedAction,
      collection: accessExports.name,
      target: id,
      details: { manifest: of.hash, request: manifest.request, redacted: manifest.redacted },
    })
  const found = await proven(log, scope, of, signal)
  if (!found) return undefined
  const { key } = await core.teamKeys.get(scope.teamId, 'signing')
  const signed = Buffer.from(`${prefix}${text}\n${found.proof}`)
  const file = {
    'sotto-export': 1,
    manifest: text,
    signature: sign(null, signed, key).toString('base64'),
    verifier: verifierKey(originName(scope.teamId, found.origin), key),
    proof: found.proof,
  }
  return Buffer.from(JSON.stringify(file))
}
