import { z } from 'zod'
import { emailAddress, line, phoneNumber } from '../../text.ts'
import { privacyKinds, privacyStatuses, privacySteps, refusalGrounds } from './vocabulary.ts'

/** What a person may say of themselves otherwise. Fields that are left out stay; `null` clears one. */
export const CorrectedFields = z
  .strictObject({
    name: line(200).nullable(),
    email: emailAddress.nullable(),
    phone: phoneNumber.nullable(),
    company: line(200).nullable(),
  })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'must name at least one field')
  .meta({ id: 'CorrectedFields' })
export type CorrectedFields = z.infer<typeof CorrectedFields>

/** What stands there at the moment of what a person may correct. */
export const CurrentFields = z
  .object({
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
  })
  .meta({ id: 'CurrentFields' })
export type CurrentFields = z.infer<typeof CurrentFields>

/** Where people complain. */
export const ComplainTo = z.object({ name: z.string(), url: z.string() })

/** What the person sees of a request as staff do. */
export const requestFacts = {
  kind: z.enum(privacyKinds),
  status: z.enum(privacyStatuses),
  step: z.enum(privacySteps),
  receivedAt: z.string(),
  dueAt: z.string().meta({ description: 'When it has to be answered; never moved by a weekend or a holiday' }),
  extension: z
    .object({ at: z.string(), reason: z.string().nullable() })
    .nullable()
    .meta({ description: 'That more time was taken, once, and why' }),
  decision: z
    .object({
      ground: z.enum(refusalGrounds).nullable(),
      reason: z.string().nullable(),
      complainTo: z.array(ComplainTo),
    })
    .nullable()
    .meta({ description: 'What was decided in words: why it was refused, or what came of it' }),
  endedAt: z.string().nullable(),
}
