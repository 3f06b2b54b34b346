import { z } from 'zod'
import { id } from '../../ids.ts'
import { emailAddress, languageTag, line, prose } from '../../text.ts'
import { ComplainTo, CorrectedFields, requestFacts } from './facts.ts'
import { privacyKinds, privacyRegimes } from './vocabulary.ts'

/** What a person asks for in the portal. */
export const PortalRequest = z
  .strictObject({
    kind: z.enum(privacyKinds).exclude(['appeal']),
    email: emailAddress,
    reason: prose(4000).optional(),
    regime: z.enum(privacyRegimes).default('gdpr'),
    language: languageTag.default('en'),
    changes: CorrectedFields.optional().meta({ description: 'Of a correction; it can also be told after the code' }),
    marketing: z.boolean().default(false).meta({ description: 'Of an objection: advertising alone, at once, no code' }),
    purposes: z.array(line(100)).max(50).default([]),
    agent: z
      .strictObject({ name: line(200), email: emailAddress })
      .optional()
      .meta({ description: 'Who asks for the person. The code goes to the person themselves' }),
  })
  .refine(({ kind, changes }) => kind === 'correction' || changes === undefined, {
    path: ['changes'],
    message: 'must be told for nothing else than a correction',
  })
  .meta({ id: 'PortalRequest' })
export type PortalRequest = z.input<typeof PortalRequest>

/** The answer to every request, whoever is known: it has the same words, size and time. */
export const PortalReceipt = z
  .object({
    pending: z.string().meta({ description: 'With the code from the mail, this makes the request' }),
    needsCode: z.boolean().meta({ description: 'Whether a code is needed, which depends on the kind alone' }),
    expiresAt: z.string().meta({ description: 'Until when the code is good' }),
  })
  .meta({ id: 'PortalReceipt' })
export type PortalReceipt = z.infer<typeof PortalReceipt>

/** A request as the person sees it by their private link. */
export const PersonsRequest = z
  .object({
    ...requestFacts,
    regime: z.enum(privacyRegimes),
    reference: id('privacyRequest').meta({ description: 'What to name when writing about it' }),
    canCancel: z.boolean(),
    canAppeal: z.boolean(),
    hasCertificate: z.boolean(),
    foundNothing: z.boolean().meta({ description: 'Done, because the team has nothing under the address' }),
  })
  .meta({ id: 'PersonsRequest' })
export type PersonsRequest = z.infer<typeof PersonsRequest>

/** What the portal of a team offers. */
export const PrivacyPortal = z
  .object({
    team: z.object({ name: z.string(), slug: z.string() }),
    kinds: z.array(z.object({ kind: z.enum(privacyKinds), needsCode: z.boolean() })),
    correctable: z
      .array(z.object({ field: z.string(), approved: z.boolean() }))
      .meta({ description: 'What a person may correct, and whether somebody of the team looks at it first' }),
    regimes: z.array(z.object({ regime: z.enum(privacyRegimes), name: z.string(), complainTo: z.array(ComplainTo) })),
  })
  .meta({ id: 'PrivacyPortal' })
export type PrivacyPortal = z.infer<typeof PrivacyPortal>
