import type { Id, PersonsRequest, PrivacyRequest } from '@sotto/contracts'
import { regimes, runsByItself } from './clock/regimes.ts'
import { isOpen, type Known } from './store.ts'

const iso = (time: Date | null) => time?.toISOString() ?? null

function shared({ facts, person }: Known) {
  const isDecided = facts.ground !== null || Boolean(person?.answer)
  return {
    kind: facts.kind,
    status: facts.status,
    step: facts.step,
    regime: facts.regime,
    receivedAt: facts.receivedAt.toISOString(),
    dueAt: facts.dueAt.toISOString(),
    extension: facts.extendedAt
      ? { at: facts.extendedAt.toISOString(), reason: person?.extensionReason ?? null }
      : null,
    decision: isDecided
      ? {
          ground: facts.ground,
          reason: person?.answer ?? null,
          complainTo: facts.status === 'denied' ? [...regimes[facts.regime].complainTo] : [],
        }
      : null,
    endedAt: iso(facts.endedAt),
  }
}

export function presentRequest(known: Known, now: Date): PrivacyRequest {
  const { facts, person } = known
  const runs = facts.kind === 'erasure' && isOpen(facts) && facts.step !== 'running' && facts.verification !== null
  return {
    id: facts.id as Id<'privacyRequest'>,
    ...shared(known),
    channel: facts.channel,
    language: facts.language,
    verification: facts.verification,
    contactId: (person?.contactId ?? null) as Id<'contact'> | null,
    email: person?.email ?? null,
    phone: person?.phone ?? null,
    reason: person?.reason ?? null,
    agent: person?.agent ?? null,
    changes: person?.changes ?? null,
    marketing: facts.marketing,
    purposes: person?.purposes ?? [],
    appealOf: facts.appealOf as Id<'privacyRequest'> | null,
    acknowledgedAt: iso(facts.acknowledgedAt),
    acknowledgeBy: iso(facts.acknowledgeBy),
    runsByItselfAt: runs ? runsByItself(facts).toISOString() : null,
    late: (isOpen(facts) ? now : (facts.endedAt ?? now)) > facts.dueAt,
    escalatedAt: iso(facts.escalatedAt),
    releasedBy: facts.releasedBy,
    releasedAt: iso(facts.releasedAt),
    joined: facts.joined,
    erasureId: facts.erasureId as Id<'erasure'> | null,
    exportId: facts.exportId as Id<'accessExport'> | null,
  }
}

/** A request as the person sees it. Nothing of what they said stands in it: a link can be lost. */
export function presentToPerson(known: Known): PersonsRequest {
  const { facts } = known
  return {
    ...shared(known),
    reference: facts.id as Id<'privacyRequest'>,
    canCancel: isOpen(facts) && facts.step !== 'running',
    canAppeal: facts.status === 'denied' && facts.kind !== 'appeal',
    hasCertificate: facts.kind === 'erasure' && facts.status === 'fulfilled' && facts.erasureId !== null,
    foundNothing: foundNothing(known),
  }
}

/** Whether it ended because nobody is known under the address: nothing was erased, exported or changed then. */
function foundNothing({ facts, person }: Known): boolean {
  if (facts.status !== 'fulfilled' || person?.answer) return false
  if (facts.kind === 'erasure') return facts.erasureId === null
  if (facts.kind === 'access' || facts.kind === 'portability') return facts.exportId === null
  return person !== null && person.contactId === null
}
