import { type HoldReason, holdGrounds } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { groundNames } from './words.ts'

/** The code that stands in certificates, made from what staff read. */
const codeOf = (label: string) =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)

/** The reasons that holds may have. Holds keep the reason that they have. */
export function ReasonsDialog({ onClose }: { onClose: () => void }) {
  const { holds } = useWorkspace()
  const [rows, setRows] = useState<readonly HoldReason[]>(holds.reasons.value)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const known = new Set(holds.reasons.value.map(({ code }) => code))
  const change = (at: number, part: Partial<HoldReason>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await holds.changeReasons(rows)
      announce('The reasons are saved.')
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Reasons for holds" onClose={onClose}>
      <form class="dialog-form" onSubmit={save}>
        <ul class="hold-reasons">
          {rows.map((row, index) => (
            <li key={index}>
              <label class="field">
                <span class="unseen">Reason {index + 1}</span>
                <input
                  value={row.label}
                  maxLength={100}
                  required
                  onInput={({ currentTarget: { value } }) =>
                    change(index, known.has(row.code) ? { label: value } : { label: value, code: codeOf(value) })
                  }
                />
              </label>
              <label class="field">
                <span class="unseen">Ground of reason {index + 1}</span>
                <select
                  class="input"
                  value={row.ground}
                  onChange={({ currentTarget: { value } }) => change(index, { ground: value as HoldReason['ground'] })}
                >
                  {holdGrounds.map((ground) => (
                    <option key={ground} value={ground}>
                      {groundNames[ground]}
                    </option>
                  ))}
                </select>
              </label>
              <IconButton
                icon="remove"
                label={`Remove reason ${row.label}`}
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
        <Button icon="add" onClick={() => setRows([...rows, { code: '', label: '', ground: 'legal-claims' }])}>
          Add a reason
        </Button>
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
