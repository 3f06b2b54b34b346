import { randomUUID } from 'node:crypto'
import {
  browserConsentSources,
  ConsentDelivery,
  type ConsentReceipt,
  type ConsentRecord,
  ConsentStatement,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope, Together } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { purposesIn } from './decide.ts'
import { consentSubjects } from './declare.ts'
import { forgottenDelivery } from './forgotten.ts'
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
  presentRecord,
  receiptOf,
  subjectsOf,
  writtenOnce,
} from './ledger.ts'
import { requireContact } from './person.ts'
import { publishedPolicies, publishedVersion } from './published.ts'
import { outcomeOf, type Rates } from './rates.ts'
import type { Receipts } from './receipt.ts'
import { keepText } from './texts.ts'

/** What the ledger hands out for something that was recorded. */
export interface Recorded {
  record: ConsentRecord
  receipt: ConsentReceipt
}

/** What people say, as it comes into the ledger. */
export function consentRecording(
  scope: TeamScope,
  { receipts, rates, known, together }: { receipts: Receipts; rates: Rates; known: Known; together: Together },
) {
  const handOut = async (contactId: string, line: Parameters<typeof presentRecord>[0]): Promise<Recorded> => ({
    record: presentRecord(line, contactId),
    receipt: await receiptOf(scope, receipts, line),
  })

  /** What a delivery says whose it is, as far as it can be shown. */
  async function identified(running: TeamScope, identity: string | null | undefined): Promise<string | null> {
    const contactId = identity ? await receipts.contactOf(scope.teamId, identity, scope.now()) : null
    // Whoever has become part of another contact is that one, to whom their browsers lead.
    return contactId ? ((await running.collection(contacts).findOne({ id: contactId }))?.id ?? null) : null
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
      name: record.id.toLowerCase(),
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
    if (forgotten) return { receipt: soon(receipts.receipt(scope.teamId, forgotten)), identified: false }
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
    return { receipt: soon(receiptOf(running, receipts, line)), identified: (person ?? contactId) !== null }
  }

  async function declareOnce(running: TeamScope, given: string, said: Partial<Entry>, action: string) {
    const { id: contactId } = await requireContact(running, given)
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

  return {
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
      const alone = () => writtenOnce(scope, (running, isBlind) => recordOnce(running, delivery, signal, isBlind))
      const isFirst = !delivery.identity && !known.browsers.get(browserSubject(scope.teamId, delivery.record.visitor))
      // Most choices are somebody's first, and many come at once: nothing is looked up for them, they are only written.
      const { receipt, identified } = await (isFirst && !scope.isRunning
        ? together.write(scope, (running) => recordOnce(running, delivery, signal, true), alone)
        : alone())
      return { receipt: await receipt, identified }
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
  }
}

/** What is made while the record is being written. Whether it fails is asked after that, or never, where the record fails. */
function soon<T>(made: Promise<T>): Promise<T> {
  made.catch(() => {})
  return made
}

const invalid = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })
