import type { RetentionCategory, RetentionRule } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { categoryNames } from './words.ts'

/** The usual periods; what is none of them is a number of days. */
const usual = [
  ['0', 'Not beyond the session'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '365 days'],
  ['own', 'Another number of days'],
] as const

/** Sets the period of one kind of data, for the whole team. */
export function PeriodForm({ rule, onClose }: { rule: RetentionRule; onClose: () => void }) {
  const { retention } = useWorkspace()
  const days = 'days' in rule.keep ? rule.keep.days : null
  const [choice, setChoice] = useState(usual.some(([value]) => value === String(days)) ? String(days) : 'own')
  const [own, setOwn] = useState(days === null ? '' : String(days))
  const [then, setThen] = useState(rule.then)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const category = rule.category as RetentionCategory

  const send = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  const save = (event: Event) => {
    event.preventDefault()
    if (busy) return
    const text = choice === 'own' ? own.trim() : choice
    const keep = Number(text)
    if (text === '' || !Number.isInteger(keep) || keep < 0 || keep > 36_500)
      return setProblem('Write a whole number of days, from 0 to 36,500.')
    void send(() => retention.change({ rules: [{ category, keep, then }] }))
  }
  return (
    <Dialog title={`Keep ${(categoryNames[category] ?? category).toLowerCase()}`} onClose={onClose}>
      <form class="dialog-form" onSubmit={save} noValidate>
        <label class="field">
          <span>For</span>
          <select value={choice} onChange={(event) => setChoice(event.currentTarget.value)}>
            {usual.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {choice === 'own' && (
          <label class="field">
            <span>Days</span>
            <input
              name="days"
              inputMode="numeric"
              value={own}
              aria-invalid={problem !== null}
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          </label>
        )}
        {category !== 'files' && (
          <label class="field">
            <span>Then</span>
            <select value={then} onChange={(event) => setThen(event.currentTarget.value as RetentionRule['then'])}>
              <option value="anonymise">Make it anonymous: statistics stay what they were</option>
              <option value="delete">Delete it: nothing stays</option>
            </select>
          </label>
        )}
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <p class="quiet">It counts from the next run on. A day has 24 hours; what is due goes at the next run.</p>
        <div class="dialog-actions">
          {rule.from === 'team' && (
            <Button
              busy={busy}
              onClick={() => void send(() => retention.change({ rules: [{ category, keep: null }] }))}
            >
              As the preset says
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={busy}>
            Keep so long
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
