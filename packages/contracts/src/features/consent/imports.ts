import { z } from 'zod'
import { id } from '../../ids.ts'
import { emailAddress, instant, languageTag, line, prose } from '../../text.ts'
import { purposes, region } from './said.ts'

/** One line of an import: who agreed to what, when, and how it is known. */
export const ConsentImportRow = z
  .strictObject({
    contactId: id('contact').optional(),
    email: emailAddress.optional(),
    externalId: line(200).optional(),
    granted: purposes.default([]),
    denied: purposes.default([]),
    at: instant,
    proof: prose(2000).optional().meta({ description: 'Of this row, besides the origin of the whole' }),
    language: languageTag.optional(),
    region: region.optional(),
  })
  .refine(({ contactId, email, externalId }) => contactId ?? email ?? externalId, {
    path: ['email'],
    message: 'must name a person: contactId, email or externalId',
  })
  .refine(({ granted, denied }) => granted.length + denied.length > 0, {
    path: ['granted'],
    message: 'must name a purpose, here or in denied',
  })
  .refine(({ granted, denied }) => !granted.some((purpose) => denied.includes(purpose)), {
    path: ['denied'],
    message: 'must not name what is granted as well',
  })
  .meta({ id: 'ConsentImportRow' })
export type ConsentImportRow = z.input<typeof ConsentImportRow>

/** What is said of an import as a whole. */
export const importOptions = {
  origin: prose(2000).meta({ description: 'Where these consents come from, and how that can be shown' }),
  contacts: z.enum(['existing', 'create']).default('existing').meta({
    description: '`existing`: a row about somebody unknown is an error. `create`: it makes a contact',
  }),
}

/** What became of an import, line by line where one was refused. */
export const ConsentImportReport = z
  .object({
    rows: z.int(),
    imported: z.int(),
    repeated: z.int().meta({ description: 'Rows that the ledger had already' }),
    refused: z.int(),
    errors: z
      .array(
        z.object({
          row: z.int().meta({ description: 'From 1, without the heading' }),
          field: z.string(),
          message: z.string(),
        }),
      )
      .meta({ description: 'What is wrong with refused rows, the first 1,000' }),
  })
  .meta({ id: 'ConsentImportReport' })
export type ConsentImportReport = z.infer<typeof ConsentImportReport>
