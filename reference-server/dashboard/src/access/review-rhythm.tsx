import type { AccessReviewSettings } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'

/** How often a review begins, and how long it runs. */
export function ReviewRhythm({ settings, onClose }: { settings: AccessReviewSettings; onClose: () => void }) {
  const { access } = useWorkspace()
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    setBusy(true)
    try {
      await access.changeSettings({ everyMonths: Number(given.get('months')), days: Number(given.get('days')) })
      announce('Saved.')
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="How often access is reviewed" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={save}>
        <label class="field">
          <span>Months from one review to the next (1 to 12)</span>
          <input name="months" type="number" min={1} max={12} required defaultValue={settings.everyMonths} />
        </label>
        <label class="field">
          <span>Days that managers have (7 to 60)</span>
          <input name="days" type="number" min={7} max={60} required defaultValue={settings.days} />
        </label>
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
