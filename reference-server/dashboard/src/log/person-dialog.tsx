import type { Contact } from '@sotto/client-sdk'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { PersonAvatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'

const someId = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/

interface PersonDialogProps {
  /** Whether somebody is chosen already. */
  chosen: boolean
  onChoose: (person: { id: string; name: string } | null) => void
  onClose: () => void
}

/** Finds a person by the beginning of a name, an address, or an id. */
export function PersonDialog({ chosen, onChoose, onClose }: PersonDialogProps) {
  const { sotto } = useWorkspace()
  const [found, setFound] = useState<readonly Contact[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const choose = (person: { id: string; name: string } | null) => {
    onChoose(person)
    onClose()
  }
  const search = async (event: Event) => {
    event.preventDefault()
    const text = field.current?.value.trim() ?? ''
    setProblem(null)
    if (someId.test(text)) return choose({ id: text, name: text })
    if (text.length < 2) {
      setProblem('Write at least two letters of a name, or a whole e-mail address or id.')
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      const by = text.includes('@') ? { email: text } : { name: text }
      setFound((await sotto.contacts.list({ ...by, limit: 10 }).page()).data)
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <Dialog title="About whom?" onClose={onClose}>
      <form class="dialog-form" onSubmit={search} noValidate>
        <label class="field">
          <span>Name, e-mail address or id</span>
          <input ref={field} autocomplete="off" spellcheck={false} aria-describedby="person-problem" />
        </label>
        <p id="person-problem" class="field-problem" role="alert">
          {problem}
        </p>
        {found && (
          <ul class="log-people" aria-label="Found">
            {found.map(({ id, name, email, phone }) => {
              const shown = name ?? email ?? phone ?? id
              return (
                <li key={id}>
                  <button type="button" class="menu-item" onClick={() => choose({ id, name: shown })}>
                    <PersonAvatar id={id} name={name ?? email} />
                    <span>
                      {shown}
                      {name && email && <span class="quiet"> {email}</span>}
                    </span>
                  </button>
                </li>
              )
            })}
          </ul>
        )}
        {found?.length === 0 && (
          <p class="quiet" role="status">
            Nobody is called that. Who was forgotten cannot be found any more.
          </p>
        )}
        <div class="dialog-actions">
          {chosen && <Button onClick={() => choose(null)}>Anyone</Button>}
          <Button type="submit" kind="primary" busy={busy}>
            Find
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
