import { marketingEmail } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { limit } from './limits.ts'
import { end, type Known, note, whoseIs } from './store.ts'

const marketing = [marketingEmail, 'marketing-sms'] as const

/** Ends advertising to somebody, in the transaction of the scope. */
async function endMarketing(
  running: TeamScope,
  known: Known,
  contactId: string,
  { consent, suppress }: PrivacyDependencies,
) {
  await limit(running, contactId, { noMarketing: true }, 'restriction.made')
  await consent(running).withdraw(contactId, {
    purposes: marketing,
    source: 'portal',
    proof: `request ${known.facts.id}`,
  })
  const { email = null, phone = null } = known.person ?? {}
  await suppress(running, { email, phone })
}

/**
 * Does what needs nobody to look at it: withdrawals, opt-outs, objections and restrictions. In the transaction of the
 * scope, which ends the request.
 */
export async function actAtOnce(running: TeamScope, known: Known, dependencies: PrivacyDependencies): Promise<void> {
  const { facts, person } = known
  const contactId = person && (await whoseIs(running, known))
  const { consent, webhooks } = dependencies
  if (contactId) {
    const proof = `request ${facts.id}`
    const withdraw = (purposes: readonly string[] | undefined) =>
      consent(running).withdraw(contactId, { ...(purposes ? { purposes } : {}), source: 'portal', proof })
    switch (facts.kind) {
      case 'withdrawal':
        await withdraw(person.purposes.length > 0 ? person.purposes : undefined)
        break
      case 'opt-out':
        await withdraw(await consent(running).endedBy('sold'))
        break
      case 'limit':
        await withdraw(await consent(running).endedBy('sensitive'))
        break
      case 'objection':
        if (facts.marketing) await endMarketing(running, known, contactId, dependencies)
        else {
          await limit(running, contactId, { objected: true, noMarketing: true }, 'restriction.made')
          if (person.purposes.length > 0) await withdraw(person.purposes)
        }
        break
      default:
        if (await limit(running, contactId, { restricted: true }, 'restriction.made'))
          await webhooks.tellProcessors(running, {
            type: 'privacy.restriction_changed',
            data: { contactId, privacyRequestId: facts.id, state: 'restricted' },
          })
    }
  }
  await note(running, known, 'fulfilled', { found: contactId !== null })
  await end(running, known, { status: 'fulfilled', releasedBy: 'system', releasedAt: running.now() })
}
