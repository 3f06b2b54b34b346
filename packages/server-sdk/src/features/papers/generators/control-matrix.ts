import type { ControlState, Framework } from '@sotto/contracts'
import { controlMatrix } from '../controls/matrix.ts'
import { capitalised, h2, type PaperDocument, p, table, template, titles } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { neededOf } from './parties.ts'

const frameworks: Readonly<Record<Framework, string>> = {
  soc2: 'SOC 2: Security and Confidentiality',
  iso27001: 'ISO/IEC 27001:2022, Annex A',
  hipaa: 'HIPAA Security Rule, 45 CFR § 164.312',
}

const states: Readonly<Record<ControlState, string>> = {
  met: 'Met',
  attention: 'Needs a look',
  'not-met': 'Not met',
  organisational: 'Organisational: nothing in the configuration shows it',
}

const standards = {
  'soc2-type1': 'SOC 2 Type I',
  'soc2-type2': 'SOC 2 Type II',
  iso27001: 'ISO/IEC 27001',
  hipaa: 'HIPAA',
}

/** Controls against what runs. Nothing is claimed to be certified unless a report was uploaded. */
export function controlMatrixPaper(facts: PaperFacts): PaperDocument {
  const { checks, reports } = facts
  const controls = controlMatrix(checks)
  const valid = reports.filter(({ isValid }) => isValid)
  return {
    title: titles['control-matrix'],
    missing: neededOf(facts),
    remarks: checks
      .filter(({ state }) => state !== 'met')
      .map(({ id, says }) => ({ field: `checks.${id}`, message: says })),
    blocks: [
      p(
        'How controls stand, computed from the running configuration. A control is as good as the worst of its checks. This is a self-assessment and no certificate.',
      ),
      h2('Reports of auditors'),
      valid.length > 0
        ? table(
            ['Standard', 'By', 'Issued', 'Valid until', 'SHA-256 of the report'],
            valid.map((one) => [standards[one.standard], one.issuer, one.issuedOn, one.validUntil, one.sha256]),
          )
        : p('No report was uploaded. No certification is claimed.'),
      ...(Object.keys(frameworks) as Framework[]).flatMap((framework) => [
        h2(frameworks[framework]),
        table(
          ['Control', 'What it is about', 'State', 'Shown by'],
          controls
            .filter((control) => control.framework === framework)
            .map((control) => [control.reference, control.title, states[control.state], control.checks.join(', ')]),
        ),
      ]),
      h2('Checks'),
      table(
        ['Check', 'What it looks at', 'State', 'What it found'],
        checks.map((check) => [check.id, check.title, states[check.state], capitalised(check.says)]),
      ),
      template,
    ],
  }
}
