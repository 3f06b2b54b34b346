import { z } from 'zod'
import { id } from '../../ids.ts'
import { emailAddress, instant, languageTag, line, phoneNumber, prose } from '../../text.ts'
import { CorrectedFields, CurrentFields, requestFacts } from './facts.ts'
import { privacyChannels, privacyKinds, privacyRegimes, privacyVerifications } from './vocabulary.ts'

/** A request of a person about their data. */
export const PrivacyRequest = z
  .object({
    id: id('privacyRequest'),
    ...requestFacts,
    channel: z.enum(privacyChannels),
    regime: z.enum(privacyRegimes),
    language: z.string(),
    verification: z.enum(privacyVerifications).nullable().meta({ description: '`null` until it was shown' }),
    contactId: id('contact').nullable().meta({ description: '`null` where nobody is known, and after an erasure' }),
    email: z.string().nullable().meta({ description: '`null` after an erasure' }),
    phone: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'In the words of the person' }),
    agent: z
      .object({ name: z.string(), email: z.string() })
      .nullable()
      .meta({ description: 'Who asks for the person' }),
    changes: CorrectedFields.nullable().meta({ description: 'Of a correction' }),
    marketing: z.boolean().meta({ description: 'Of an objection: that it is about advertising alone' }),
    purposes: z.array(z.string()).meta({ description: 'Of a withdrawal or an objection; empty means all' }),
    appealOf: id('privacyRequest').nullable(),
    acknowledgedAt: z.string().nullable(),
    acknowledgeBy: z.string().nullable().meta({ description: 'Until when its arrival has to be confirmed by law' }),
    runsByItselfAt: z.string().nullable().meta({ description: 'When an erasure runs that nobody touched' }),
    late: z.boolean(),
    escalatedAt: z.string().nullable().meta({ description: 'When the owners were told that nobody looks at it' }),
    releasedBy: z.string().nullable().meta({ description: 'Who let it go: a member, a key, or `system`' }),
    releasedAt: z.string().nullable(),
    joined: z.int().meta({ description: 'How often the same was asked while it was open' }),
    erasureId: id('erasure').nullable(),
    exportId: id('accessExport').nullable(),
  })
  .meta({ id: 'PrivacyRequest' })
export type PrivacyRequest = z.infer<typeof PrivacyRequest>

const Withheld = z.object({
  collection: z.string(),
  why: z.enum(['legal-hold', 'legal-obligation']),
  ground: z.string(),
  until: z.string().nullable(),
  count: z.int(),
})

/** What an erasure would do. */
export const PlannedErasure = z
  .object({
    id: id('erasure'),
    createdAt: z.string(),
    collections: z.array(
      z.object({
        collection: z.string(),
        purpose: z.string(),
        deleted: z.int(),
        anonymised: z.int(),
        withheld: z.int(),
        kept: z.array(z.object({ field: z.string(), as: z.enum(['as is', 'day']) })),
      }),
    ),
    withheld: z.array(Withheld),
    mentions: z
      .object({
        total: z.int(),
        first: z.array(
          z.object({
            collection: z.string(),
            id: z.string(),
            of: z.array(z.enum(['email', 'phone', 'external-id', 'id', 'unreadable'])),
          }),
        ),
      })
      .nullable()
      .meta({
        description:
          'Where exact identifiers stand in what is not theirs, or what does not open any more: for somebody to look at',
      }),
    units: z.int().meta({ description: 'Keys that will be destroyed' }),
  })
  .meta({ id: 'PlannedErasure' })

/** A place in an export where somebody else may be named. */
export const ExportRedaction = z
  .object({
    number: z.int(),
    collection: z.string(),
    id: z.string(),
    field: z.string(),
    kind: z.string(),
    text: z.string(),
    context: z.string(),
    certainty: z.enum(['certain', 'possible']),
    decision: z.enum(['remove', 'keep']).nullable().meta({ description: '`null`: somebody has to decide first' }),
  })
  .meta({ id: 'ExportRedaction' })

/** A request with what staff look at before they let it go. */
export const PrivacyRequestDetail = PrivacyRequest.extend({
  plan: PlannedErasure.nullable(),
  export: z
    .object({
      state: z.enum(['collecting', 'review', 'packing', 'ready', 'downloaded', 'failed']),
      progress: z.object({ done: z.int(), total: z.int() }),
      kinds: z
        .array(z.object({ collection: z.string(), done: z.int(), total: z.int() }))
        .meta({ description: 'The same for each kind of data, in rows' }),
      bytes: z.int().nullable().meta({ description: 'Of the file, once it was made' }),
      redactions: z.array(ExportRedaction).meta({ description: 'The first hundred' }),
      counts: z.object({ redactions: z.int(), undecided: z.int() }),
    })
    .nullable()
    .meta({ description: 'Also `null` once the file was discarded' }),
  erasure: z
    .object({
      state: z.enum(['planned', 'running', 'withheld', 'completed', 'failed']),
      step: z.string().nullable(),
      progress: z.object({ done: z.int(), total: z.int() }),
      withheld: z.array(Withheld),
    })
    .nullable(),
  current: CurrentFields.nullable().meta({ description: 'Of a correction that is open: what stands there now' }),
  unverified: z
    .array(
      z.object({
        conversationId: id('conversation'),
        startedAt: z.string(),
        messages: z.int(),
      }),
    )
    .meta({
      description:
        'Conversations in which somebody typed the address and did not show that it is theirs: not part of it',
    }),
}).meta({ id: 'PrivacyRequestDetail' })
export type PrivacyRequestDetail = z.infer<typeof PrivacyRequestDetail>

/** A request that came to somebody of the team. */
export const PrivacyRequestInput = z
  .strictObject({
    kind: z.enum(privacyKinds),
    contactId: id('contact').optional(),
    email: emailAddress.optional(),
    phone: phoneNumber.optional(),
    reason: prose(4000).nullable().default(null),
    channel: z.enum(privacyChannels).default('staff'),
    regime: z.enum(privacyRegimes).default('gdpr'),
    language: languageTag.default('en'),
    receivedAt: instant.optional().meta({ description: 'When it came; at most 90 days ago. Default: now' }),
    changes: CorrectedFields.optional(),
    marketing: z.boolean().default(false),
    purposes: z.array(line(100)).max(50).default([]),
    appealOf: id('privacyRequest').optional(),
    agent: z
      .strictObject({ name: line(200), email: emailAddress })
      .optional()
      .meta({ description: 'Who asks for the person, of the channel `agent`' }),
    verified: z.boolean().default(false).meta({
      description:
        'Whether the team knows that the person is who they say, and wants what an agent asks; otherwise a code is sent',
    }),
  })
  .refine(({ contactId, email, phone }) => contactId || email || phone, {
    path: ['contactId'],
    message: 'give contactId, email or phone',
  })
  .refine(({ kind, changes }) => (kind === 'correction') === (changes !== undefined), {
    path: ['changes'],
    message: 'must be told for a correction, and for nothing else',
  })
  .refine(({ kind, appealOf }) => (kind === 'appeal') === (appealOf !== undefined), {
    path: ['appealOf'],
    message: 'must be told for an appeal, and for nothing else',
  })
  .meta({ id: 'PrivacyRequestInput' })
export type PrivacyRequestInput = z.input<typeof PrivacyRequestInput>
