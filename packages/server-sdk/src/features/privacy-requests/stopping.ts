import { phone as e164 } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { retried } from './desk.ts'
import { contactOf, open } from './store.ts'

/**
 * A number answered STOP: advertising to whoever has it ends at once, and where nobody has it, no list brings it. The answer
 * is the same for every number.
 *
 * @param isNew in the same transaction: whether it is to be done at all
 */
export async function stopMessages(
  scope: TeamScope,
  { phone: given, text = null }: { phone: string; text?: string | null | undefined },
  dependencies: PrivacyDependencies,
  isNew: (running: TeamScope) => Promise<boolean> = async () => true,
): Promise<{ at: string }> {
  const phone = e164(given)
  await dependencies.prepare(scope.teamId)
  await retried(() =>
    scope.transaction(async (running) => {
      if (!(await isNew(running))) return
      await running.log({ action: 'privacy-request.asked', details: { kind: 'objection', channel: 'sms' } })
      const contactId = await contactOf(running, { contactId: null, email: null, phone })
      if (!contactId) return dependencies.suppress(running, { email: null, phone })
      const opening = {
        kind: 'objection',
        contactId,
        email: null,
        phone,
        reason: text,
        channel: 'sms',
        regime: 'gdpr',
        language: 'en',
        receivedAt: running.now(),
        changes: null,
        marketing: true,
        purposes: [],
        appealOf: null,
        verification: 'none',
        agent: null,
      } as const
      await open(running, opening, dependencies.kick)
    }),
  )
  return { at: scope.now().toISOString() }
}
