import type { Control, ControlCheck, Framework } from '@sotto/contracts'
import { assuranceStandards, frameworks } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Failed } from '../design/notice.tsx'
import { fetchFile } from '../log/download.ts'
import { ChoiceField, TextField } from './fields.tsx'
import { FormDialog, FormRefusal } from './form-dialog.tsx'
import { StandingView } from './standing.tsx'
import { uploadEvidence } from './upload-evidence.ts'
import { useLoaded } from './use-loaded.ts'
import { controlStandings, day } from './words.ts'

const names: Readonly<Record<Framework, string>> = {
  soc2: 'SOC 2: Security and Confidentiality',
  iso27001: 'ISO/IEC 27001:2022, Annex A',
  hipaa: 'HIPAA, 45 CFR § 164.312',
}
const standards = {
  'soc2-type1': 'SOC 2 Type I',
  'soc2-type2': 'SOC 2 Type II',
  iso27001: 'ISO/IEC 27001',
  hipaa: 'HIPAA',
}

/** How controls stand, computed from what runs; nothing is claimed to be certified without a report. */
export function Controls() {
  const { sotto, can } = useWorkspace()
  const [adding, setAdding] = useState(false)
  const [loaded, again] = useLoaded(() => sotto.controls.get(), [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  if (loaded.state === 'loading') return <div aria-busy="true" />
  const { checks, controls, reports } = loaded.value
  return (
    <div class="register">
      {can('papers:write') && (
        <p class="register-head">
          <Button icon="download" onClick={() => fetchFile('/v1/controls/evidence', 'control-evidence.json')}>
            Export the evidence
          </Button>
          <Button icon="upload" onClick={() => setAdding(true)}>
            Add a report
          </Button>
        </p>
      )}
      <section aria-labelledby="reports-heading">
        <h2 id="reports-heading">Reports of auditors</h2>
        {reports.length === 0 && <p class="quiet">None was uploaded. No certification is claimed anywhere.</p>}
        <ul class="register-list">
          {reports.map((report) => (
            <li key={report.id}>
              <div class="register-row">
                <strong>{standards[report.standard]}</strong>
                <StandingView
                  standing={
                    report.isValid
                      ? { text: `Valid until ${day(report.validUntil)}`, icon: 'verified', tone: 'good' }
                      : { text: `Ended ${day(report.validUntil)}`, icon: 'history', tone: 'wait' }
                  }
                />
                <span class="quiet">
                  {report.issuer}, {day(report.issuedOn)}
                </span>
                {can('papers:write') && (
                  <div class="register-actions">
                    <Button
                      kind="quiet"
                      onClick={() => void sotto.controls.removeReport(report.id).then(() => again())}
                    >
                      Take back
                    </Button>
                  </div>
                )}
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="checks-heading">
        <h2 id="checks-heading">Checks</h2>
        <Table
          head={['What it looks at', 'State', 'What it found']}
          rows={checks.map((check) => ({
            key: check.id,
            cells: [check.title, <StandingView key="s" standing={controlStandings[check.state]} />, check.says],
          }))}
        />
      </section>
      {frameworks.map((framework) => (
        <FrameworkTable key={framework} framework={framework} controls={controls} checks={checks} />
      ))}
      {adding && <ReportDialog onClose={() => setAdding(false)} onDone={() => void again()} />}
    </div>
  )
}

function FrameworkTable({
  framework,
  controls,
  checks,
}: {
  framework: Framework
  controls: readonly Control[]
  checks: readonly ControlCheck[]
}) {
  const all = controls.filter((control) => control.framework === framework)
  const titleOf = new Map(checks.map(({ id, title }) => [id, title]))
  const met = all.filter(({ state }) => state === 'met').length
  const shown = all.filter(({ state }) => state !== 'organisational').length
  return (
    <details class="control-framework">
      <summary>
        <h2>{names[framework]}</h2>
        <span class="quiet">
          {met} of {shown} that settings show are met, {all.length - shown} are for people
        </span>
      </summary>
      <Table
        head={['Control', 'What it is about', 'State', 'Shown by']}
        rows={all.map((control) => ({
          key: control.reference,
          cells: [
            control.reference,
            control.title,
            <StandingView key="s" standing={controlStandings[control.state]} />,
            control.checks.map((id) => titleOf.get(id) ?? id).join('; '),
          ],
        }))}
      />
    </details>
  )
}

const Table = ({
  head,
  rows,
}: {
  head: readonly string[]
  rows: readonly { key: string; cells: readonly preact.ComponentChild[] }[]
}) => (
  <div class="paper-wide">
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => (
              <td key={head[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

function ReportDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { sotto } = useWorkspace()
  return (
    <FormDialog
      title="Add a report of an auditor"
      act="Add it"
      onClose={onClose}
      onSend={async (text, form) => {
        const file = form.querySelector<HTMLInputElement>('[name=file]')?.files?.[0]
        if (!file) throw new FormRefusal('Choose the file of the report.')
        const { id: evidenceId } = await uploadEvidence(sotto, file)
        await sotto.controls.addReport({
          standard: assuranceStandards.find((one) => one === text('standard')) ?? 'soc2-type2',
          issuer: text('issuer') ?? '',
          issuedOn: text('issuedOn') ?? '',
          validUntil: text('validUntil') ?? '',
          evidenceId,
        })
        onDone()
      }}
    >
      {(wrong) => (
        <>
          <ChoiceField
            label="Standard"
            name="standard"
            options={assuranceStandards.map((one) => [one, standards[one]] as const)}
          />
          <TextField label="By whom" name="issuer" wrong={wrong('issuer')} />
          <TextField label="Issued on" name="issuedOn" type="date" wrong={wrong('issuedOn')} />
          <TextField label="Valid until" name="validUntil" type="date" wrong={wrong('validUntil')} />
          <label class="field">
            <span>The report</span>
            <input type="file" name="file" accept=".pdf,.txt,.png,.jpg,.jpeg" />
          </label>
        </>
      )}
    </FormDialog>
  )
}
