import type { RetentionOverride } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { count, failureInWords } from '../design/words.ts'
import { categoryNames, endingWords, periodWords } from './words.ts'

/** Periods of single bots and people, which count before those of the team. */
export function BotPeriods({ overrides, people }: { overrides: readonly RetentionOverride[]; people: number }) {
  const { bots, can, retention } = useWorkspace()
  const [adding, setAdding] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const shelf = bots.bots.value
  const nameOf = (id: string | null) =>
    (shelf.state === 'ready' && shelf.value.find((bot) => bot.id === id)?.name) || 'A bot'
  const remove = (id: RetentionOverride['id']) =>
    retention.removeOverride(id).catch((error) => setFailure(failureInWords(error)))
  return (
    <section class="retention-part" aria-labelledby="overrides-heading">
      <h2 id="overrides-heading">Other periods</h2>
      <p class="quiet">
        What is said of a person counts before what is said of a bot, and that before the table above.
        {people > 0 && ` ${count(people, 'period')} of single people.`}
      </p>
      <ul class="retention-overrides">
        {overrides.map((one) => (
          <li key={one.id}>
            <span>
              <strong>{one.contactId ? 'A person' : nameOf(one.botId)}</strong>:{' '}
              {categoryNames[one.category]?.toLowerCase()} {periodWords(one.keep).toLowerCase()}, then{' '}
              {endingWords(one)}
            </span>
            {can('retention:write') && (
              <IconButton icon="remove" label="Take this period back" onClick={() => void remove(one.id)} />
            )}
          </li>
        ))}
      </ul>
      {failure && (
        <p class="field-problem" role="alert">
          {failure}
        </p>
      )}
      {can('retention:write') && (
        <Button icon="add" onClick={() => setAdding(true)}>
          Add for a bot
        </Button>
      )}
      {adding && <BotPeriodForm onClose={() => setAdding(false)} />}
    </section>
  )
}

function BotPeriodForm({ onClose }: { onClose: () => void }) {
  const { bots, retention } = useWorkspace()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const shelf = bots.bots.value
  const all = shelf.state === 'ready' ? shelf.value : []
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const given = new FormData(event.currentTarget as HTMLFormElement)
    const botId = String(given.get('bot') ?? '') as `bot_${string}`
    const text = String(given.get('days') ?? '').trim()
    const keep = Number(text)
    if (!botId) return setProblem('Choose a bot.')
    if (text === '' || !Number.isInteger(keep) || keep < 0 || keep > 36_500)
      return setProblem('Write a whole number of days, from 0 to 36,500.')
    setBusy(true)
    try {
      await retention.addForBot(botId, { category: given.get('category') as 'conversations' | 'files', keep })
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="A period for one bot" onClose={onClose}>
      <form class="dialog-form" onSubmit={save} noValidate>
        <label class="field">
          <span>Bot</span>
          <select name="bot">
            {all.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>What came through it</span>
          <select name="category">
            <option value="conversations">Conversations</option>
            <option value="files">Uploaded files</option>
          </select>
        </label>
        <label class="field">
          <span>Days</span>
          <input name="days" inputMode="numeric" aria-invalid={problem !== null} />
        </label>
        <p class="quiet">
          0: gone with the session. Conversations are over when they are closed, or after half an hour.
        </p>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={busy}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
