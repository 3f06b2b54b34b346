import type { ConsentRecord } from '@sotto/contracts'
import { csvLine } from '../../csv.ts'
import type { FilterOf, TeamScope } from '../../mongo/index.ts'
import type { ConsentLine } from './decide.ts'
import { consentRecords } from './declare.ts'
import { presentAll } from './ledger.ts'

export type ExportFormat = 'csv' | 'ndjson'

const rowsAtOnce = 200

const columns: readonly [name: string, of: (record: ConsentRecord) => string | number | boolean | null][] = [
  ['id', ({ id }) => id],
  ['contactId', ({ contactId }) => contactId],
  ['granted', (record) => named(record, 'granted')],
  ['denied', (record) => named(record, 'denied')],
  ['source', ({ source }) => source],
  ['gpc', ({ gpc }) => gpc],
  ['policyId', ({ policy }) => policy.id],
  ['policyVersion', ({ policy }) => policy.version],
  ['regime', ({ regime }) => regime],
  ['regimeKind', ({ regimeKind }) => regimeKind],
  ['region', ({ region }) => region],
  ['language', ({ language }) => language],
  ['layout', ({ layout }) => layout],
  ['layer', ({ layer }) => layer],
  ['text', ({ text }) => text],
  ['proof', ({ proof }) => proof],
  ['at', ({ at }) => at],
  ['receivedAt', ({ receivedAt }) => receivedAt],
  ['receipt', ({ receipt }) => receipt],
  ['requestedAt', ({ requestedAt }) => requestedAt],
]

const named = ({ choices }: ConsentRecord, wanted: string) =>
  Object.keys(choices)
    .filter((name) => choices[name] === wanted)
    .sort()
    .join(' ')

/** Lines of the ledger as text, the oldest first, read a few hundred at a time. */
export async function* exportRecords(
  scope: TeamScope,
  filter: FilterOf<typeof consentRecords>,
  format: ExportFormat,
  fits: (line: ConsentLine) => boolean = () => true,
): AsyncGenerator<string> {
  const rows = scope.collection(consentRecords)
  if (format === 'csv') yield csvLine(columns.map(([name]) => name))
  let cursor: string | undefined
  do {
    const page = await rows.page(filter, { by: 'receivedAt', order: 1, limit: rowsAtOnce, cursor })
    const records = await presentAll(scope, (await rows.openRemaining(page.rows)).filter(fits))
    await scope.settle()
    const write = (record: ConsentRecord) =>
      format === 'csv' ? csvLine(columns.map(([, of]) => of(record))) : `${JSON.stringify(record)}\n`
    if (records.length > 0) yield records.map(write).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
