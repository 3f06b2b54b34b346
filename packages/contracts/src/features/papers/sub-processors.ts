import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { line, prose } from '../../text.ts'
import { countryCode } from './legal-entity.ts'

/** How data may go to another country. */
export const transferMechanisms = [
  'none-needed',
  'adequacy',
  'standard-clauses',
  'binding-rules',
  'derogation',
] as const
/** How data may go to another country; see `transferMechanisms`. */
export type TransferMechanism = (typeof transferMechanisms)[number]

/**
 * - `announced`: it is not used yet, and can be objected to
 * - `objected`: somebody objected, and that is not settled
 * - `active`: it is used
 * - `ended`: it is not used any more, or never was
 */
export const subProcessorStates = ['announced', 'objected', 'active', 'ended'] as const
/** Where a sub-processor stands; see `subProcessorStates`. */
export type SubProcessorState = (typeof subProcessorStates)[number]

/** Days between the notice of a new sub-processor and its first use, in which it can be objected to. */
export const objectionDays = 30

const subProcessorFields = {
  name: line(200),
  purpose: line(500).meta({ description: 'What it does for the team' }),
  data: line(500).meta({ description: 'Which data it gets' }),
  address: prose(500).nullable(),
  country: countryCode.meta({ description: 'Where it processes, ISO 3166-1' }),
  transfer: z.enum(transferMechanisms),
  transferDetails: line(500).nullable().meta({ description: 'Which decision, which module of the clauses' }),
  contact: line(300).nullable().meta({ description: 'Whom to ask about data there' }),
}

/** Who gets data from whoever processes it for the team. */
export const SubProcessor = z
  .object({
    id: id('subProcessor'),
    ...subProcessorFields,
    state: z.enum(subProcessorStates),
    announcedAt: z.string(),
    startsAt: z.string().meta({ description: 'Since when it is used, or from when on' }),
    endedAt: z.string().nullable(),
    objection: z
      .object({
        at: z.string(),
        by: z.string().nullable(),
        reason: z.string(),
        settled: z.object({ at: z.string(), outcome: z.string(), reason: z.string() }).nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SubProcessor' })
export type SubProcessor = z.infer<typeof SubProcessor>

/**
 * A sub-processor to announce. It may be used once the days in which it can be objected to are over; `inUseSince` says
 * that it is used already.
 */
export const SubProcessorInput = z
  .strictObject({
    ...subProcessorFields,
    address: subProcessorFields.address.default(null),
    transferDetails: subProcessorFields.transferDetails.default(null),
    contact: subProcessorFields.contact.default(null),
    inUseSince: z.iso.date().optional().meta({
      description: 'It is used already: for what stands at the beginning, before an agreement was signed',
    }),
  })
  .meta({ id: 'SubProcessorInput' })
export type SubProcessorInput = z.input<typeof SubProcessorInput>

const tag = 'Sub-processors'

/** Announcing sub-processors, and objections to them. */
export const subProcessorEndpoints = {
  listSubProcessors: endpoint('GET /v1/sub-processors', {
    summary: 'List sub-processors, those that ended too',
    tag: tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(SubProcessor) }) },
    logs: null,
  }),
  addSubProcessor: endpoint('POST /v1/sub-processors', {
    summary: 'Announce a sub-processor: owners get a mail, and can object for 30 days',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: SubProcessorInput,
    returns: { 201: SubProcessor },
    errors: ['agreement_signed'],
    logs: 'sub-processor.announced',
  }),
  endSubProcessor: endpoint('POST /v1/sub-processors/{subProcessorId}/end', {
    summary: 'Say that a sub-processor is not used any more',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({}),
    returns: { 200: SubProcessor },
    errors: ['already_closed'],
    logs: 'sub-processor.ended',
  }),
  objectToSubProcessor: endpoint('POST /v1/sub-processors/{subProcessorId}/objection', {
    summary: 'Object to a sub-processor that is announced. It is not used until that is settled',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ reason: prose(2000) }),
    returns: { 200: SubProcessor },
    errors: ['objection_closed'],
    logs: 'sub-processor.objected',
  }),
  settleSubProcessorObjection: endpoint('POST /v1/sub-processors/{subProcessorId}/settlement', {
    summary: 'Say what became of an objection',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ outcome: z.enum(['withdrawn', 'not-used']), reason: prose(2000) }),
    returns: { 200: SubProcessor },
    errors: ['objection_closed'],
    logs: 'sub-processor.settled',
  }),
}
