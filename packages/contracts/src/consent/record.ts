import { z } from 'zod'
import { consentRegimeKinds } from './policy.ts'

/**
 * How a choice came about.
 * - `banner`, `preferences`, `placeholder`, `link`: a person pressed it there
 * - `page`: a person pressed something that the page made itself
 * - `gpc`: the browser sent Global Privacy Control
 * - `api`: a program, and no person that the browser knows of
 * - `import`: brought from elsewhere, with a proof of its own
 */
export const consentSources = ['banner', 'preferences', 'placeholder', 'link', 'page', 'gpc', 'api', 'import'] as const
export type ConsentSource = (typeof consentSources)[number]

export const consentLayers = ['first', 'preferences', 'placeholder'] as const

const names = z.array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).max(220)

/**
 * What was on the screen, word for word. Its hash is the SHA-256 of this object as canonical JSON (RFC 8785), in
 * lower-case hexadecimal.
 */
export const ConsentShown = z
  .strictObject({
    layer: z.enum(consentLayers),
    layout: z.string().max(40),
    language: z.string().max(35),
    texts: z.record(z.string().max(100), z.string().max(4000)).meta({ description: 'Each text by its place' }),
  })
  .meta({ id: 'ConsentShown' })
export type ConsentShown = z.infer<typeof ConsentShown>

/** One choice as the browser tells it. Nothing in it says who the visitor is. */
export const ConsentRecordInput = z
  .strictObject({
    id: z.uuid().meta({ description: 'Made by the browser; delivered twice, it is one record' }),
    visitor: z.uuid().meta({ description: 'Joins the choices of one browser; made with the first choice' }),
    at: z.iso.datetime(),
    policyVersion: z.int().min(1),
    asks: z.string().regex(/^[0-9a-z]{1,20}$/),
    regime: z.string().max(40),
    regimeKind: z.enum(consentRegimeKinds),
    region: z.string().max(6).nullable(),
    source: z.enum(consentSources),
    gpc: z.boolean(),
    granted: names.meta({ description: 'Categories and services that may run' }),
    denied: names.meta({ description: 'Categories and services that may not' }),
    shown: z
      .strictObject({
        hash: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .nullable()
          .meta({ description: 'Null where the browser cannot compute it, which is without HTTPS' }),
        layer: z.enum(consentLayers),
        layout: z.string().max(40),
        language: z.string().max(35),
      })
      .nullable(),
  })
  .meta({ id: 'ConsentRecordInput' })
export type ConsentRecordInput = z.infer<typeof ConsentRecordInput>

/** What the browser sends: the record, and the texts that its hash stands for. */
export const ConsentDelivery = z
  .strictObject({
    record: ConsentRecordInput,
    shown: ConsentShown.nullable(),
    identity: z.string().max(4000).nullable().optional().meta({
      description: 'The signed identity of a person who is logged in: the record is theirs, too',
    }),
  })
  .meta({ id: 'ConsentDelivery' })
export type ConsentDelivery = z.infer<typeof ConsentDelivery>

/** A record in the ledger. */
export const ConsentRecord = z
  .object({
    ...ConsentRecordInput.shape,
    receivedAt: z.iso.datetime(),
    contactId: z.string().nullable().meta({ description: 'The known person, once the visitor is one' }),
  })
  .meta({ id: 'ConsentRecord' })
export type ConsentRecord = z.infer<typeof ConsentRecord>

/** What the browser is given for a record: whoever holds it can prove the choice, with nothing but the public key. */
export const ConsentReceipt = z
  .object({
    format: z.literal('sotto-consent-receipt/1'),
    issuer: z.string().max(200),
    issuedAt: z.iso.datetime(),
    record: ConsentRecordInput,
    keyId: z.string().max(100),
    signature: z.string().max(200).meta({
      description: 'Ed25519 in base64url, over the receipt without this field as canonical JSON (RFC 8785)',
    }),
  })
  .meta({ id: 'ConsentReceipt' })
export type ConsentReceipt = z.infer<typeof ConsentReceipt>
