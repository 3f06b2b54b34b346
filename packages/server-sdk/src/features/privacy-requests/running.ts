import type { Id } from '@sotto/contracts'
import { isSottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { correct } from './correcting.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { ifNotFound } from './desk.ts'
import { isExport } from './kinds.ts'
import { writeTo, writeToStaff } from './letters.ts'
import { type Context, type Outcome, step } from './stepping.ts'
import { addressOf, end, goOn, type Known, note, settled } from './store.ts'
import { refuseHeld } from './withheld.ts'
import { dayIn } from './words/index.ts'

/** Does what was let go. */
export async function run(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope } = context
  const { facts } = known
  if (facts.kind === 'erasure') return runErasure(context, known, dependencies)
  const contactId = await settled(scope, known)
  if (!contactId) return endWithNothing(context, known, dependencies)
  if (isExport(facts.kind)) return runExport(context, known, dependencies)
  return applyCorrection(context, known, contactId, dependencies)
}

async function runErasure(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope } = context
  const { facts } = known
  const erasures = dependencies.erasures(scope)
  const standing = facts.erasureId ? await erasures.get(facts.erasureId).catch(ifNotFound) : null
  switch (standing?.state) {
    case 'running':
      return 'later'
    case 'completed':
      // What certifies it has ended the request, unless it was restored from before that.
      return step(context, known, { status: 'fulfilled', step: 'ended', endedAt: scope.now() })
    case 'withheld':
      return refuseWithheld(context, known, dependencies)
    case 'failed':
      return backToStaff(context, known, dependencies)
    default: {
      const contactId = await settled(scope, known)
      if (!contactId) return endWithNothing(context, known, dependencies)
      if (standing?.state === 'planned' && (await erasures.isOf(standing.id, contactId)))
        return startErasure(context, known, erasures, standing.id)
      const plan = await erasures.plan({ contactId, requestId: facts.id, mentions: false })
      return step(context, known, { erasureId: plan.id })
    }
  }
}

/** Where an erasure of the same person runs already, this request waits for that one. */
async function startErasure(
  context: Context,
  known: Known,
  erasures: ReturnType<PrivacyDependencies['erasures']>,
  planned: Id<'erasure'>,
): Promise<Outcome> {
  const { id } = await erasures.start({ id: planned })
  return id === planned ? 'later' : step(context, known, { erasureId: id })
}

/** Everything stays: because of a legal hold, which the person is told, or because the law wants it, which staff look at. */
async function refuseWithheld(context: Context, known: Known, dependencies: PrivacyDependencies): Promise<Outcome> {
  const { scope, guard } = context
  const ground = await dependencies.heldFor(scope, known.facts.id)
  if (!ground) return backToStaff(context, known, dependencies)
  await scope.transaction(async (running) => {
    await guard(running)
    await refuseHeld(running, known, ground, dependencies)
  })
  return 'rest'
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

export async function applyCorrection(
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

export async function endWithNothing(
  context: Context,
  known: Known,
  dependencies: PrivacyDependencies,
): Promise<Outcome> {
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

export async function writeDone(running: TeamScope, known: Known, dependencies: PrivacyDependencies): Promise<void> {
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
