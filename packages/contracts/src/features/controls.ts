import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { line } from '../text.ts'

/** Catalogues of controls that running settings are held against. */
export const frameworks = ['soc2', 'iso27001', 'hipaa'] as const
/** A catalogue of controls. */
export type Framework = (typeof frameworks)[number]

/**
 * - `met`: the running configuration fulfils it
 * - `attention`: somebody should look at it
 * - `not-met`: it does not
 */
export const checkStates = ['met', 'attention', 'not-met'] as const
/** What a check found; see `checkStates`. */
export type CheckState = (typeof checkStates)[number]

/** What a check found in the running configuration. */
export const ControlCheck = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(checkStates),
    says: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'ControlCheck' })
export type ControlCheck = z.infer<typeof ControlCheck>

/** `organisational`: people see to it; no setting of this server shows whether they do. */
export const controlStates = [...checkStates, 'organisational'] as const
/** How a control stands; see `controlStates`. */
export type ControlState = (typeof controlStates)[number]

/** A control of a framework, with the checks that show it; as good as the worst of them. */
export const Control = z
  .object({
    framework: z.enum(frameworks),
    reference: z.string(),
    title: z.string(),
    state: z.enum(controlStates),
    checks: z.array(z.string()).meta({ description: 'The checks that compute its state' }),
  })
  .meta({ id: 'Control' })
export type Control = z.infer<typeof Control>

/** What a report of an auditor attests: SOC 2 type I or II, ISO/IEC 27001, or the safeguards of HIPAA. */
export const assuranceStandards = ['soc2-type1', 'soc2-type2', 'iso27001', 'hipaa'] as const

/** A report of an auditor that was uploaded. Without one, nothing says that anything is certified. */
export const AssuranceReport = z
  .object({
    id: id('assuranceReport'),
    standard: z.enum(assuranceStandards),
    issuer: z.string(),
    issuedOn: z.string(),
    validUntil: z.string(),
    isValid: z.boolean(),
    evidenceId: id('evidence'),
    sha256: z.string(),
  })
  .meta({ id: 'AssuranceReport' })
export type AssuranceReport = z.infer<typeof AssuranceReport>

const tag = 'Controls'

/** Controls held against running settings, and reports of auditors. */
export const controlEndpoints = {
  readControls: endpoint('GET /v1/controls', {
    summary: 'Read how controls of SOC 2, ISO 27001 and HIPAA stand, computed from the running configuration',
    tag,
    allow: { permission: 'papers:read' },
    returns: {
      200: z.object({
        checks: z.array(ControlCheck),
        controls: z.array(Control),
        reports: z.array(AssuranceReport),
      }),
    },
    logs: null,
  }),
  exportControls: endpoint('GET /v1/controls/evidence', {
    summary: 'Read controls, checks and what they found as a file',
    tag,
    allow: { permission: 'papers:write' },
    returns: { 200: ['application/json'] },
    logs: 'controls.exported',
  }),
  addAssuranceReport: endpoint('POST /v1/assurance-reports', {
    summary: 'Say that a report of an auditor is there, which was uploaded as evidence',
    tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({
      standard: z.enum(assuranceStandards),
      issuer: line(200),
      issuedOn: z.iso.date(),
      validUntil: z.iso.date(),
      evidenceId: id('evidence'),
    }),
    returns: { 201: AssuranceReport },
    logs: 'assurance-report.added',
  }),
  removeAssuranceReport: endpoint('DELETE /v1/assurance-reports/{assuranceReportId}', {
    summary: 'Take back that a report is there; the file stays as evidence',
    tag,
    allow: { permission: 'papers:write' },
    returns: { 204: null },
    logs: 'assurance-report.removed',
  }),
}
