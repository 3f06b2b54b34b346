import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { emailAddress, line, phoneNumber, timezone } from '../text.ts'

/** A person of whom a team knows something. Instants are ISO 8601 in UTC; `null` where a field is not known. */
export const Contact = z
  .object({
    id: id('contact'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164' }),
    externalId: z.string().nullable(),
    company: z.string().nullable(),
    timezone: z.string().nullable(),
    createdAt: z.string(),
    lastActivityAt: z.string(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

/** At least a name, an address, a number or an id of your own. */
export const ContactInput = z
  .strictObject({
    name: line(200).optional(),
    email: emailAddress.optional(),
    phone: phoneNumber.optional(),
    externalId: line(200).optional().meta({ description: 'The id of this person in your own system' }),
    company: line(200).optional(),
    timezone: timezone.optional(),
    cameBack: z.boolean().optional().meta({
      description:
        'Whether somebody who was erased came back by themselves. Without it, an API key cannot make a contact with the address of one for 24 months',
    }),
  })
  .refine((input) => input.name ?? input.email ?? input.phone ?? input.externalId, {
    message: 'give at least one of name, email, phone and externalId',
  })
  .meta({ id: 'ContactInput' })
export type ContactInput = z.infer<typeof ContactInput>

/** Fields that are left out stay as they are; `null` clears one. */
export const ContactPatch = z
  .strictObject({
    name: line(200).nullable(),
    email: emailAddress.nullable(),
    phone: phoneNumber.nullable(),
    externalId: line(200).nullable(),
    company: line(200).nullable(),
    timezone: timezone.nullable(),
  })
  .partial()
  .meta({ id: 'ContactPatch' })

/** That one contact has become part of another. */
export const ContactMerge = z
  .object({
    id: id('contactMerge'),
    contactId: id('contact').meta({ description: 'The contact that was kept' }),
    otherId: id('contact').meta({ description: 'The one that has become part of it' }),
    mergedAt: z.string(),
    undoneAt: z.string().nullable(),
    undoUntil: z.string(),
  })
  .meta({ id: 'ContactMerge' })
export type ContactMerge = z.infer<typeof ContactMerge>

const contactFields = ['name', 'email', 'phone', 'externalId', 'company', 'timezone'] as const

/** What a merge would move, and what stands against it. */
export const ContactMergePlan = z
  .object({
    keep: Contact,
    other: Contact,
    moves: z
      .array(z.object({ collection: z.string(), rows: z.int() }))
      .meta({ description: 'What leads to the other contact, and will lead to the one that is kept, by collection' }),
    gets: z.array(z.enum(contactFields)).meta({ description: 'Fields that the kept contact lacks, and gets' }),
    differs: z
      .array(z.enum(contactFields))
      .meta({ description: 'Fields in which they differ: the kept one stays as it is, and is found by both' }),
  })
  .meta({ id: 'ContactMergePlan' })
export type ContactMergePlan = z.infer<typeof ContactMergePlan>

/** Somebody who is perhaps the same person, and by what. */
export const ContactLikeness = z
  .object({
    contact: Contact,
    same: z.array(z.enum(['name', 'email'])).meta({
      description:
        '`name`: the same words, whatever their case, accents and order; `email`: the same but for the `+tag` of the one that is asked about',
    }),
  })
  .meta({ id: 'ContactLikeness' })
export type ContactLikeness = z.infer<typeof ContactLikeness>

/** Contacts: making, finding and changing them, and two of one person becoming one. */
export const contactEndpoints = {
  listContacts: endpoint('GET /v1/contacts', {
    summary: 'List contacts, newest first, or find them by address, number, own id or the beginning of a name',
    tag: 'Contacts',
    allow: { permission: 'contacts:read' },
    query: PageQuery.extend({
      email: emailAddress.optional(),
      phone: phoneNumber.optional(),
      externalId: line(200).optional(),
      name: line(200).optional().meta({
        description: 'The beginning of a word of the name, at least two letters',
      }),
    }),
    returns: { 200: page(Contact) },
    errors: ['invalid_cursor'],
    logs: 'contact.read',
  }),
  createContact: endpoint('POST /v1/contacts', {
    summary: 'Make a contact',
    tag: 'Contacts',
    allow: { permission: 'contacts:write' },
    body: ContactInput,
    returns: { 201: Contact },
    errors: ['contact_exists', 'contact_suppressed'],
    logs: 'contact.created',
    announces: ['contact.created'],
  }),
  readContact: endpoint('GET /v1/contacts/{contactId}', {
    summary: 'Read a contact',
    tag: 'Contacts',
    allow: { permission: 'contacts:read' },
    returns: { 200: Contact },
    logs: 'contact.read',
  }),
  changeContact: endpoint('PATCH /v1/contacts/{contactId}', {
    summary: 'Correct a contact',
    tag: 'Contacts',
    allow: { permission: 'contacts:write' },
    body: ContactPatch,
    returns: { 200: Contact },
    errors: ['contact_exists', 'contact_suppressed'],
    logs: 'contact.changed',
    announces: ['contact.changed'],
  }),
  listContactLikenesses: endpoint('GET /v1/contacts/{contactId}/likenesses', {
    summary: 'List contacts that are perhaps the same person, at most 20',
    tag: 'Contacts',
    allow: { permission: 'contacts:read' },
    returns: { 200: z.object({ data: z.array(ContactLikeness) }) },
    logs: 'contact.read',
  }),
  planContactMerge: endpoint('POST /v1/contacts/{contactId}/merge-plan', {
    summary: 'See what a merge would join; nothing changes',
    tag: 'Contacts',
    allow: { permission: 'contacts:read' },
    body: z.strictObject({
      contactId: id('contact').meta({ description: 'The contact that would become part of the one in the path' }),
    }),
    returns: { 200: ContactMergePlan },
    logs: 'contact.read',
  }),
  mergeContacts: endpoint('POST /v1/contacts/{contactId}/merge', {
    summary: 'Make one contact of two that are the same person; it can be undone for 30 days',
    tag: 'Contacts',
    allow: { permission: 'contacts:write' },
    body: z.strictObject({
      contactId: id('contact').meta({ description: 'The contact that becomes part of the one in the path' }),
    }),
    returns: { 200: ContactMerge },
    errors: ['legal_hold', 'version_conflict'],
    logs: 'contact.merged',
  }),
  listContactMerges: endpoint('GET /v1/contacts/{contactId}/merges', {
    summary: 'List the merges of a contact, newest first, as long as they can be undone',
    tag: 'Contacts',
    allow: { permission: 'contacts:read' },
    returns: { 200: z.object({ data: z.array(ContactMerge) }) },
    logs: null,
  }),
  undoContactMerge: endpoint('POST /v1/contacts/{contactId}/merges/{contactMergeId}/undo', {
    summary: 'Take a merge back: what was moved leads to the other contact again',
    tag: 'Contacts',
    allow: { permission: 'contacts:write' },
    returns: { 200: Contact },
    errors: ['legal_hold', 'version_conflict'],
    logs: 'contact.unmerged',
  }),
}
