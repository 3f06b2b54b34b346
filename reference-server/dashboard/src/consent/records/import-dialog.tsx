import type { ConsentImportReport } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../../app/workspace.ts'
import { announce } from '../../design/announcer.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Icon } from '../../design/icon.tsx'
import { count, failureInWords } from '../../design/words.ts'

/** Brings consents that were given elsewhere, with what shows where they come from. Wrong rows are told one by one. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { sotto, consent } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [report, setReport] = useState<ConsentImportReport | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    const given = new FormData(form.current as HTMLFormElement)
    const file = given.get('file')
    const origin = String(given.get('origin') ?? '').trim()
    if (!(file instanceof File) || file.size === 0 || !origin) {
      setProblem(!origin ? 'Say where these consents come from, and how that can be shown.' : 'Choose a file.')
      form.current?.querySelector<HTMLElement>(origin ? '[name=file]' : '[name=origin]')?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const contacts = given.get('contacts') === 'on' ? ('create' as const) : ('existing' as const)
      const result = await sotto.consent.import({ file, origin, contacts })
      setReport(result)
      announce(`${count(result.imported, 'row')} imported, ${result.refused} refused.`)
      void consent.records.read()
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <div class="consent-large">
      <Dialog title="Import consents" onClose={onClose}>
        {report ? (
          <Report report={report} onAgain={() => setReport(null)} onClose={onClose} />
        ) : (
          <form class="dialog-form" ref={form} onSubmit={send} noValidate>
            <p class="dialog-text">
              CSV or NDJSON, with the columns <code>email</code>, <code>externalId</code> or <code>contactId</code>,{' '}
              <code>granted</code>, <code>denied</code>, <code>at</code>, and if you like <code>proof</code>,{' '}
              <code>language</code>, <code>region</code>. The same file twice is imported once.
            </p>
            <label class="field">
              <span>File</span>
              <input type="file" name="file" accept=".csv,.ndjson,.jsonl" />
            </label>
            <label class="field">
              <span>Where they come from, and how that can be shown</span>
              <textarea name="origin" rows={3} maxLength={2000} aria-describedby="import-problem" />
            </label>
            <label class="consent-inline">
              <input type="checkbox" name="contacts" /> <span>Make contacts of people who are not known yet</span>
            </label>
            <p id="import-problem" class="field-problem" role="alert">
              {problem}
            </p>
            <div class="dialog-actions">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" kind="primary" busy={busy}>
                Import
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </div>
  )
}

function Report({
  report: { rows, imported, repeated, refused, errors },
  onAgain,
  onClose,
}: {
  report: ConsentImportReport
  onAgain: () => void
  onClose: () => void
}) {
  return (
    <>
      <ul class="consent-reasons">
        <li class="good">
          <Icon name="done" size={14} /> {imported.toLocaleString('en-GB')} of {count(rows, 'row')} imported
        </li>
        {repeated > 0 && (
          <li>
            <Icon name="queued" size={14} /> {count(repeated, 'row')} the ledger had already
          </li>
        )}
        {refused > 0 && (
          <li class="wait">
            <Icon name="trouble" size={14} /> {count(refused, 'row')} refused. Put them right and import the file again.
          </li>
        )}
      </ul>
      {errors.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard, too
        <section class="import-errors" tabIndex={0} aria-label="What is wrong">
          <table class="consent-table">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Field</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {errors.map(({ row, field, message }) => (
                <tr key={`${row} ${field} ${message}`}>
                  <td>{row.toLocaleString('en-GB')}</td>
                  <td>
                    <code>{field}</code>
                  </td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div class="dialog-actions">
        <Button onClick={onAgain}>Another file</Button>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </>
  )
}
