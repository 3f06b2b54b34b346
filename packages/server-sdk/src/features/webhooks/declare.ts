import {
  announcedTypes,
  deliveryProblems,
  deliveryStates,
  webhookEndings,
  webhookEventTypes,
  webhookStates,
} from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, drop, personal, plain, subject, through } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

const shared = { purpose: 'Telling the software of a team what happened', basis: 'contract' } as const

/** Where a team wants to be told what happens. Each is a unit of its own: its secrets end with it. */
export const webhooks = collection('webhooks', {
  ...shared,
  id: 'webhook',
  about: 'nobody',
  unit: 'own',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'webhook',
  fields: {
    events: plain(z.array(z.enum(announcedTypes))),
    /** Whether it is told of erasures, corrections and restrictions: those who were given the data. */
    recipient: plain(z.boolean()),
    state: plain(z.enum(webhookStates)),
    disabledBecause: plain(z.enum(webhookEndings).nullable()),
    /** Attempts without success since the last that had it. */
    failures: plain(z.number().int()),
    /** When its owners were told that it fails. */
    mailedAt: plain(z.date().nullable()),
    deliveredAt: plain(z.date().nullable()),
    previousSecretUntil: plain(z.date().nullable()),
    createdAt: plain(z.date()),
    url: confidential(z.string(), { inLog: false }),
    description: confidential(z.string().nullable()),
    processor: confidential(z.string().nullable()),
    secret: confidential(z.string(), { inLog: false }),
    previousSecret: confidential(z.string().nullable(), { inLog: false }),
  },
  indexes: [{ createdAt: 1 }],
  // What leaves, and whether anything does.
  authenticated: ['events', 'recipient', 'state', 'previousSecretUntil'],
})

/**
 * What is to be told, until a day after everybody was. Made in the transaction of what happened. Its ids are sealed under
 * a key of their own, and found by the person and the conversation that they are about, so that they go with those.
 */
export const webhookEvents = collection('webhookEvents', {
  ...shared,
  id: 'webhookEvent',
  about: subject('contactId', contacts),
  unit: 'own',
  retention: { category: 'technical', since: 'endedAt', afterwards: 'delete' },
  export: { ownWords: ['data'] },
  log: { never: 'what happened is logged as such' },
  fields: {
    type: plain(z.enum(webhookEventTypes)),
    /** Nobody's for notices to recipients: what says that somebody was erased outlives them until it is told. */
    contactId: plain(z.string().nullable()),
    conversationId: plain(z.string().nullable()),
    /** How many webhooks wait for it. */
    pending: plain(z.number().int()),
    happenedAt: plain(z.date()),
    /** When the last of them was told, or given up. */
    endedAt: plain(z.date().nullable()),
    data: personal(z.record(z.string(), z.string()), { onErase: drop, inLog: false }),
  },
  indexes: [{ contactId: 1 }, { conversationId: 1 }],
  acrossTeams: [{ endedAt: 1 }],
})

/** An event on its way to a webhook: a leased job, and then the fact that it arrived or did not. No id of a person. */
export const webhookDeliveries = collection('webhookDeliveries', {
  ...shared,
  id: 'webhookDelivery',
  about: 'nobody',
  unit: 'none',
  retention: { category: 'technical', since: 'endedAt', afterwards: 'delete', days: 30 },
  export: { tells: through('eventId', webhookEvents) },
  log: { never: 'bookkeeping; what happened, and what was done by hand, is logged as such' },
  fields: {
    webhookId: plain(z.string()),
    eventId: plain(z.string()),
    type: plain(z.enum(webhookEventTypes)),
    state: plain(z.enum(deliveryStates)),
    attempts: plain(z.number().int()),
    /** Grows each time somebody takes it: who holds an older one has lost it. */
    fence: plain(z.number().int()),
    status: plain(z.number().int().nullable()),
    answerHash: plain(z.string().nullable()),
    problem: plain(z.enum(deliveryProblems).nullable()),
    /** When it is tried next; while somebody tries it, when their lease ends. */
    nextAttemptAt: plain(z.date().nullable()),
    createdAt: plain(z.date()),
    endedAt: plain(z.date().nullable()),
  },
  indexes: [{ webhookId: 1, createdAt: -1 }, { webhookId: 1, state: 1, createdAt: -1 }, { eventId: 1 }],
  acrossTeams: [{ state: 1, nextAttemptAt: 1 }, { endedAt: 1 }],
})
