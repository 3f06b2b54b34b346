import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

/**
 * - `asked`: an owner wants it; a second owner, or the code in the mail where there is one owner alone, is needed
 * - `waiting`: it happens at `deleteAt`, unless an owner takes it back
 * - `held`: a legal hold stands against it; it goes on when nothing is held any more
 * - `ending`: the data are being deleted
 * - `ended`: nothing is left, and there is a certificate
 * - `cancelled`: an owner took it back
 */
export const contractEndStates = ['asked', 'waiting', 'held', 'ending', 'ended', 'cancelled'] as const

/** The end of everything that a team has here. */
export const ContractEnd = z
  .object({
    state: z.enum(contractEndStates),
    askedBy: z
      .string()
      .nullable()
      .meta({ description: 'The member who asked for it; `null` for the operator’s software' }),
    confirmedBy: z.string().nullable(),
    needs: z
      .enum(['owner', 'code'])
      .nullable()
      .meta({ description: 'What it waits for while it is `asked`: another owner, or the code in the mail' }),
    graceDays: z.int(),
    askedAt: z.string(),
    deleteAt: z.string().nullable().meta({ description: 'When everything goes; `null` before it was confirmed' }),
    held: z.int().meta({ description: 'How many things a legal hold keeps' }),
  })
  .meta({ id: 'ContractEnd' })
export type ContractEnd = z.infer<typeof ContractEnd>

/** That the contract is to end: the short name of the team typed again, and 7 to 30 days of grace. */
export const ContractEndInput = z
  .strictObject({
    slug: z.string().max(60).meta({ description: 'The short name of the team, typed again' }),
    graceDays: z.int().min(7, 'must be at least 7').max(30, 'must be at most 30').default(14),
  })
  .meta({ id: 'ContractEndInput' })
export type ContractEndInput = z.input<typeof ContractEndInput>

/** The code of the mail, where the team has one owner alone. */
export const ContractEndConfirmation = z
  .strictObject({ code: z.string().max(20).optional().meta({ description: 'Of the mail, where there is one owner' }) })
  .meta({ id: 'ContractEndConfirmation' })

const tag = 'Team'
const allow = { permission: 'team:write' } as const

/** The end of a contract: export, then deletion of the whole team, with a certificate. */
export const contractEndEndpoints = {
  readContractEnd: endpoint('GET /v1/team/end', {
    summary: 'See whether the team is about to end',
    tag,
    allow,
    returns: { 200: z.object({ end: ContractEnd.nullable() }) },
    logs: null,
  }),
  askContractEnd: endpoint('POST /v1/team/end', {
    summary: 'Ask for the end of the team: everything that it has here is deleted after a time of grace',
    tag,
    allow,
    body: ContractEndInput,
    returns: { 200: ContractEnd },
    logs: 'contract-end.asked',
  }),
  confirmContractEnd: endpoint('POST /v1/team/end/confirm', {
    summary: 'Confirm the end of the team, as another owner or with the code of the mail',
    tag,
    allow,
    body: ContractEndConfirmation,
    returns: { 200: ContractEnd },
    errors: ['version_conflict'],
    logs: 'contract-end.confirmed',
  }),
  cancelContractEnd: endpoint('POST /v1/team/end/cancel', {
    summary: 'Take the end of the team back, as long as nothing was deleted',
    tag,
    allow,
    returns: { 200: ContractEnd },
    errors: ['version_conflict'],
    logs: 'contract-end.cancelled',
  }),
  exportTeam: endpoint('GET /v1/team/export', {
    summary: 'Download everything that the team has here, as a signed ZIP',
    tag,
    allow,
    returns: { 200: ['application/zip'] },
    logs: 'team.exported',
  }),
  readTeamCertificate: endpoint('GET /v1/team-certificates', {
    summary: 'Download the certificate of a team that has ended, with the link of the mail',
    tag,
    allow: { anyone: true },
    query: z.strictObject({ token: z.string().max(100).default('') }),
    returns: { 200: ['application/json'] },
    logs: null,
  }),
}
