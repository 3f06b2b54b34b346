import { z } from 'zod'
import { emailAddress, line, phoneNumber, prose } from '../../text.ts'

/** A country by its two letters (ISO 3166-1), in upper case. */
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1), such as IE')
  .meta({ description: 'ISO 3166-1, two capital letters' })

export const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .max(500)

const Contact = z.strictObject({
  name: line(200),
  address: prose(500).nullable().default(null),
  email: emailAddress,
  phone: phoneNumber.nullable().default(null),
})

/** Laws that a team says apply to it. What a paper says of one stands there only where it applies. */
export const paperLaws = ['gdpr', 'uk', 'ccpa', 'hipaa'] as const
/** A law that a team says applies to it; see `paperLaws`. */
export type PaperLaw = (typeof paperLaws)[number]

/** Who answers for the data, as papers say it. Nothing of it is needed until something is published. */
export const LegalEntityInput = z
  .strictObject({
    legalName: line(200).nullable().default(null),
    registration: line(200).nullable().default(null).meta({ description: 'Register and number' }),
    address: prose(500).nullable().default(null),
    country: countryCode.nullable().default(null),
    contact: emailAddress.nullable().default(null).meta({ description: 'Where people write about their data' }),
    phone: phoneNumber.nullable().default(null),
    website: webAddress.nullable().default(null),
    securityContact: emailAddress.nullable().default(null),
    role: z.enum(['controller', 'processor']).default('controller').meta({
      description: '`controller`: decides what the data is used for. `processor`: runs this for a customer who does',
    }),
    laws: z
      .array(z.enum(paperLaws))
      .max(paperLaws.length)
      .default(['gdpr'])
      .transform((laws) => paperLaws.filter((law) => laws.includes(law))),
    dataProtectionOfficer: Contact.nullable().default(null),
    representativeEu: Contact.nullable().default(null).meta({ description: 'Art. 27 GDPR' }),
    representativeUk: Contact.nullable().default(null).meta({ description: 'Art. 27 UK GDPR' }),
    authority: z
      .strictObject({ name: line(200), url: webAddress })
      .nullable()
      .default(null)
      .meta({ description: 'The supervisory authority that is competent' }),
    counterparty: z
      .strictObject({ name: line(200), address: prose(500), country: countryCode, contact: emailAddress })
      .nullable()
      .default(null)
      .meta({ description: 'The other side of the data processing agreement' }),
    governingLaw: countryCode.nullable().default(null).meta({ description: 'Whose law and courts agreements name' }),
    legitimateInterests: prose(2000).nullable().default(null),
    sources: prose(2000).nullable().default(null).meta({
      description: 'Where data comes from that people did not give themselves (Art. 14)',
    }),
    automatedDecisions: prose(2000).nullable().default(null).meta({
      description: 'Decisions without people in them, Art. 22; left out: there are none',
    }),
  })
  .meta({ id: 'LegalEntityInput' })
export type LegalEntityInput = z.input<typeof LegalEntityInput>

/** Who answers for the data, as papers say it. */
export const LegalEntity = z
  .object({ ...LegalEntityInput.shape, laws: z.array(z.enum(paperLaws)), changedAt: z.string().nullable() })
  .meta({ id: 'LegalEntity' })
export type LegalEntity = z.infer<typeof LegalEntity>
