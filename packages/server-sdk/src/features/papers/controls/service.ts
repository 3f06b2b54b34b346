import type { AssuranceReport, assuranceStandards, Control, ControlCheck } from '@sotto/contracts'
import { notFound, SottoError } from '../../../errors.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { assuranceReports, evidenceFiles } from '../declare.ts'
import type { PaperDependencies } from '../dependencies.ts'
import type { PaperFile } from '../document/paper-file.ts'
import { readFacts } from '../facts/facts.ts'
import { controlMatrix } from './matrix.ts'
import { presentReport } from './reports.ts'

export interface Matrix {
  checks: ControlCheck[]
  controls: Control[]
  reports: AssuranceReport[]
}

/** How controls stand, computed each time from what runs. */
export function controlService(scope: TeamScope, dependencies: PaperDependencies) {
  async function read(): Promise<Matrix> {
    const { checks, reports } = await readFacts(scope, dependencies)
    return { checks, controls: controlMatrix(checks), reports }
  }
  return {
    read,

    /** The same as a file, with the signed state of the log to which it belongs. */
    async evidence(): Promise<PaperFile> {
      const matrix = await read()
      const { note, verifier } = await dependencies.checkpoint(scope.teamId)
      await scope.log({ action: 'controls.exported', details: { controls: matrix.controls.length } })
      const file = {
        'sotto-controls': 1,
        team: scope.teamId,
        at: scope.now().toISOString(),
        ...matrix,
        log: { note, verifier },
      }
      async function* content() {
        yield `${JSON.stringify(file, null, 2)}\n`
      }
      return { mediaType: 'application/json', filename: 'control-evidence.json', chunks: content() }
    },

    /** @throws SottoError `not_found` for evidence that is not there, `invalid_request` for one that never was valid */
    async addReport(given: {
      standard: (typeof assuranceStandards)[number]
      issuer: string
      issuedOn: string
      validUntil: string
      evidenceId: string
    }): Promise<AssuranceReport> {
      const [issuedOn, validUntil] = [new Date(given.issuedOn), new Date(given.validUntil)]
      const refused = (field: string, message: string) =>
        new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })
      if (issuedOn > scope.now()) throw refused('issuedOn', 'must not lie in the future')
      if (validUntil <= issuedOn) throw refused('validUntil', 'must lie after issuedOn')
      const evidence = await scope.collection(evidenceFiles).findOne({ id: given.evidenceId })
      if (!evidence) throw notFound('evidence')
      const row = await scope
        .collection(assuranceReports)
        .insert(
          { ...given, issuedOn, validUntil, sha256: evidence.sha256, addedAt: scope.now() },
          { action: 'assurance-report.added' },
        )
      return presentReport(row, scope.now())
    },

    /** The file stays as evidence. @throws SottoError `not_found` */
    async removeReport(id: string): Promise<void> {
      await scope.transaction(async (running) => {
        const row = await running.collection(assuranceReports).findOne({ id })
        if (!row?.unit) throw notFound('assurance report')
        await running.forget(row.unit, { action: 'assurance-report.removed', target: id })
      })
    },
  }
}
