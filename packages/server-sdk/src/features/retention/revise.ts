import type { RetentionCategory, RetentionEnding, RetentionPeriod, RetentionPreset } from '@sotto/contracts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { botRetention, isNone, personRetention, presets, type Rule, retentionSettings } from '../../retention/index.ts'

/** @throws SottoError `invalid_request` for an ending of which nothing could remain */
export function requireEnding(category: RetentionCategory, then: RetentionEnding, field: string): void {
  if (category !== 'files' || then === 'delete') return
  throw new SottoError('invalid_request', undefined, {
    errors: [{ field, message: 'must be delete for files: nothing of a file could remain without being the file' }],
  })
}

export interface NewChoice {
  preset: RetentionPreset
  rules: { category: RetentionCategory; keep: RetentionPeriod; then: Rule['then'] }[]
}

/**
 * Counts a change of what decides what is due, in the transaction of the scope: of two at once, one begins anew and sees
 * the other. Runs that go on work with what counted before.
 *
 * @param added periods that are about to count
 * @returns the revision with which the change counts
 */
export async function revise(
  running: TeamScope,
  added: readonly RetentionPeriod[],
  choice?: NewChoice,
): Promise<number> {
  const rows = running.collection(retentionSettings)
  const now = running.now()
  const row = await rows.findOne({ id: running.teamId })
  const { preset, rules } = choice ?? row ?? { preset: 'published' as const, rules: [] }
  const revision = (row?.revision ?? 0) + 1
  const team = Object.values({
    ...presets[preset],
    ...Object.fromEntries(rules.map(({ category, keep, then }) => [category, { keep, then }])),
  }).map(({ keep }) => keep)
  const watched = [...team, ...added].some(isNone) || (await hasNone(running))
  const lookAt = watched ? (row?.lookAt ?? now) : null
  const chosenAt = row?.chosenAt ?? (choice ? now : null)
  const next = { preset, rules: [...rules], revision, lookAt, chosenAt }
  if (row) await rows.change(running.teamId, next)
  else
    await rows.insert(
      { ...next, createdAt: now },
      { id: running.teamId, taken: () => new SottoError('version_conflict') },
    )
  return revision
}

/** Whether nothing is kept of a bot or a person beyond their sessions. */
async function hasNone(running: TeamScope): Promise<boolean> {
  const bots = await running.collection(botRetention).find({}, { limit: 1000 })
  if (bots.some(({ keep }) => isNone(keep))) return true
  const people = await running.collection(personRetention).find({ until: null }, { limit: 1000 })
  return people.some(({ keep }) => isNone(keep))
}
