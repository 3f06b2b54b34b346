import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { inOrder } from '../query.ts'
import { instant, line, prose } from '../text.ts'

/** Hours within which a processor tells the controller (as agreed), and the controller its authority (Art. 33(1) GDPR). */
export const breachHours = { team: 72, authority: 72 } as const

/**
 * How likely a breach harms people: `unknown` until it is assessed. From `risk` on the authority is told, at `high` the
 * people as well (Art. 33 and 34 GDPR).
 */
export const breachRisks = ['unknown', 'unlikely', 'risk', 'high'] as const
/** How likely a breach harms people; see `breachRisks`. */
export type BreachRisk = (typeof breachRisks)[number]

/** Who is told of a breach: by the operator the team, by the team the authority and the people. */
export const breachRecipients = ['team', 'authority', 'people'] as const
/** Who is told of a breach; see `breachRecipients`. */
export type BreachRecipient = (typeof breachRecipients)[number]

const window = z
  .strictObject({
    since: instant,
    until: instant,
    actorId: line(100)
      .nullable()
      .default(null)
      .meta({ description: 'The id of a member or key in whose name it happened' }),
    action: line(100).nullable().default(null).meta({ description: 'A word of the log, such as contact.read' }),
  })
  .check(inOrder('since', 'until'))

const fields = {
  title: line(200),
  awareAt: instant.meta({ description: 'When the team became aware of it: its clock begins' }),
  operatorAwareAt: instant.nullable().meta({
    description: 'When whoever runs the service became aware of it, where that is somebody else',
  }),
  happenedFrom: instant.nullable(),
  happenedUntil: instant.nullable(),
  nature: prose(5000).nullable().meta({ description: 'Art. 33(3)(a): what happened' }),
  people: line(500).nullable().meta({ description: 'Art. 33(3)(a): categories of people' }),
  approximatePeople: z.int().min(0).max(10_000_000_000).nullable(),
  records: line(500).nullable().meta({ description: 'Art. 33(3)(a): categories of records' }),
  approximateRecords: z.int().min(0).max(10_000_000_000).nullable(),
  contact: line(300).nullable().meta({ description: 'Art. 33(3)(b): who can be asked' }),
  consequences: prose(5000).nullable().meta({ description: 'Art. 33(3)(c): what is likely to follow' }),
  measures: prose(5000).nullable().meta({ description: 'Art. 33(3)(d): what was done and is proposed' }),
  risk: z.enum(breachRisks),
  riskReason: prose(2000).nullable().meta({ description: 'Why the risk is what it is said to be' }),
  delayReason: prose(2000).nullable().meta({ description: 'Art. 33(1): why the authority was told late' }),
}

const Clock = z.object({
  of: z.enum(['team', 'authority']).meta({ description: 'Who is to be told' }),
  startsAt: z.string(),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  isLate: z.boolean(),
  isNeeded: z.boolean().meta({ description: 'Not, where a risk to people is unlikely and it is said why' }),
})

/** One time that somebody was told of a breach. */
export const BreachReport = z
  .object({
    at: z.string(),
    to: z.enum(breachRecipients),
    phase: z.int().meta({ description: 'The first to a recipient is 1' }),
    text: z.string(),
    by: z.string().nullable(),
  })
  .meta({ id: 'BreachReport' })
export type BreachReport = z.infer<typeof BreachReport>

/** A breach as it is written down (Art. 33(5) GDPR). None is ever removed. */
export const Breach = z
  .object({
    id: id('breach'),
    ...fields,
    state: z.enum(['open', 'closed']),
    openedAt: z.string(),
    closedAt: z.string().nullable(),
    clocks: z.array(Clock),
    affected: z
      .object({
        window,
        at: z.string().meta({ description: 'When the log was looked at' }),
        people: z.int().meta({ description: 'People about whom there are entries' }),
        contacts: z.array(id('contact')).meta({ description: 'The first thousand of them' }),
        entries: z.int(),
        forgotten: z.int().meta({ description: 'Entries about people who are erased, and cannot be told apart' }),
      })
      .nullable(),
    reports: z.array(BreachReport),
    lacks: z.array(z.string()).meta({ description: 'Fields of Art. 33(3) that say nothing yet' }),
  })
  .meta({ id: 'Breach' })
export type Breach = z.infer<typeof Breach>

/** What is known of a breach when it is written down first. */
export const BreachInput = z
  .strictObject({
    ...fields,
    operatorAwareAt: fields.operatorAwareAt.default(null),
    happenedFrom: fields.happenedFrom.default(null),
    happenedUntil: fields.happenedUntil.default(null),
    nature: fields.nature.default(null),
    people: fields.people.default(null),
    approximatePeople: fields.approximatePeople.default(null),
    records: fields.records.default(null),
    approximateRecords: fields.approximateRecords.default(null),
    contact: fields.contact.default(null),
    consequences: fields.consequences.default(null),
    measures: fields.measures.default(null),
    risk: fields.risk.default('unknown'),
    riskReason: fields.riskReason.default(null),
    delayReason: fields.delayReason.default(null),
  })
  .meta({ id: 'BreachInput' })
export type BreachInput = z.input<typeof BreachInput>

/** Fields that are left out stay. */
export const BreachPatch = z.strictObject(fields).partial().meta({ id: 'BreachPatch' })
export type BreachPatch = z.input<typeof BreachPatch>

const tag = 'Breaches'

/** The register of breaches, and the notices that follow from one. */
export const breachEndpoints = {
  listBreaches: endpoint('GET /v1/breaches', {
    summary: 'List breaches, the newest first. None is ever removed (Art. 33(5) GDPR)',
    tag,
    allow: { permission: 'breaches:read' },
    returns: { 200: z.object({ data: z.array(Breach) }) },
    logs: null,
  }),
  openBreach: endpoint('POST /v1/breaches', {
    summary: 'Write down a breach. Its clocks begin when it was noticed',
    tag,
    allow: { permission: 'breaches:write' },
    body: BreachInput,
    returns: { 201: Breach },
    logs: 'breach.opened',
  }),
  readBreach: endpoint('GET /v1/breaches/{breachId}', {
    summary: 'Read a breach',
    tag,
    allow: { permission: 'breaches:read' },
    returns: { 200: Breach },
    logs: null,
  }),
  changeBreach: endpoint('PATCH /v1/breaches/{breachId}', {
    summary: 'Write down what became known of a breach',
    tag,
    allow: { permission: 'breaches:write' },
    body: BreachPatch,
    returns: { 200: Breach },
    logs: 'breach.changed',
  }),
  findAffectedPeople: endpoint('POST /v1/breaches/{breachId}/affected', {
    summary: 'Find in the log whose data was touched: by time, actor and action',
    tag,
    allow: { permission: 'breaches:write' },
    body: window,
    returns: { 200: Breach },
    logs: 'breach.measured',
  }),
  reportBreach: endpoint('POST /v1/breaches/{breachId}/reports', {
    summary: 'Write down that somebody was told, and what; in as many phases as it takes (Art. 33(4))',
    tag,
    allow: { permission: 'breaches:write' },
    body: z.strictObject({ to: z.enum(breachRecipients), text: prose(20_000), at: instant.optional() }),
    returns: { 201: Breach },
    errors: ['already_closed'],
    logs: 'breach.reported',
  }),
  closeBreach: endpoint('POST /v1/breaches/{breachId}/close', {
    summary: 'Close a breach. It stays in the register',
    tag,
    allow: { permission: 'breaches:write' },
    body: z.strictObject({}),
    returns: { 200: Breach },
    errors: ['already_closed', 'breach_unfinished'],
    logs: 'breach.closed',
  }),
  draftBreachLetter: endpoint('GET /v1/breaches/{breachId}/letter', {
    summary: 'Read a draft: of the report to the authority (Art. 33), or of the letter to people (Art. 34)',
    tag,
    allow: { permission: 'breaches:read' },
    query: z.strictObject({
      to: z.enum(['authority', 'people']).default('people'),
      format: z.enum(['md', 'pdf']).default('md'),
    }),
    returns: { 200: ['text/markdown', 'application/pdf'] },
    logs: null,
  }),
}
