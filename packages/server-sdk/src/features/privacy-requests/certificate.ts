import { notFound } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { presentToPerson } from './present.ts'
import { type Known, note } from './store.ts'

/** The certificate of the erasure that was asked for. @throws SottoError `not_found` */
export async function certificateOf(
  scope: TeamScope,
  known: Known,
  format: 'json' | 'pdf',
  dependencies: Pick<PrivacyDependencies, 'erasures'>,
): Promise<string | Uint8Array> {
  const { erasureId } = known.facts
  if (!presentToPerson(known).hasCertificate || !erasureId) throw notFound('certificate')
  await note(scope, known, 'read', { certificate: format })
  const erasures = dependencies.erasures(scope)
  if (format === 'pdf') return erasures.pdf(erasureId)
  const { certificate } = await erasures.get(erasureId)
  if (!certificate) throw notFound('certificate')
  return `${JSON.stringify(certificate)}\n`
}
