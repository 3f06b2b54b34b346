import type {
  ConsentReceipt,
  ConsentRecord,
  ConsentSource,
  ConsentState,
  Page,
  receiptStandings,
} from '@sotto/contracts'
import { notFound } from '../../errors.ts'
import { below, between, type FilterOf, from, oneOf, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import type { ConsentLine } from './decide.ts'
import { consentReceiptHashes, consentRecords } from './declare.ts'
import { type ExportFormat, exportRecords } from './exporting.ts'
import { browserSubject, presentAll, receiptOf, subjectsOf } from './ledger.ts'
import { type Receipts, receiptHash } from './receipt.ts'
import type { Recorded } from './recording.ts'
import { readText } from './texts.ts'

export interface ConsentQuery {
  contactId?: string | undefined
  /** The id that the banner made for a browser. */
  visitor?: string | undefined
  source?: ConsentSource | undefined
  /** The SHA-256 by which the ledger knows a receipt. */
  receipt?: string | undefined
  purpose?: string | undefined
  state?: ConsentState | undefined
  /** Arrived at this instant or later, ISO 8601. */
  since?: string | undefined
  /** Arrived before this instant. */
  until?: string | undefined
}

/** How many lines are opened for one page at most. */
const mostOpened = 500

/** What the ledger holds. */
export function consentReading(scope: TeamScope, receipts: Receipts) {
  const rows = scope.collection(consentRecords)
  return {
    /**
     * The newest first. What was said is sealed, so a purpose or state is looked for by opening lines, 500 at a time at
     * most: a page may hold fewer than its limit, or none, and still have a next one.
     *
     * @throws SottoError `invalid_cursor`
     */
    async list(query: ConsentQuery & PageOptions = {}): Promise<Page<ConsentRecord>> {
      const { limit = 25 } = query
      const filter = await filterOf(scope, query)
      const fits = saying(query)
      const found: ConsentLine[] = []
      let cursor = query.cursor ?? null
      let opened = 0
      do {
        const page = await rows.page(filter, {
          by: 'receivedAt',
          order: -1,
          limit: limit - found.length,
          cursor: cursor ?? undefined,
        })
        found.push(...(await rows.openRemaining(page.rows)).filter(fits))
        opened += page.rows.length
        cursor = page.nextCursor
      } while (cursor && found.length < limit && opened < mostOpened)
      return { data: await presentAll(scope, found), nextCursor: cursor }
    },

    /** @throws SottoError `not_found` */
    async get(id: string): Promise<Recorded & { shown: Record<string, string> | null }> {
      const row = await rows.findOne({ id })
      if (!row) throw notFound('consent record')
      const line = await row.open()
      const [record] = await presentAll(scope, [line])
      return {
        record: record as ConsentRecord,
        receipt: await receiptOf(scope, receipts, line),
        shown: line.text ? ((await readText(scope, line.text))?.texts ?? null) : null,
      }
    },

    /** The ledger as a file, the oldest first. */
    async export(format: ExportFormat, query: ConsentQuery = {}): Promise<AsyncIterable<string>> {
      const filter = await filterOf(scope, query)
      await scope.log({ action: 'consent.exported', collection: consentRecords.name, details: { format } })
      return exportRecords(scope, filter, format, saying(query))
    },

    /** The public key of this team's receipts. */
    receiptKey: (): Promise<string> => receipts.verifier(scope.teamId),

    /** Whether a receipt is one of this team, and what the ledger has of it. */
    async checkReceipt(
      receipt: ConsentReceipt,
    ): Promise<{ signature: 'valid' | 'invalid'; ledger: (typeof receiptStandings)[number] }> {
      if (!(await receipts.isOurs(scope.teamId, receipt))) return { signature: 'invalid', ledger: 'unknown' }
      const hash = receiptHash(receipt.receipt)
      // It is signed by us, so it says rightly which line it is of.
      const { id } = JSON.parse(receipt.receipt) as { id: string }
      if ((await rows.findOne({ id }))?.receipt === hash) return { signature: 'valid', ledger: 'recorded' }
      const left = await scope.collection(consentReceiptHashes).findOne({ id: hash })
      return { signature: 'valid', ledger: left ? 'forgotten' : 'unknown' }
    },
  }
}

async function filterOf(scope: TeamScope, query: ConsentQuery): Promise<FilterOf<typeof consentRecords>> {
  const { contactId, visitor, source } = query
  const subjects = [
    ...(contactId ? [await subjectsOf(scope, contactId)] : []),
    ...(visitor ? [[browserSubject(scope.teamId, visitor)]] : []),
  ]
  const both = subjects.reduce((one, other) => one.filter((id) => other.includes(id)), subjects[0] ?? [])
  const { receipt, since, until } = query
  return {
    ...(subjects.length > 0 ? { subjectId: oneOf(both) } : {}),
    ...(source ? { source } : {}),
    ...(receipt ? { receipt } : {}),
    ...(since || until ? { receivedAt: within(since, until) } : {}),
  }
}

function within(since: string | undefined, until: string | undefined) {
  if (since === undefined) return below(new Date(until as string))
  return until === undefined ? from(new Date(since)) : between(new Date(since), new Date(until))
}

/** Whether a line says what is asked for. */
const saying =
  ({ purpose, state }: ConsentQuery) =>
  ({ choices }: Pick<ConsentLine, 'choices'>): boolean => {
    const said =
      purpose === undefined ? Object.values(choices) : Object.hasOwn(choices, purpose) ? [choices[purpose]] : []
    return purpose === undefined && state === undefined
      ? true
      : said.some((one) => state === undefined || one === state)
  }
