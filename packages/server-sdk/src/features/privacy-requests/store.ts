import { randomBytes } from 'node:crypto'
import type { PrivacyKind, PrivacyRegime } from '@sotto/contracts'
import type { ChangeOf, DocumentOf, PlainOf } from '../../data-map/index.ts'
import { isSottoError, notFound, SottoError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { enqueue } from '../../jobs/index.ts'
import { normalise } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { acknowledgeBy, dueAt } from './clock/regimes.ts'
import { privacyRequestPeople, privacyRequests } from './declare.ts'
import { spoken } from './words/index.ts'

export type Facts = DocumentOf<typeof privacyRequests>
export type Person = DocumentOf<typeof privacyRequestPeople> & { unit: string | null }

/** A request with its person, who is gone after an erasure. */
export interface Known {
  facts: Facts
  person: Person | null
}

/** Advances a request as far as it goes at once. */
export const stepKind = 'privacy.step'
/** Looks after a request until it has ended: reminders, what runs by itself, what is late. */
export const clockKind = 'privacy.clock'

/** What is opened. */
export interface Opening {
  kind: PrivacyKind
  contactId: string | null
  email: string | null
  phone: string | null
  reason: string | null
  channel: Facts['channel']
  regime: PrivacyRegime
  language: string
  receivedAt: Date
  changes: Person['changes']
  marketing: boolean
  purposes: readonly string[]
  appealOf: string | null
  /** `null`: it has to be shown yet. */
  verification: Facts['verification']
  agent: Person['agent']
}

/** @throws SottoError `not_found` */
export async function factsOf(scope: TeamScope, id: string): Promise<Facts> {
  const facts = await scope.collection(privacyRequests).findById(id)
  if (!facts) throw notFound('privacy request')
  return facts
}

async function personOf(scope: TeamScope, requestId: string): Promise<Person | null> {
  const row = await scope.collection(privacyRequestPeople).findOne({ requestId })
  return row && { ...(await row.open()), unit: row.unit }
}

/** @throws SottoError `not_found` */
export async function read(scope: TeamScope, id: string): Promise<Known> {
  const facts = await factsOf(scope, id)
  return { facts, person: await personOf(scope, id) }
}

export const isOpen = ({ status }: Pick<Facts, 'status'>) => status === 'open' || status === 'in_progress'

/** @throws SottoError `request_ended` */
export function requireOpen(facts: Facts, andNotRunning = true): void {
  if (isOpen(facts) && !(andNotRunning && facts.step === 'running')) return
  throw new SottoError('request_ended')
}

/**
 * Goes on, in the transaction of the scope: of two who go on from the same place, the second is refused.
 *
 * @throws SottoError `version_conflict`
 */
export async function goOn(running: TeamScope, facts: Facts, set: Partial<PlainOf<typeof privacyRequests>>) {
  await running
    .collection(privacyRequests)
    .change(facts.id, ({ turn }) => {
      if (turn !== facts.turn) throw new SottoError('version_conflict')
      return { ...set, turn: turn + 1 }
    })
    .catch((error: unknown) => {
      if (isSottoError(error) && error.code === 'not_found') throw new SottoError('version_conflict')
      throw error
    })
}

/** Ends a request: what was asked may be asked anew. In the transaction of the scope. */
export async function end(
  running: TeamScope,
  { facts, person }: Known,
  set: Partial<PlainOf<typeof privacyRequests>> & Pick<Facts, 'status'>,
  said: ChangeOf<typeof privacyRequestPeople> = {},
): Promise<void> {
  await goOn(running, facts, { ...set, step: 'ended', endedAt: running.now() })
  if (person) await running.collection(privacyRequestPeople).change(person.id, { ...said, asked: null })
}

/** Logs a step, under the key of whom it is about: who they were goes with it. */
export const note = (
  scope: TeamScope,
  { facts, person }: Known,
  action: string,
  details: Record<string, unknown> = {},
): Promise<void> =>
  scope.log({
    action: `privacy-request.${action}`,
    collection: privacyRequests.name,
    target: facts.id,
    ...(person ? { unit: person.unit, subject: person.contactId ?? person.id } : {}),
    details: { kind: facts.kind, ...details },
  })

export const advance = (running: TeamScope, requestId: string, kick: () => void) =>
  enqueue(running, stepKind, { request: requestId }, kick)

/**
 * Whose a request is. Whoever showed that an address is theirs is whoever has it: they may have been parted since from
 * somebody for whom they were taken. Whom staff named stays who was named.
 */
export const whoseIs = async (scope: TeamScope, { facts, person }: Known): Promise<string | null> =>
  person &&
  ((facts.verification === 'code' ? await contactOf(scope, { ...person, contactId: null, phone: null }) : null) ??
    contactOf(scope, person))

/** The same, and takes it down where it is somebody else than before. */
export async function settled(scope: TeamScope, known: Known): Promise<string | null> {
  const { person } = known
  const contactId = await whoseIs(scope, known)
  if (person && contactId && contactId !== person.contactId)
    await scope.transaction((running) => running.collection(privacyRequestPeople).change(person.id, { contactId }))
  return contactId
}

/** Who is meant: by id, else by what the team knows them by. Somebody who became part of another is found by address. */
export async function contactOf(
  scope: TeamScope,
  { contactId, email, phone }: Pick<Person, 'contactId' | 'email' | 'phone'>,
): Promise<string | null> {
  const rows = scope.collection(contacts)
  const found =
    (contactId ? await rows.findOne({ id: contactId }) : null) ??
    (email ? await rows.findOne({ email }) : null) ??
    (phone ? await rows.findOne({ phone }) : null)
  return found?.unit ? found.id : null
}

function askedOf({ kind, marketing, email, phone, appealOf }: Opening, contactId: string | null): string {
  const who = contactId ?? (email ? normalise.email(email) : (phone ?? ''))
  return [kind, marketing ? 'marketing' : '', appealOf ?? '', who].join(' ')
}

/**
 * Opens a request, or joins it to one of the same person and kind that is open, in the transaction of the scope.
 *
 * @throws SottoError `not_found` for a contact that is not the team's
 */
export async function open(
  running: TeamScope,
  opening: Opening,
  kick: () => void,
): Promise<{ known: Known; isNew: boolean }> {
  if (opening.contactId && !(await running.collection(contacts).findOne({ id: opening.contactId })))
    throw notFound('contact')
  const found = await contactOf(running, opening)
  const contactId = opening.verification ? found : opening.contactId
  const asked = askedOf(opening, found)
  const people = running.collection(privacyRequestPeople)
  // Asked before anybody was known by the address, it stands under that.
  const address = opening.email ?? (await addressOf(running, found))
  const before =
    (await people.findOne({ asked })) ??
    (address ? await people.findOne({ asked: askedOf({ ...opening, email: address }, null) }) : null)
  if (before) return { known: await joinTo(running, before.requestId, opening), isNew: false }
  const { kind, regime, receivedAt, marketing, appealOf, verification, channel } = opening
  // A tag that somebody typed can say anything; the language in which they are written to says nothing of them.
  const { language } = spoken([opening.language])
  const { reason, changes, purposes, agent, phone } = opening
  const email = opening.email ?? (await addressOf(running, contactId))
  const id = newId('privacyRequest', running.now())
  const facts = await running.collection(privacyRequests).insert(
    {
      kind,
      status: verification ? 'in_progress' : 'open',
      step: verification ? 'preparing' : 'unverified',
      channel,
      regime,
      language,
      verification,
      verifiedAt: verification ? running.now() : null,
      marketing,
      receivedAt,
      acknowledgeBy: acknowledgeBy(regime, receivedAt),
      acknowledgedAt: null,
      dueAt: dueAt(regime, kind, receivedAt),
      extendedAt: null,
      remindedAt: null,
      escalatedAt: null,
      releasedAt: null,
      releasedBy: null,
      ground: null,
      endedAt: null,
      joined: 0,
      appealOf,
      erasureId: null,
      exportId: null,
      link: 1,
      turn: 0,
    },
    { id },
  )
  await people.insert(
    {
      requestId: id,
      contactId,
      receivedAt,
      asked,
      email,
      phone,
      reason,
      changes,
      purposes: [...purposes],
      agent,
      permission: null,
      extensionReason: null,
      answer: null,
    },
    { id: randomBytes(16).toString('base64url') },
  )
  const known = { facts, person: await personOf(running, id) }
  await note(running, known, 'opened', { channel, regime, verification })
  await enqueue(running, clockKind, { request: id }, kick)
  return { known, isNew: true }
}

/** The same was asked already: it is one request, and what was added to it counts. */
async function joinTo(running: TeamScope, id: string, opening: Opening): Promise<Known> {
  const { facts, person } = await read(running, id)
  const isShown = facts.step === 'unverified' && opening.verification !== null
  await goOn(running, facts, {
    joined: facts.joined + 1,
    ...(isShown
      ? {
          verification: opening.verification,
          verifiedAt: running.now(),
          step: 'preparing' as const,
          status: 'in_progress' as const,
        }
      : {}),
  })
  if (person && facts.step !== 'running')
    await running.collection(privacyRequestPeople).change(person.id, {
      ...(opening.changes ? { changes: { ...person.changes, ...opening.changes } } : {}),
      ...(opening.reason && !person.reason ? { reason: opening.reason } : {}),
    })
  const known = await read(running, id)
  await note(running, known, 'opened', { joined: true, channel: opening.channel })
  return known
}

/** The address of a contact; `null` also where their row was changed outside of Sotto or its key was taken. */
export async function addressOf(scope: TeamScope, contactId: string | null): Promise<string | null> {
  const row = contactId ? await scope.collection(contacts).findOne({ id: contactId }) : null
  const opened = await row?.open().catch((error: unknown) => {
    if (isSottoError(error) && (error.code === 'row_not_authentic' || error.code === 'not_found')) return null
    throw error
  })
  return opened?.email ?? null
}
