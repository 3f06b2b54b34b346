import { supportCases, supportCredentials } from '../../access/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { requireState, type SupportDocument } from './store.ts'
import { tell } from './telling.ts'

/** The request, or what was approved, ends at once, and everything that was signed in with it. In a transaction. */
export async function endCase(
  running: TeamScope,
  row: SupportDocument,
  by: { who: 'team' | 'support'; memberId: string | null },
  kick: () => void,
): Promise<void> {
  const now = running.now()
  requireState(row, ['asked', 'active'], now)
  const wasAsked = row.state === 'asked'
  const state = wasAsked ? (by.who === 'team' ? 'refused' : 'withdrawn') : 'ended'
  await running.collection(supportCredentials).delete({ caseId: row.id })
  await running
    .collection(supportCases)
    .change(
      row.id,
      { state, endedBy: by.who, endedMember: by.memberId, endedAt: now },
      { action: `support.${state}`, details: { by: by.who } },
    )
  await tell(running, row.id, 'ended', kick)
}
