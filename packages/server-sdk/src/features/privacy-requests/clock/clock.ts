import type { JobContext, JobHandler } from '../../../jobs/index.ts'
import type { PrivacyDependencies } from '../dependencies.ts'
import { writeTo, writeToStaff } from '../letters.ts'
import { progress } from '../progress.ts'
import { end, goOn, isOpen, type Known, note, read } from '../store.ts'
import { lastChance, remindersOf } from './regimes.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Looks after one request until it has ended: one leased job for each, which sleeps until the next instant that matters.
 * Reminders and escalations are written with the step that says so, so that each goes out once.
 */
export const clockHandler = (dependencies: PrivacyDependencies): JobHandler => ({
  concurrency: 8,
  attempts: 15,
  async run(context) {
    const id = String(context.job.payload.request)
    const soon = await progress(context, id, dependencies)
    const known = await readOpen(context, id)
    if (!known) return undefined
    if (await expire(context, known, dependencies)) return undefined
    await escalate(context, known, dependencies)
    const reminded = await readOpen(context, id)
    if (!reminded) return undefined
    await remind(context, reminded, dependencies)
    const { facts } = reminded
    const now = context.scope.now()
    const instants = [...remindersOf(facts.dueAt), lastChance(facts.dueAt)].filter((time) => time > now)
    return new Date(
      Math.min(now.getTime() + day, ...[...instants, ...(soon ? [soon] : [])].map((time) => time.getTime())),
    )
  },
})

async function readOpen({ scope }: JobContext, id: string): Promise<Known | null> {
  const known = await read(scope, id)
  return isOpen(known.facts) ? known : null
}

/** Nobody showed in time that the data is theirs. */
async function expire({ scope, guard }: JobContext, known: Known, dependencies: PrivacyDependencies): Promise<boolean> {
  const { facts } = known
  if (facts.step !== 'unverified' || scope.now() < facts.dueAt) return false
  await scope.transaction(async (running) => {
    await guard(running)
    await writeTo(running, known, dependencies, ({ words: { expired } }) => ({
      subject: expired.subject,
      paragraphs: [expired.text],
    }))
    await note(running, known, 'expired')
    await end(running, known, { status: 'expired', ground: 'not-verified' })
  })
  return true
}

/** What does not go by itself, and nobody touches, is a matter of the owners three days before the end. */
async function escalate(
  { scope, guard }: JobContext,
  { facts }: Known,
  dependencies: PrivacyDependencies,
): Promise<void> {
  // An erasure goes by itself.
  const isWaiting = (facts.step === 'review' && facts.kind !== 'erasure') || facts.step === 'unverified'
  if (!isWaiting || facts.escalatedAt || scope.now() < lastChance(facts.dueAt)) return
  await scope.transaction(async (running) => {
    await guard(running)
    await goOn(running, facts, { escalatedAt: running.now() })
    await writeToStaff(running, facts, ['owner'], 'untouched', dependencies)
  })
}

async function remind(
  { scope, guard }: JobContext,
  { facts }: Known,
  dependencies: PrivacyDependencies,
): Promise<void> {
  const now = scope.now()
  const since = facts.remindedAt ?? facts.receivedAt
  const passed = remindersOf(facts.dueAt).filter((time) => time <= now && time > since)
  if (passed.length === 0) return
  await scope.transaction(async (running) => {
    await guard(running)
    await goOn(running, facts, { remindedAt: now })
    await writeToStaff(running, facts, ['owner', 'admin'], now >= facts.dueAt ? 'late' : 'reminder', dependencies)
  })
}
