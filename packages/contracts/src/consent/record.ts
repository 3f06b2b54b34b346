import { z } from 'zod'
import { verbatim } from '../text.ts'
import { consentRegimeKinds } from './policy.ts'

/**
 * How a choice came about.
 * - `banner`, `preferences`, `placeholder`, `link`: a person pressed it there
 * - `page`: a person pressed something that the page made itself
 * - `gpc`: the browser sent Global Privacy Control
 * - `api`: a program, and no person that the browser knows of
 * - `portal`: the person, in the privacy portal
 * - `email`: the person, by a link in a message
 * - `import`: brought from elsewhere, with a proof of its own
 */
export const consentSources = [
  'banner',
  'preferences',
  'placeholder',
  'link',
  'page',
  'gpc',
  'api',
  'portal',
  'email',
  'import',
] as const
/** Where a choice was made; see `consentSources`. */
export type ConsentSource = (typeof consentSources)[number]

/** What a browser may say of itself; the others are the word of a server. */
export const browserConsentSources = [
  'banner',
  'preferences',
  'placeholder',
  'link',
  'page',
  'gpc',
  'api',
] as const satisfies readonly ConsentSource[]

/** `email`: a form, and the mail by which the address confirmed what was asked in it. */
export const consentLayers = ['first', 'preferences', 'placeholder', 'email'] as const

/** What a yes or a no is about: a category or service of a policy, or a purpose beyond banners. */
export const consentPurpose = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    'must begin with a small letter and go on with small letters, digits and "-", 40 at most',
  )

const names = z.array(consentPurpose).max(220)

/** SHA-256 as 64 lower-case hex digits. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal')

/**
 * What was on the screen, word for word. Its hash is the SHA-256 of this object as canonical JSON (RFC 8785), in
 * lower-case hexadecimal.
 */
export const ConsentShown = z
  .strictObject({
    layer: z.enum(consentLayers),
    layout: verbatim(40),
    language: verbatim(35),
    texts: z
      .record(verbatim(100), verbatim(4000))
      .refine((texts) => Object.keys(texts).length <= 1000, 'must hold at most 1,000 texts')
      .meta({ description: 'Each text by its place' }),
  })
  .meta({ id: 'ConsentShown' })
export type ConsentShown = z.infer<typeof ConsentShown>

/** One choice as the browser tells it. Nothing in it says who the visitor is. */
export const ConsentRecordInput = z
  .strictObject({
    id: z.uuid().meta({ description: 'Made by the browser; delivered twice, it is one record' }),
    visitor: z.uuid().meta({ description: 'Joins the choices of one browser; made with the first choice' }),
    at: z.iso.datetime(),
    policyId: z.string().max(40).optional().meta({
      description: 'The policy on the server that it was made under; left out for a policy that no server knows',
    }),
    policyVersion: z.int().min(1),
    asks: z.string().regex(/^[0-9a-z]{1,20}$/),
    regime: z.string().max(40),
    regimeKind: z.enum(consentRegimeKinds),
    region: verbatim(6).nullable(),
    source: z.enum(consentSources),
    gpc: z.boolean(),
    granted: names.meta({ description: 'Categories and services that may run' }),
    denied: names.meta({ description: 'Categories and services that may not' }),
    shown: z
      .strictObject({
        hash: sha256Hex.nullable().meta({
          description: 'Null where the browser cannot compute it, which is without HTTPS',
        }),
        layer: z.enum(consentLayers),
        layout: verbatim(40),
        language: verbatim(35),
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

/**
 * What the browser is given for a record: whoever holds it can prove the choice offline, with nothing but the public key
 * of the team (`sotto-verify receipt FILE`).
 */
export const ConsentReceipt = z
  .strictObject({
    'sotto-receipt': z.literal(1),
    receipt: z.string().max(50_000).meta({
      description:
        'What is signed: canonical JSON (RFC 8785) of team, id, times, policy, text, layout, language, region, source, gpc and choices',
    }),
    signature: z.string().max(100).meta({
      description: 'Ed25519 in Base64, over `sotto-receipt-v1`, a line feed and the UTF-8 bytes of `receipt`',
    }),
    verifier: z.string().max(200).meta({ description: 'The public key of the receipts of a team (C2SP signed-note)' }),
  })
  .meta({ id: 'ConsentReceipt' })
export type ConsentReceipt = z.infer<typeof ConsentReceipt>
