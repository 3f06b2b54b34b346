import type { SupportApproval, SupportArea, SupportCase } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { areaNames, lasting } from './words.ts'

const durations = [15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 24 * 60, 48 * 60, 72 * 60]
/** The id in an address of the dashboard, or the id itself. */
const idIn = (text: string) => text.split(/[/?#]/).findLast((part) => part.startsWith('cnv_'))

/** Approves what was asked for, or less of it. */
export function ApproveDialog({ one, onClose }: { one: SupportCase; onClose: () => void }) {
  const { support } = useWorkspace()
  const { asked, person } = one
  const [areas, setAreas] = useState<ReadonlySet<SupportArea>>(new Set(asked.areas))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const narrows = asked.areas.includes('conversations') && !asked.conversationId

  const toggle = (area: SupportArea) => {
    const next = new Set(areas)
    if (!next.delete(area)) next.add(area)
    setAreas(next)
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const named = String(given.get('conversation') ?? '').trim()
    const conversationId = named ? idIn(named) : undefined
    if (named && !conversationId) return setProblem('Paste the address of the conversation, as this page has it.')
    const chosen = conversationId ? (['conversations'] as SupportArea[]) : [...areas]
    if (chosen.length === 0) return setProblem('Choose at least one kind of data, or refuse it.')
    const approval: SupportApproval = {
      areas: chosen,
      minutes: Number(given.get('minutes')),
      ...(conversationId ? { conversationId: conversationId as `cnv_${string}` } : {}),
    }
    setBusy(true)
    setProblem(null)
    try {
      await support.approve(one.id, approval)
      announce(`${person.name} is let in.`)
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  const shorter = durations.filter((minutes) => minutes < asked.minutes)
  return (
    <Dialog title={`Let ${person.name} in?`} onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={send}>
        <fieldset class="pane-choices">
          <legend>What they may look at</legend>
          {asked.areas.map((area) => (
            <label key={area} class="pane-choice">
              <input type="checkbox" checked={areas.has(area)} onChange={() => toggle(area)} />
              <span>{areaNames[area]}</span>
            </label>
          ))}
        </fieldset>
        {narrows && (
          <label class="field">
            <span>Only one conversation: its address (you can leave it empty)</span>
            <input name="conversation" maxLength={500} autocomplete="off" aria-describedby="case-problem" />
          </label>
        )}
        <label class="field">
          <span>For how long</span>
          <select name="minutes" class="input">
            {[...shorter, asked.minutes].reverse().map((minutes) => (
              <option key={minutes} value={minutes}>
                {lasting(minutes * 60_000)}
                {minutes === asked.minutes ? ', as asked' : ''}
              </option>
            ))}
          </select>
        </label>
        <p class="quiet">They can look and nothing else, and all that they look at is listed here.</p>
        <p id="case-problem" class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Let them in
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
