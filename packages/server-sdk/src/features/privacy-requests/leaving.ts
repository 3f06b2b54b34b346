import type { NoteLeaving } from '../consent/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { end, isOpen, note, open, read } from './store.ts'

/**
 * One click that ended mails is a request like others: it stands in the queue with its clock, and is fulfilled in the same
 * moment. It needs no code, and nobody is written to: the page has said it.
 */
export const noteLeaving =
  ({ kick }: Pick<PrivacyDependencies, 'kick'>): NoteLeaving =>
  async (running, { contactId, email, purpose, language, hadAgreed }) => {
    const now = running.now()
    const opening = {
      kind: hadAgreed ? 'withdrawal' : 'objection',
      contactId,
      email,
      phone: null,
      reason: null,
      channel: 'mail',
      regime: 'gdpr',
      language,
      receivedAt: now,
      changes: null,
      marketing: !hadAgreed,
      purposes: [purpose],
      appealOf: null,
      verification: 'none',
      agent: null,
    } as const
    const { known, isNew } = await open(running, opening, kick)
    // One that was open already has more in it, and goes its own way.
    if (!isNew || !isOpen(known.facts)) return
    await note(running, known, 'fulfilled', { found: true })
    await end(running, await read(running, known.facts.id), {
      status: 'fulfilled',
      acknowledgedAt: now,
      releasedBy: 'system',
      releasedAt: now,
    })
  }
