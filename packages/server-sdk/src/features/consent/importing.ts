import { createHash } from 'node:crypto'
import { type ConsentImportReport, ConsentImportRow } from '@sotto/contracts'
import type { z } from 'zod'
import type { TeamScope } from '../../mongo/index.ts'
import { peopleOf, type Refusal } from './import-people.ts'
import { appendAll, beyondBrowsers, choicesOf, contactSubject, type Entry } from './ledger.ts'

export interface ImportOptions {
  /** Where these consents come from, and how that can be shown. */
  origin: string
  /** What becomes of a row about somebody unknown: an error, or a new contact. Default `existing`. */
  contacts?: 'existing' | 'create' | undefined
}

/** One row as it came; or why it could not be read. */
export type ImportRow = { value: unknown } | { problem: string }
export type ImportRows = AsyncIterable<ImportRow> | Iterable<ImportRow>

const rowsAtOnce = 100
const mostErrors = 1000

type ImportedRow = z.output<typeof ConsentImportRow>

/**
 * Imports consents that were given elsewhere. Rows are written a hundred at a time, each hundred with all its good rows
 * or not at all; a row that is wrong is reported and does not keep others out. The same row of the same origin, imported
 * again, is one record.
 *
 * @throws SottoError when the database or the keyring cannot be reached; what was reported is in the ledger then, and
 * importing all again adds the rest
 */
export async function importRows(
  scope: TeamScope,
  source: ImportRows,
  options: ImportOptions,
): Promise<ConsentImportReport> {
  const report: ConsentImportReport = { rows: 0, imported: 0, repeated: 0, refused: 0, errors: [] }
  const refuse = (row: number, problems: readonly { field: string; message: string }[]) => {
    report.refused += 1
    for (const problem of problems) if (report.errors.length < mostErrors) report.errors.push({ row, ...problem })
  }
  let batch: { number: number; row: ImportedRow }[] = []
  const write = async () => {
    const rows = batch
    batch = []
    if (rows.length === 0) return
    const outcome = await scope.transaction((running) => writeBatch(running, rows, options))
    report.imported += outcome.imported
    report.repeated += outcome.repeated
    for (const { number, field, message } of outcome.refused) refuse(number, [{ field, message }])
  }
  for await (const given of source) {
    report.rows += 1
    if ('problem' in given) {
      refuse(report.rows, [{ field: '', message: given.problem }])
      continue
    }
    const parsed = ConsentImportRow.safeParse(given.value)
    if (parsed.success) batch.push({ number: report.rows, row: parsed.data })
    else
      refuse(
        report.rows,
        parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
      )
    if (batch.length === rowsAtOnce) await write()
  }
  await write()
  const { errors: _errors, ...numbers } = report
  await scope.log({ action: 'consent.imported', details: { ...numbers } })
  report.errors.sort((one, other) => one.row - other.row)
  return report
}

async function writeBatch(
  running: TeamScope,
  rows: readonly { number: number; row: ImportedRow }[],
  { origin, contacts: strangers = 'existing' }: ImportOptions,
) {
  const refused: { number: number; field: string; message: string }[] = []
  const entries: Entry[] = []
  const owners = new Map<string, string>()
  const latest = running.now().getTime() + 24 * 60 * 60 * 1000
  const inTime = rows.filter(({ number, row }) => {
    const isLate = new Date(row.at).getTime() > latest
    if (isLate) refused.push({ number, field: 'at', message: 'must not lie in the future' })
    return !isLate
  })
  const people = await peopleOf(
    running,
    inTime.map(({ row }) => row),
    strangers,
  )
  for (const [index, { number, row }] of inTime.entries()) {
    const person = people[index] as string | Refusal
    if (typeof person !== 'string') {
      refused.push({ number, ...person })
      continue
    }
    const { granted, denied, region = null, language = null } = row
    const at = new Date(row.at)
    const subjectId = contactSubject(running.teamId, person)
    const choices = choicesOf(granted, denied)
    const proof = row.proof ? `${origin}\n${row.proof}` : origin
    const said = JSON.stringify([Object.entries(choices).sort(), at.getTime(), proof, language, region])
    const name = `import ${createHash('sha256').update(said).digest('hex')}`
    owners.set(subjectId, person)
    entries.push({ ...beyondBrowsers, subjectId, name, choices, source: 'import', region, language, proof, at })
  }
  const lines = await appendAll(running, entries, { action: 'consent.imported', contactOf: owners })
  const imported = lines.filter(({ isNew }) => isNew).length
  return { imported, repeated: lines.length - imported, refused }
}
