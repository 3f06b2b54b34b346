import type { AssuranceReport, Id } from '@sotto/contracts'
import type { DocumentOf } from '../../../data-map/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { assuranceReports } from '../declare.ts'

export const presentReport = (row: DocumentOf<typeof assuranceReports>, now: Date): AssuranceReport => ({
  id: row.id as Id<'assuranceReport'>,
  standard: row.standard,
  issuer: row.issuer,
  issuedOn: row.issuedOn.toISOString().slice(0, 10),
  validUntil: row.validUntil.toISOString().slice(0, 10),
  isValid: row.validUntil > now,
  evidenceId: row.evidenceId as Id<'evidence'>,
  sha256: row.sha256,
})

/** Reports of auditors that were uploaded. */
export async function readReports(scope: TeamScope): Promise<AssuranceReport[]> {
  const rows = scope.collection(assuranceReports)
  const found = await rows.openAll(await rows.find({}, { sort: { issuedOn: -1, id: -1 }, limit: 1000 }))
  return found.map((row) => presentReport(row, scope.now()))
}
