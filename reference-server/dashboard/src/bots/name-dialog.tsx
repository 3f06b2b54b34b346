import type { Bot } from '@sotto/client-sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'

/** Names a bot: a new one, or one that is there. */
export function NameDialog({ bot, onClose }: { bot?: Bot; onClose: () => void }) {
  const { bots } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])

  const save = async (event: Event) => {
    event.preventDefault()
    const name = field.current?.value.trim() ?? ''
    if (!name) {
      setProblem('Give it a name.')
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      if (bot) await bots.change(bot.id, { name })
      else {
        const { id } = await bots.create(name)
        go({ name: 'bot', botId: id, tab: 'knowledge' })
      }
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }

  return (
    <Dialog title={bot ? 'Rename the bot' : 'New bot'} onClose={onClose}>
      <form class="dialog-form" onSubmit={save} noValidate>
        <label class="field">
          <span>Name</span>
          <input
            ref={field}
            name="bot-name"
            maxLength={80}
            autocomplete="off"
            defaultValue={bot?.name ?? ''}
            aria-invalid={problem !== null}
            aria-describedby="name-note"
          />
        </label>
        <p id="name-note" class={problem ? 'field-problem' : 'quiet'} role={problem ? 'alert' : undefined}>
          {problem ?? 'Visitors see it above each answer.'}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {bot ? 'Rename' : 'Make it'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
