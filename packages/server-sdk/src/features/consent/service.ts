import { randomUUID } from 'node:crypto'
import {
  browserConsentSources,
  type ConsentCheck,
  ConsentDelivery,
  type ConsentRate,
  type ConsentReceipt,
  type ConsentRecord,
  type ConsentSource,
  type ConsentState,
  ConsentStatement,
  type Page,
  type receiptStandings,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { Principal } from '../../access/index.ts'
import type { Suppression } from '../../erasure/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { below, between, type FilterOf, from, oneOf, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { contacts } from '../contacts/index.ts'
import { type ConsentLine, decide, purposesIn } from './decide.ts'
import { consentReceiptHashes, consentRecords, consentSubjects } from './declare.ts'
import { type ExportFormat, exportRecords } from './exporting.ts'
import { forgottenDelivery } from './forgotten.ts'
import { type ImportOptions, type ImportRows, importRows } from './importing.ts'
import { bindSignal, join } from './joining.ts'
import type { Known } from './known.ts'
import {
  append,
  beyondBrowsers,
  browserSubject,
  choicesOf,
  contactSubject,
  type Entry,
  linesOf,
  presentAll,
  presentRecord,
  receiptOf,
  subjectsOf,
  writtenOnce,
} from './ledger.ts'
import { type PermissionLinks, permissionService, unsubscribeLink } from './permission/index.ts'
import { consentPolicyService } from './policies.ts'
import { publishedPolicies, publishedVersion } from './published.ts'
import { outcomeOf, type Rates, type RatesBy, readRates } from './rates.ts'
import { type Receipts, receiptHash } from './receipt.ts'
import { keepText, readText } from './texts.ts'

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

/** What the ledger hands out for something that was recorded. */
export interface Recorded {
  record: ConsentRecord
  receipt: ConsentReceipt
}

const mostOpened = 500
const identityLasts = 30 * 24 * 60 * 60 * 1000

/** What the services of all teams share. */
export interface ConsentParts {
  receipts: Receipts
  rates: Rates
  known: Known
  links: PermissionLinks
  suppression: Suppression
  /** Tells the runner that there is work. */
  kick: () => void
}

/** The consent of people: what they said, and what may be done. */
export function consentService(
  given: TeamScope,
  { receipts, rates, known, links, suppression, kick }: ConsentParts,
  principal: Principal | null,
) {
  // Visitors say nothing of where they are, in the ledger or beside it.
  const scope = principal?.kind === 'publishable' ? given.withoutAddress() : given
  const rows = scope.collection(consentRecords)

  async function requireContact(running: TeamScope, contactId: string) {
    const contact = await running.collection(contacts).findOne({ id: contactId })
    if (!contact) throw notFound('contact')
    return contact
  }

  const handOut = async (contactId: string, line: Parameters<typeof presentRecord>[0]): Promise<Recorded> => ({
    record: presentRecord(line, contactId),
    receipt: await receiptOf(scope, receipts, line),
  })

  /** What a delivery says whose it is, as far as it can be shown. */
  async function identified(running: TeamScope, identity: string | null | undefined): Promise<string | null> {
    const contactId = identity ? await receipts.contactOf(scope.teamId, identity, scope.now()) : null
    return contactId && (await running.collection(contacts).findOne({ id: contactId })) ? contactId : null
  }

  async function recordOnce(running: TeamScope, delivery: ConsentDelivery, signal: boolean, isBlind: boolean) {
    const { record, identity } = delivery
    const text = await keepText(running, delivery, known)
    const person = await identified(running, identity)
    const browser = browserSubject(scope.teamId, record.visitor)
    // Most browsers speak once. One that has spoken before is met when its subject is written a second time.
    const speaker =
      isBlind && !identity && !known.browsers.get(browser)
        ? null
        : await running.collection(consentSubjects).findOne({ id: browser })
    const owner = speaker?.contactId ?? null
    // Somebody else is logged in where a browser is known already: it is said by them, and not by the browser's person.
    const isGuest = person !== null && owner !== null && owner !== person
    const entry: Entry = {
      subjectId: isGuest ? contactSubject(scope.teamId, person) : browser,
      name: record.id,
      choices: choicesOf(record.granted, record.denied),
      source: record.source,
      gpc: record.gpc || signal,
      policyId: record.policyId ?? null,
      policyVersion: record.policyVersion,
      regime: record.regime,
      regimeKind: record.regimeKind,
      region: record.region,
      text,
      layer: record.shown?.layer ?? null,
      layout: record.shown?.layout ?? null,
      language: record.shown?.language ?? null,
      proof: null,
      requestedAt: null,
      at: new Date(record.at),
    }
    // Who speaks for the first time may be one who was forgotten, whose browser delivers once more what it had said.
    const forgotten = speaker ? null : await forgottenDelivery(running, entry, known)
    if (forgotten) return { receipt: await receipts.receipt(scope.teamId, forgotten), identified: false }
    const { line, contactId, isNew } = await append(
      running,
      entry,
      isGuest ? { contactId: person } : { speakers: new Map(speaker ? [[browser, speaker]] : []) },
    )
    if (person && !owner && !isGuest) await join(running, record.visitor, person)
    else if (isNew && line.gpc && contactId) await bindSignal(running, contactId, line)
    if (!isGuest) running.afterCommit(() => known.browsers.set(browser, true))
    if (isNew) {
      const published = record.policyId
        ? await publishedVersion(running, record.policyId, record.policyVersion, known)
        : null
      const outcome = outcomeOf(line, published?.policy)
      if (outcome) running.afterCommit(() => rates.note(scope.teamId, line, outcome))
    }
    return { receipt: await receiptOf(running, receipts, line), identified: (person ?? contactId) !== null }
  }

  async function declareOnce(running: TeamScope, contactId: string, said: Partial<Entry>, action: string) {
    await requireContact(running, contactId)
    const { line, isNew } = await append(
      running,
      {
        subjectId: contactSubject(scope.teamId, contactId),
        ...beyondBrowsers,
        name: randomUUID(),
        choices: {},
        source: 'api',
        at: running.now(),
        ...said,
      },
      { action, contactId },
    )
    if (isNew && line.gpc && line.source !== 'gpc') await bindSignal(running, contactId, line)
    return handOut(contactId, line)
  }

  async function checkAll(subjectIds: readonly string[], purposes?: readonly string[]): Promise<ConsentCheck[]> {
    const [lines, policies] = await Promise.all([linesOf(scope, subjectIds), publishedPolicies(scope)])
    const now = scope.now()
    return Promise.all((purposes ?? purposesIn(lines)).map((purpose) => decide(purpose, lines, policies, now)))
  }

  const service = {
    /** What people are asked: drafts, and what was published. */
    policies: consentPolicyService(scope),

    /** Marketing mail: asking an address (double opt-in), and sending. */
    permission: permissionService(scope, { links, suppression, kick }, principal),

    /**
     * Records a choice that was made in a browser. Delivered twice, also by two tabs at once, it is one record, and the
     * same receipt.
     *
     * @param signal the request that brings it carries `Sec-GPC: 1`
     * @throws SottoError `invalid_request` where texts are not those of their hash, `idempotency_conflict` where the
     * ledger has another record with this id
     */
    async record(
      input: z.input<typeof ConsentDelivery>,
      signal = false,
    ): Promise<{ receipt: ConsentReceipt; identified: boolean }> {
      const delivery = accepted(ConsentDelivery, input)
      const { source, granted, denied } = delivery.record
      if (!(browserConsentSources as readonly string[]).includes(source))
        throw invalid('record.source', `must be one of ${browserConsentSources.join(', ')}: others are a server's word`)
      if (granted.some((name) => denied.includes(name)))
        throw invalid('record.denied', 'must not name what is granted as well')
      return writtenOnce(scope, (running, isBlind) => recordOnce(running, delivery, signal, isBlind))
    },

    /** Records what a known person said elsewhere than in a browser. @throws SottoError `not_found`, `invalid_request` */
    async declare(contactId: string, input: z.input<typeof ConsentStatement>): Promise<Recorded> {
      const statement = accepted(ConsentStatement, input)
      const { granted, denied, at, policyId = null, language = null, region = null, proof = null, ...said } = statement
      const choices = choicesOf(granted, denied)
      const when = at ? new Date(at) : scope.now()
      return scope.transaction(async (running) => {
        const policies = policyId ? await publishedPolicies(running) : null
        const policyVersion = policyId ? (policies?.current.get(policyId)?.version ?? null) : null
        if (policyId && !policyVersion) throw notFound('consent policy')
        const entry = { ...said, choices, policyId, policyVersion, language, region, proof, at: when }
        return declareOnce(running, contactId, entry, 'consent.recorded')
      })
    },

    /** Takes back what a person granted: some purposes, or all. @throws SottoError `not_found` */
    async withdraw(
      contactId: string,
      {
        purposes,
        source = 'api',
        proof,
      }: {
        purposes?: readonly string[] | undefined
        source?: 'api' | 'portal' | 'email'
        proof?: string | undefined
      } = {},
    ): Promise<Recorded> {
      return scope.transaction(async (running) => {
        await requireContact(running, contactId)
        const all = purposesIn(await linesOf(running, await subjectsOf(running, contactId)))
        const choices = choicesOf([], purposes ?? all)
        return declareOnce(running, contactId, { choices, source, proof: proof ?? null }, 'consent.withdrawn')
      })
    },

    /**
     * Whether something may be done with what is known of a person. Every place that acts on a purpose asks this first.
     *
     * @throws SottoError `not_found`
     */
    async allows(contactId: string, purpose: string): Promise<boolean> {
      return (await service.check(contactId, purpose)).allowed
    },

    /** As `allows`, with the reason. @throws SottoError `not_found` */
    async check(contactId: string, purpose: string): Promise<ConsentCheck> {
      await requireContact(scope, contactId)
      const [check] = await checkAll(await subjectsOf(scope, contactId), [purpose])
      return check as ConsentCheck
    },

    /** As `check`, for a browser; for that of a known person, all that this person said. */
    async checkVisitor(visitor: string, purpose: string): Promise<ConsentCheck> {
      const id = browserSubject(scope.teamId, visitor)
      const owner = (await scope.collection(consentSubjects).findOne({ id }))?.contactId
      const [check] = await checkAll(owner ? await subjectsOf(scope, owner) : [id], [purpose])
      return check as ConsentCheck
    },

    /** What a person allows, for every purpose that anything was said of. @throws SottoError `not_found` */
    async state(contactId: string): Promise<ConsentCheck[]> {
      await requireContact(scope, contactId)
      return checkAll(await subjectsOf(scope, contactId))
    },

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
        found.push(...(await rows.openAll(page.rows)).filter(fits))
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

    /** Says whose a browser is, once and for good. @throws SottoError `not_found`, `consent_joined` */
    async join(contactId: string, visitor: string): Promise<void> {
      await scope.transaction((running) => join(running, visitor, contactId))
    },

    /**
     * Who is logged in, signed, for the page to hand to its banner. Good for 30 days.
     *
     * @throws SottoError `not_found`
     */
    async identify(contactId: string): Promise<{ identity: string; expiresAt: string }> {
      const contact = await requireContact(scope, contactId)
      const expiresAt = new Date(scope.now().getTime() + identityLasts)
      await scope.log({
        action: 'consent.identified',
        collection: contacts.name,
        unit: contact.unit,
        subject: contactId,
      })
      return {
        identity: await receipts.identity(scope.teamId, contactId, expiresAt),
        expiresAt: expiresAt.toISOString(),
      }
    },

    /**
     * The link and the headers with which a mail that other software sends can be ended with one click (RFC 8058).
     *
     * @param who the id of a contact, or an address that a contact has
     * @param language of the page behind the link; default: the one in which the person agreed
     * @throws SottoError `not_found`, `contact_without_email`
     */
    unsubscribeHeaders: (who: string, purpose?: string, language?: string) =>
      unsubscribeLink(scope, links, who, { purpose, language }),

    /** Imports consents that were given elsewhere; see `importRows`. */
    import: (source: ImportRows, options: ImportOptions) => importRows(scope, source, options),

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

    /**
     * Forgets what a person said: the keys of all lines end, and so do the browsers that were theirs. The hashes of the
     * receipts stay, so that whoever holds one can still show it.
     *
     * @returns how many lines ended
     * @throws SottoError `not_found`
     */
    async forget(contactId: string): Promise<number> {
      await requireContact(scope, contactId)
      const forgotten = { action: 'consent.forgotten', target: contactId }
      let ended = 0
      // In steps that a transaction can hold: what an interruption leaves, the next call ends.
      for (;;) {
        const step = await scope.transaction(async (running) => {
          const subjectIds = await subjectsOf(running, contactId)
          const filter = { subjectId: oneOf(subjectIds) }
          const found =
            subjectIds.length > 0 ? await running.collection(consentRecords).find(filter, { limit: 100 }) : []
          for (const { unit } of found) if (unit) await running.forget(unit, forgotten)
          if (found.length === 0) await running.collection(consentSubjects).delete({ contactId })
          return found.length
        })
        ended += step
        if (step === 0) return ended
      }
    },

    /** How choices went. Days are UTC; both are included. @throws SottoError `invalid_request` for more than 400 days */
    async rates(first: string, last: string): Promise<ConsentRate[]> {
      return (await service.ratesBy('day', first, last)).data
    },

    /** As `rates`, by day or by week, with the number of rows that are left out. @throws SottoError `invalid_request` */
    async ratesBy(by: RatesBy, first: string, last: string): Promise<{ data: ConsentRate[]; withheld: number }> {
      const [from, to] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)]
      if (to < from || to.getTime() - from.getTime() > 400 * 24 * 60 * 60 * 1000)
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'query.to', message: 'must not be before `from`, nor more than 400 days after it' }],
        })
      await rates.add()
      return readRates(scope, by, from, to)
    },
  }
  return service
}

export type ConsentService = ReturnType<typeof consentService>

const invalid = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

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
