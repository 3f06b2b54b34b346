import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ConsentReceipt, ConsentRecord, ConsentSource, ConsentState, Id } from '@sotto/contracts'
import type { PlainOf } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { announcedOf } from './announced.ts'
import type { ConsentLine } from './decide.ts'
import { consentRecords, consentSubjects } from './declare.ts'
import { type Receipts, receiptHash, receiptText } from './receipt.ts'

const hashOf = (parts: readonly string[]) => hash('sha256', parts.join('\0'), 'buffer')

/** The subject of a browser. The id that the browser keeps has 122 random bits: nobody finds it from this. */
export const browserSubject = (teamId: string, visitor: string) =>
  hashOf([teamId, 'browser', visitor.toLowerCase()]).toString('base64url')

/** The subject of what a contact says beyond any browser. */
export const contactSubject = (teamId: string, contactId: string) =>
  hashOf([teamId, 'contact', contactId]).toString('base64url')

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** The id of a line follows from who says it and under which name: said twice, it is one line. */
export function lineId(subjectId: string, name: string): Id<'consentRecord'> {
  let rest = BigInt(`0x${hashOf([subjectId, name]).subarray(0, 16).toString('hex')}`)
  let text = ''
  for (let digit = 0; digit < 26; digit++) {
    text = (digits[Number(rest % 32n)] as string) + text
    rest /= 32n
  }
  return `cns_${text}`
}

let count = 0

/** What is written into the ledger. */
export interface Entry {
  subjectId: string
  /** Under which its teller delivers it, as often as it takes. */
  name: string
  choices: Record<string, ConsentState>
  source: ConsentSource
  gpc: boolean
  policyId: string | null
  policyVersion: number | null
  regime: string | null
  regimeKind: ConsentLine['regimeKind']
  region: string | null
  text: string | null
  layer: ConsentLine['layer']
  layout: string | null
  language: string | null
  proof: string | null
  requestedAt: Date | null
  at: Date
}

/** What an entry has that is not made in a browser: no policy, no regime and no screen. */
export const beyondBrowsers = {
  gpc: false,
  policyId: null,
  policyVersion: null,
  regime: null,
  regimeKind: null,
  region: null,
  text: null,
  layer: null,
  layout: null,
  language: null,
  proof: null,
  requestedAt: null,
} as const satisfies Partial<Entry>

export const choicesOf = (granted: readonly string[], denied: readonly string[]): Record<string, ConsentState> =>
  Object.fromEntries([
    ...granted.map((name) => [name, 'granted'] as const),
    ...denied.map((name) => [name, 'denied'] as const),
  ])

const duplicateKey = 11000

/**
 * Runs what writes into the ledger in one transaction. What another tab or another instance has written in the same moment
 * is there the second time.
 *
 * @param work may write blindly, without looking what is there, where it is told so: then it runs again if something is
 */
export async function writtenOnce<T>(
  scope: TeamScope,
  work: (running: TeamScope, isBlind: boolean) => Promise<T>,
): Promise<T> {
  let isOurs = true
  const once = (isFirst: boolean) =>
    scope.transaction((running) => {
      isOurs = running !== scope
      return work(running, isFirst && isOurs)
    })
  return once(true).catch((error: unknown) => {
    if (isOurs && met(error)) return once(false)
    throw error
  })
}

const met = (error: unknown) => {
  const { code } = error as { code?: unknown }
  return code === duplicateKey || code === 'contact_exists'
}

const whatSaid = ({ choices, source, policyVersion, text, at, region, language }: Omit<Entry, 'name' | 'subjectId'>) =>
  JSON.stringify([Object.entries(choices).sort(), source, policyVersion, text, at.getTime(), region, language])

const day = 24 * 60 * 60 * 1000

/** Those who speak, as they were read in this transaction. */
export type Speakers = ReadonlyMap<string, Pick<PlainOf<typeof consentSubjects>, 'contactId' | 'lastAt'>>

/** The subjects of entries, made where they are new. @returns the contact of each, and which there were */
async function subjectsFor(
  running: TeamScope,
  entries: readonly Entry[],
  contactOf: Owners,
  speakers: Speakers | undefined,
) {
  const subjects = running.collection(consentSubjects)
  const now = running.now()
  const ids = [...new Set(entries.map(({ subjectId }) => subjectId))]
  const known: Speakers =
    speakers ?? new Map((await subjects.find({ id: oneOf(ids) }, { limit: ids.length })).map((one) => [one.id, one]))
  const owners = new Map<string, string | null>()
  const strangers = ids.filter((id) => !known.has(id))
  const made = strangers.map((id) => ({ contactId: contactOf.get(id) ?? null, createdAt: now, lastAt: now }))
  if (made.length > 0) await subjects.insertMany(made, { ids: strangers })
  for (const [index, id] of strangers.entries()) owners.set(id, made[index]?.contactId ?? null)
  for (const [id, one] of known) {
    owners.set(id, one.contactId)
    // A clock that runs for years needs no more than days, and one write fewer is one that nobody waits for.
    if (now.getTime() - one.lastAt.getTime() >= day) await subjects.incrementAlong(id, {}, { lastAt: now })
  }
  return { owners, spoken: new Set(known.keys()) }
}

/** Whom new subjects belong to, by subject. */
type Owners = ReadonlyMap<string, string>
type Line = { line: ConsentLine; contactId: string | null; isNew: boolean }

/**
 * Writes lines, at most a thousand. This, and nothing else, writes lines.
 *
 * @returns one for each entry, in their order
 * @throws SottoError `idempotency_conflict` when the same teller said something else under the same name
 */
export async function appendAll(
  running: TeamScope,
  entries: readonly Entry[],
  {
    action = 'consent.recorded',
    contactOf = new Map(),
    speakers,
  }: { action?: string; contactOf?: Owners; speakers?: Speakers | undefined } = {},
): Promise<Line[]> {
  const rows = running.collection(consentRecords)
  const ids = entries.map(({ subjectId, name }) => lineId(subjectId, name))
  const { owners, spoken } = await subjectsFor(running, entries, contactOf, speakers)
  // Whoever never spoke has no line: its id follows from who says it.
  const told = ids.filter((_id, index) => spoken.has(entries[index]?.subjectId as string))
  const found = told.length > 0 ? await rows.find({ id: oneOf([...new Set(told)]) }, { limit: told.length }) : []
  const lines = new Map((await rows.openAll(found)).map((line) => [line.id, line]))
  const receivedAt = running.now()
  const result: Line[] = []
  for (const [index, { name: _name, ...entry }] of entries.entries()) {
    const id = ids[index] as Id<'consentRecord'>
    const contactId = owners.get(entry.subjectId) ?? null
    const known = lines.get(id)
    if (known && whatSaid(known) !== whatSaid(entry))
      throw new SottoError(
        'idempotency_conflict',
        'The ledger has another record with this id. Records do not change; send a new one with an id of its own.',
      )
    if (known) {
      result.push({ line: known, contactId, isNew: false })
      continue
    }
    count += 1
    const receipt = receiptHash(receiptText(factsOf(running.teamId, { ...entry, id, receivedAt })))
    const types = announcedOf(entry.choices, { action, contactId, spoken: spoken.has(entry.subjectId) })
    const announces = { types, ids: contactId ? [contactId] : [] }
    const line = await rows.insert({ ...entry, receivedAt, order: count, receipt }, { id, action, announces })
    lines.set(id, line)
    result.push({ line, contactId, isNew: true })
  }
  return result
}

/**
 * Writes one line.
 *
 * @param options.contactId whom a new subject belongs to
 * @param options.speakers the subject, where it was read in this transaction already; empty where there is none
 */
export async function append(
  running: TeamScope,
  entry: Entry,
  { action, contactId, speakers }: { action?: string; contactId?: string; speakers?: Speakers | undefined } = {},
): Promise<Line> {
  const contactOf: Owners = new Map(contactId ? [[entry.subjectId, contactId]] : [])
  const [line] = await appendAll(running, [entry], { ...(action ? { action } : {}), contactOf, speakers })
  return line as Line
}

type Facts = Omit<Entry, 'name' | 'subjectId' | 'proof' | 'requestedAt' | 'layer' | 'regime' | 'regimeKind'> & {
  id: string
  receivedAt: Date
}

export const factsOf = (team: string, line: Facts) => ({
  team,
  id: line.id,
  at: line.at,
  receivedAt: line.receivedAt,
  policy: { id: line.policyId, version: line.policyVersion },
  text: line.text,
  layout: line.layout,
  language: line.language,
  region: line.region,
  source: line.source,
  gpc: line.gpc,
  choices: line.choices,
})

/** The receipt of a line: each time the same. It takes its time when what was to be sent is on its way. */
export async function receiptOf(scope: TeamScope, receipts: Receipts, line: ConsentLine): Promise<ConsentReceipt> {
  await nextTurn()
  return receipts.receipt(scope.teamId, receiptText(factsOf(scope.teamId, line)))
}

export function presentRecord(line: ConsentLine, contactId: string | null): ConsentRecord {
  return {
    id: line.id as Id<'consentRecord'>,
    contactId: contactId as Id<'contact'> | null,
    choices: line.choices,
    source: line.source,
    gpc: line.gpc,
    policy: { id: line.policyId as Id<'consentPolicy'> | null, version: line.policyVersion },
    regime: line.regime,
    regimeKind: line.regimeKind,
    region: line.region,
    text: line.text,
    layer: line.layer,
    layout: line.layout,
    language: line.language,
    proof: line.proof,
    // Lines of before it was written down have none.
    requestedAt: line.requestedAt?.toISOString() ?? null,
    at: line.at.toISOString(),
    receivedAt: line.receivedAt.toISOString(),
    receipt: line.receipt,
  }
}

/** Lines with the contacts to whom they belong. */
export async function presentAll(scope: TeamScope, lines: readonly ConsentLine[]): Promise<ConsentRecord[]> {
  const ids = [...new Set(lines.map(({ subjectId }) => subjectId))]
  const owners = new Map<string, string | null>()
  for (let first = 0; first < ids.length; first += 1000)
    for (const { id, contactId } of await scope
      .collection(consentSubjects)
      .find({ id: oneOf(ids.slice(first, first + 1000)) }, { limit: 1000 }))
      owners.set(id, contactId)
  return lines.map((line) => presentRecord(line, owners.get(line.subjectId) ?? null))
}

/** All subjects of a contact: its browsers, and what it said beyond them. */
export const subjectsOf = async (scope: TeamScope, contactId: string): Promise<string[]> =>
  (await scope.collection(consentSubjects).find({ contactId }, { limit: 1000 })).map(({ id }) => id)

/**
 * The lines of subjects that can still speak, opened: the newest thousand of each. A person who chooses once a day for
 * three years has fewer.
 */
export async function linesOf(scope: TeamScope, subjectIds: readonly string[]): Promise<ConsentLine[]> {
  const rows = scope.collection(consentRecords)
  const found: Parameters<typeof rows.openAll>[0][number][] = []
  for (const subjectId of subjectIds)
    found.push(...(await rows.find({ subjectId }, { sort: { receivedAt: -1 }, limit: 1000 })))
  return rows.openAll(found)
}
