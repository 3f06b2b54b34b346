import { AccessReviewPatch, type AccessReviewSettings, defaultAccessReviews } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { periodEnd } from '../../retention/index.ts'
import { teams } from '../team/index.ts'
import { accessReviewSettings, accessReviews } from './declare.ts'

/** How often access is reviewed, and when next: counted from the last review, or from the beginning of the team. */
export async function settingsOf(scope: TeamScope): Promise<{ everyMonths: number; days: number; nextAt: Date }> {
  const row = await scope.collection(accessReviewSettings).findOne({ id: scope.teamId })
  const { everyMonths, days } = row ?? defaultAccessReviews
  const last = await scope.collection(accessReviews).findOne({}, { sort: { createdAt: -1 } })
  const since = last?.createdAt ?? (await scope.collection(teams).get(scope.teamId)).createdAt
  return { everyMonths, days, nextAt: periodEnd(since, { months: everyMonths }) }
}

export const presentSettings = async (scope: TeamScope): Promise<AccessReviewSettings> => {
  const { nextAt, ...chosen } = await settingsOf(scope)
  return { ...chosen, nextAt: nextAt.toISOString() }
}

/** @throws SottoError `invalid_request` */
export async function changeSettings(
  scope: TeamScope,
  given: z.input<typeof AccessReviewPatch>,
): Promise<AccessReviewSettings> {
  const patch = accepted(AccessReviewPatch, given)
  await scope.transaction(async (running) => {
    const rows = running.collection(accessReviewSettings)
    const chosen = {
      ...(patch.everyMonths === undefined ? {} : { everyMonths: patch.everyMonths }),
      ...(patch.days === undefined ? {} : { days: patch.days }),
    }
    const action = { action: 'access-review-settings.changed' }
    if (await rows.findOne({ id: running.teamId })) await rows.change(running.teamId, chosen, action)
    else
      await rows.insert(
        { ...defaultAccessReviews, ...chosen, createdAt: running.now() },
        { id: running.teamId, ...action },
      )
  })
  return presentSettings(scope)
}
