import { setTimeout as pause } from 'node:timers/promises'
import { isSottoError } from '../../errors.ts'
import type { JobHandler } from '../../jobs/index.ts'
import { conversations } from '../conversations/index.ts'
import { actAtOnce } from './at-once.ts'
import { lastChance, runsByItself } from './clock/regimes.ts'
import { needsApproval } from './correcting.ts'
import { privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { ifNotFound } from './desk.ts'
import { isAtOnce, isExport } from './kinds.ts'
import { writeTo } from './letters.ts'
import { applyCorrection, endWithNothing, run, writeDone } from './running.ts'
import { type Context, type Outcome, step } from './stepping.ts'
import { goOn, isOpen, type Known, note, read, whoseIs } from './store.ts'
import { unverifiedOf } from './unverified.ts'

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
    if (outcome === 'rest') return waitsUntil(known, scope.now())
    if (outcome === 'later') {
      if (performance.now() - since > patience) return scope.now()
      await pause(look, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

/** When an erasure goes on that nobody touched, where that is later than the clock of the request looks for it. */
function waitsUntil({ facts }: Known, now: Date): Date | undefined {
  if (facts.kind !== 'erasure' || facts.step !== 'review' || now < lastChance(facts.dueAt)) return undefined
  const time = runsByItself(facts)
  return time > now ? time : undefined
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
  const contactId = await whoseIs(scope, known)
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
  if (facts.kind === 'correction' && person.changes && !needsApproval(person.changes) && facts.verification === 'code')
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
  // It ends where its person becomes part of somebody, or is parted from somebody.
  const standing = await exports.get(facts.exportId).catch(ifNotFound)
  if (!standing) return step(context, known, { exportId: null })
  return standing.state === 'collecting' ? 'later' : step(context, known, { step: 'review' })
}

/** The newest conversation of the person waits for a person from now on. */
async function handToStaff({ scope, guard }: Context, known: Known, contactId: string): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const newest = await running.collection(conversations).findOne({ contactId }, { sort: { lastActivityAt: -1 } })
    if (newest?.status === 'open') await running.collection(conversations).change(newest.id, { status: 'waiting' })
    await note(running, known, 'handed-over', { found: newest !== null })
  })
}

async function wait(context: Context, known: Known): Promise<Outcome> {
  const { scope, guard } = context
  const { facts } = known
  if (facts.kind !== 'erasure' || scope.now() < runsByItself(facts)) return 'rest'
  // Nobody touched it: the law wants an answer, and the person was verified.
  await scope.transaction(async (running) => {
    await guard(running)
    await goOn(running, facts, { step: 'running', releasedAt: running.now(), releasedBy: 'system' })
    await note(running, known, 'released', { by: 'the clock' })
  })
  return 'again'
}

/** Runs after something was done for a request. */
export const stepHandler = (dependencies: PrivacyDependencies): JobHandler => ({
  concurrency: 4,
  attempts: 10,
  run: (context) => progress(context, String(context.job.payload.request), dependencies),
})
