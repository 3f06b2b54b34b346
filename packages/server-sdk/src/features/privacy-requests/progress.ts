import { setTimeout as pause } from 'node:timers/promises'
import { isSottoError } from '../../errors.ts'
import type { JobContext, JobHandler } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { actAtOnce } from './at-once.ts'
import { lastChance } from './clock/regimes.ts'
import { correct, needsApproval } from './correcting.ts'
import { privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { isAtOnce, isExport } from './kinds.ts'
import { writeTo, writeToStaff } from './letters.ts'
import { contactOf, end, type Facts, goOn, isOpen, type Known, note, read } from './store.ts'
import { dayIn } from './words/index.ts'

/** `again`: look at it once more; `later`: somebody else works for it; `rest`: nothing to do before the clock says so. */
type Outcome = 'again' | 'later' | 'rest'
type Context = Pick<JobContext, 'scope' | 'guard' | 'signal'>

/** How long a job waits for others itself, and how often it looks, in milliseconds of this machine. */
const patience = 4000
const look = 150

/** Brings a request as far as it goes. @returns when to come back, if others work for it */
export async function progress(
  context: Context,
  id: string,
  dependencies: PrivacyDependencies,
): Promise<Date | undefined> {
  const { scope, signal } = context
  await dependencies.prepare(scope.teamId)
  const since = performance.now()
  for (;;) {
    signal.throwIfAborted()
    const known = await read(scope, id).catch((error: unknown) => {
      if (isSottoError(error) && error.code === 'not_found') return null
      throw error
    })
    if (!known || !isOpen(known.facts)) return undefined
    const outcome = await once(context, known, dependencies).catch((error: unknown): Outcome => {
      // Somebody of the team did something at the same moment.
      if (isSottoError(error) && error.code === 'version_conflict') return 'again'
      throw error
    })
    if (outcome === 'rest') return undefined
    if (outcome === 'later') {
      if (performance.now() - since > patience) return scope.now()
      await pause(look, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

async function once(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { facts } = known
  if (!facts.acknowledgedAt) return acknowledge(context, known, dependencies)
  switch (facts.step) {
    case 'preparing':
      return prepare(context, known, dependencies)
    case 'review':
      return wait(context, known)
    case 'running':
      return run(context, known, dependencies)
    default:
      return 'rest'
  }
}

async function acknowledge(
  { scope, guard }: Context,
  known: Known,
  dependencies: PrivacyDependencies,
): Promise<Outcome> {
  await scope.transaction(async (running) => {
    await guard(running)
    await goOn(running, known.facts, { acknowledgedAt: running.now() })
    await writeTo(running, known, dependencies, ({ words: { received } }) => ({
      subject: received.subject,
      paragraphs: [received.text, received.due, received.link],
    }))
    await note(running, known, 'acknowledged')
  })
  return 'again'
}

/** Conversations in which somebody typed the address and did not show that it is theirs. */
export const unverifiedOf = async (scope: TeamScope, email: string | null) =>
  email ? scope.collection(conversations).find({ saidEmail: email, contactId: null }, { limit: 100 }) : []

async function step(context: Context, known: Known, set: Partial<Facts>): Promise<Outcome> {
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await goOn(running, known.facts, set)
  })
  return 'again'
}

async function prepare(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope, guard } = context
  const { facts, person } = known
  if (!person) return endWithNothing(context, known, dependencies)
  if (isAtOnce(facts.kind)) {
    await scope.transaction(async (running) => {
      await guard(running)
      await actAtOnce(running, known, dependencies)
      await writeDone(running, known, dependencies)
    })
    return 'rest'
  }
  const contactId = await contactOf(scope, person)
  if (contactId !== person.contactId) {
    // Somebody became part of another, or of nobody, or became known: the request follows the verified address.
    await scope.transaction((running) => running.collection(privacyRequestPeople).change(person.id, { contactId }))
    return 'again'
  }
  if (!contactId)
    return (await unverifiedOf(scope, person.email)).length > 0 ||
      facts.kind === 'human-review' ||
      facts.kind === 'appeal'
      ? step(context, known, { step: 'review' })
      : endWithNothing(context, known, dependencies)
  if (facts.kind === 'erasure') {
    const plan = await dependencies.erasures(scope).plan({ contactId, requestId: facts.id })
    return step(context, known, { erasureId: plan.id, step: 'review' })
  }
  if (isExport(facts.kind) && dependencies.exports) return prepareExport(context, known, contactId, dependencies)
  if (facts.kind === 'correction' && !needsApproval(person.changes ?? {}) && facts.verification === 'code')
    return applyCorrection(context, known, contactId, dependencies)
  if (facts.kind === 'human-review') await handToStaff(context, known, contactId)
  return step(context, known, { step: 'review' })
}

async function prepareExport(
  context: Context,
  known: Known,
  contactId: string,
  dependencies: PrivacyDependencies,
): Promise<Outcome> {
  const { scope } = context
  const { facts } = known
  const exports = dependencies.exports?.(scope)
  if (!exports) return step(context, known, { step: 'review' })
  if (!facts.exportId) {
    const exportId = await exports.start({
      contactId,
      requestId: facts.id,
      kind: facts.kind === 'portability' ? 'portability' : 'access',
    })
    return step(context, known, { exportId })
  }
  const { state } = await exports.get(facts.exportId)
  return state === 'collecting' ? 'later' : step(context, known, { step: 'review' })
}

/** The newest conversation of the person waits for a person from now on. */
async function handToStaff({ scope, guard }: Context, known: Known, contactId: string): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const newest = await running.collection(conversations).findOne({ contactId }, { sort: { lastActivityAt: -1 } })
    if (newest?.status === 'open') await running.collection(conversations).change(newest.id, { status: 'waiting' })
    await note(running, known, 'handed-over', newest ? { conversation: newest.id } : {})
  })
}

async function wait(context: Context, known: Known): Promise<Outcome> {
  const { scope, guard } = context
  const { facts } = known
  if (facts.kind !== 'erasure' || scope.now() < lastChance(facts.dueAt)) return 'rest'
  // Nobody touched it: the law wants an answer, and the person was verified.
  await scope.transaction(async (running) => {
    await guard(running)
    await goOn(running, facts, { step: 'running', releasedAt: running.now(), releasedBy: 'system' })
    await note(running, known, 'released', { by: 'the clock' })
  })
  return 'again'
}

async function run(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope } = context
  const { facts, person } = known
  if (facts.kind === 'erasure') return runErasure(context, known, dependencies)
  const contactId = person && (await contactOf(scope, person))
  if (!contactId) return endWithNothing(context, known, dependencies)
  if (isExport(facts.kind)) return runExport(context, known, dependencies)
  return applyCorrection(context, known, contactId, dependencies)
}

async function runErasure(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope } = context
  const { facts, person } = known
  const erasures = dependencies.erasures(scope)
  const standing = facts.erasureId ? await erasures.get(facts.erasureId).catch(ifNotFound) : null
  switch (standing?.state) {
    case 'running':
      return 'later'
    case 'completed':
      // What certifies it has ended the request, unless it was restored from before that.
      return step(context, known, { status: 'fulfilled', step: 'ended', endedAt: scope.now() })
    case 'failed':
    case 'withheld':
      return backToStaff(context, known, dependencies)
    case 'planned':
      await erasures.start({ id: standing.id })
      return 'later'
    default: {
      const contactId = person && (await contactOf(scope, person))
      if (!contactId) return endWithNothing(context, known, dependencies)
      const plan = await erasures.plan({ contactId, requestId: facts.id, mentions: false })
      return step(context, known, { erasureId: plan.id })
    }
  }
}

async function runExport(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope, guard } = context
  const { facts } = known
  const exports = dependencies.exports?.(scope)
  const standing = facts.exportId && exports ? await exports.get(facts.exportId).catch(ifNotFound) : null
  if (!standing || !exports || standing.state === 'failed') return backToStaff(context, known, dependencies)
  if (standing.state === 'collecting' || standing.state === 'packing') return 'later'
  if (standing.state === 'review') {
    await exports.release(standing.id)
    return 'later'
  }
  const { url, expiresAt } = await exports.linkFor(standing.id)
  await scope.transaction(async (running) => {
    await guard(running)
    await writeTo(running, known, dependencies, ({ words: { fulfilled }, names }) => {
      names.link = url
      names.until = dayIn(new Date(expiresAt), facts.language)
      return { subject: fulfilled.subject, paragraphs: [fulfilled.export, fulfilled.exportLink] }
    })
    await note(running, known, 'fulfilled')
    await end(running, known, { status: 'fulfilled' })
  })
  return 'rest'
}

async function applyCorrection(
  context: Context,
  known: Known,
  contactId: string,
  dependencies: PrivacyDependencies,
): Promise<Outcome> {
  const { scope, guard } = context
  const { facts } = known
  try {
    await scope.transaction(async (running) => {
      await guard(running)
      await correct(running, known, contactId, dependencies)
      await writeDone(running, known, dependencies)
      const { releasedBy, releasedAt } = facts
      await end(running, known, {
        status: 'fulfilled',
        releasedBy: releasedBy ?? 'system',
        releasedAt: releasedAt ?? running.now(),
      })
    })
  } catch (error) {
    // Somebody else has that address or number: it is for people to find out who is who.
    if (isSottoError(error) && (error.code === 'contact_exists' || error.code === 'invalid_request'))
      return backToStaff(context, known, dependencies)
    throw error
  }
  return 'rest'
}

/** What was begun did not work out. */
async function backToStaff(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { facts } = known
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    // Let go again, it begins anew.
    await goOn(running, facts, { step: 'review', releasedAt: null, releasedBy: null, erasureId: null, exportId: null })
    await writeToStaff(running, facts, ['owner', 'admin'], 'failed', dependencies)
    await note(running, known, 'returned')
  })
  return 'rest'
}

async function endWithNothing(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await writeTo(running, known, dependencies, ({ words: { fulfilled } }) => ({
      subject: fulfilled.subject,
      paragraphs: [fulfilled.nothing],
    }))
    await note(running, known, 'fulfilled', { found: false })
    await end(running, known, { status: 'fulfilled', releasedAt: running.now(), releasedBy: 'system' })
  })
  return 'rest'
}

async function writeDone(running: TeamScope, known: Known, dependencies: PrivacyDependencies): Promise<void> {
  const { person } = known
  const to = person && !person.email && person.contactId ? await addressOf(running, person.contactId) : undefined
  await writeTo(
    running,
    known,
    dependencies,
    ({ words: { fulfilled } }) => ({ subject: fulfilled.subject, paragraphs: [fulfilled.done] }),
    to === undefined ? {} : { to },
  )
}

const addressOf = async (scope: TeamScope, contactId: string) =>
  (await (await scope.collection(contacts).findOne({ id: contactId }))?.open())?.email ?? null

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}

/** Runs after something was done for a request. */
export const stepHandler = (dependencies: PrivacyDependencies): JobHandler => ({
  concurrency: 4,
  attempts: 10,
  run: (context) => progress(context, String(context.job.payload.request), dependencies),
})
