import type { ConsentCheck, ConsentState, Id } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import type { consentRecords } from './declare.ts'
import { asked, asks, isNecessary, type Policies, parentOf, regimeOf, sharing, soldOrShared } from './published.ts'

export type ConsentLine = DocumentOf<typeof consentRecords>

const day = 24 * 60 * 60 * 1000

interface Said {
  line: ConsentLine
  state: ConsentState
  /** Said by the browser for the person, and not by the person. */
  byGpc: boolean
}

/** The oldest first. What one process receives in one millisecond, it tells apart itself. */
const byArrival = (one: ConsentLine, other: ConsentLine) =>
  one.receivedAt.getTime() - other.receivedAt.getTime() || one.order - other.order

/**
 * When something counts from. Clocks of browsers are wrong in both directions, so a yes counts from the earlier of its
 * two times and a no from when it arrived: in doubt, no.
 */
const from = ({ line, state }: Said) =>
  state === 'granted' ? Math.min(line.at.getTime(), line.receivedAt.getTime()) : line.receivedAt.getTime()

/** When something was said, by whoever tells it, and not later than it arrived. */
const saidAt = ({ line }: Said) => Math.min(line.at.getTime(), line.receivedAt.getTime())

/**
 * Whether something that arrives after something else of the same speaker was said before it. A yes that comes late, from
 * a browser that was offline or in a list of long ago, takes no withdrawal back. A no counts whenever it comes, since a
 * clock may have been set back; but lists tell of the past, and their rows stand in any order.
 */
const isOutdated = (said: Said, before: Said | undefined): boolean => {
  if (!before || said.state === before.state || saidAt(said) >= saidAt(before)) return false
  return said.state === 'granted' || (said.line.source === 'import' && before.line.source === 'import')
}

/** A program in a page that says yes without a person. It is recorded as what it is, and allows nothing. */
const isNobody = ({ source, regime }: ConsentLine, state: ConsentState) =>
  state === 'granted' && source === 'api' && regime !== null

async function saidBy(purpose: string, line: ConsentLine, policies: Policies): Promise<Said | null> {
  const published =
    line.policyId && line.policyVersion ? await policies.version(line.policyId, line.policyVersion) : null
  const all = published ? [published] : [...policies.current.values()]
  const sold = purpose === sharing || all.some(({ policy }) => soldOrShared(policy).includes(purpose))
  const parents = all.map(({ policy }) => parentOf(policy, purpose)).filter((parent) => parent !== null)
  const own = [purpose, ...parents].map((name) => line.choices[name]).find((state) => state !== undefined)
  if (line.gpc && sold && (own || line.source === 'gpc')) return { line, state: 'denied', byGpc: true }
  if (!own || isNobody(line, own)) return null
  // A banner has nothing but what its policy asks: a yes to something else was put in by somebody, and not by the person.
  if (own === 'granted' && line.regime !== null && published && !asks(published.policy, purpose)) return null
  return { line, state: own, byGpc: line.source === 'gpc' }
}

/**
 * What the ledger allows for one purpose.
 *
 * Within one browser, and within what was said beyond browsers, the last line that speaks of the purpose counts; a yes
 * that was said before a no is not after it because it arrives later. Of several browsers of one person the one counts
 * that spoke last, and in doubt the one that said no.
 *
 * @param lines all lines of one person, or of one browser, in any order
 */
export async function decide(
  purpose: string,
  lines: readonly ConsentLine[],
  policies: Policies,
  now: Date,
): Promise<ConsentCheck> {
  const nothing = { purpose, record: null, since: null, until: null }
  const newest = [...policies.current.values()]
  if (newest.some(({ policy }) => isNecessary(policy, purpose)))
    return { ...nothing, allowed: true, reason: 'necessary' }
  const last = new Map<string, Said>()
  for (const line of lines.toSorted(byArrival)) {
    const said = await saidBy(purpose, line, policies)
    if (said && !isOutdated(said, last.get(line.subjectId))) last.set(line.subjectId, said)
  }
  const [said] = [...last.values()].sort(
    (one, other) => from(other) - from(one) || Number(one.state === 'granted') - Number(other.state === 'granted'),
  )
  if (!said) return { ...nothing, allowed: false, reason: 'nothing_said' }
  const { line, state, byGpc } = said
  const of = {
    purpose,
    record: line.id as Id<'consentRecord'>,
    since: new Date(from(said)).toISOString(),
    until: null,
  }
  if (state === 'denied') return { ...of, allowed: false, reason: byGpc ? 'gpc' : 'denied' }
  const until = await endOf(said, policies)
  const ends = { ...of, until: until === null ? null : new Date(until).toISOString() }
  if (until !== null && until <= now.getTime()) return { ...ends, allowed: false, reason: 'expired' }
  if (await wasReworded(purpose, line, policies)) return { ...ends, allowed: false, reason: 'policy_changed' }
  return { ...ends, allowed: true, reason: 'granted' }
}

/** When a yes that was given in a browser is no longer one. */
async function endOf(said: Said, policies: Policies): Promise<number | null> {
  const { regime, regimeKind, policyId, policyVersion } = said.line
  if (regime === null) return null
  const published = policyId && policyVersion ? await policies.version(policyId, policyVersion) : null
  return from(said) + regimeOf(published?.policy, regime, regimeKind).expiresAfterDays * day
}

/** Whether something else is asked today than when the yes was given. */
async function wasReworded(purpose: string, line: ConsentLine, policies: Policies): Promise<boolean> {
  const current = line.policyId ? policies.current.get(line.policyId) : undefined
  if (!current || !line.policyVersion || current.version === line.policyVersion) return false
  const before = await policies.version(current.id, line.policyVersion)
  if (!before) return false
  const once = asked(before.policy, purpose)
  return once !== null && once !== asked(current.policy, purpose)
}

/** Every purpose that any line speaks of. */
export const purposesIn = (lines: readonly ConsentLine[]): string[] =>
  [...new Set(lines.flatMap(({ choices }) => Object.keys(choices)))].sort()
