import type { Bot } from '@sotto/client-sdk'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import type { KeepOriginal, Library } from './library.ts'
import { keepOriginal } from './originals.ts'

const accepted =
  '.pdf,.docx,.csv,.md,.markdown,.html,.htm,.txt,application/pdf,text/csv,text/markdown,text/html,text/plain'

interface AddDocumentsProps {
  bot: Bot
  library: Library
  onFiles: (files: readonly File[]) => void
  onClose: () => void
}

/** Files, or text that is pasted; and what becomes of the originals. */
export function AddDocuments({ bot, library, onFiles, onClose }: AddDocumentsProps) {
  const [pasting, setPasting] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const choose = () => {
    const files = [...(picker.current?.files ?? [])]
    if (files.length === 0) return
    onFiles(files)
    onClose()
  }
  return (
    <Dialog title={`Add to ${bot.name}`} onClose={onClose}>
      {pasting ? (
        <PasteText library={library} onBack={() => setPasting(false)} onDone={onClose} />
      ) : (
        <div class="dialog-form">
          <div class="add-ways">
            <button type="button" class="add-way" onClick={() => picker.current?.click()}>
              <strong>Choose files</strong>
              <span class="quiet">PDF, DOCX, CSV, Markdown, HTML, text</span>
            </button>
            <button type="button" class="add-way" onClick={() => setPasting(true)}>
              <strong>Paste text</strong>
              <span class="quiet">Plain or Markdown</span>
            </button>
          </div>
          <p class="quiet">Or drop files anywhere on the page.</p>
          <input
            ref={picker}
            type="file"
            class="unseen"
            tabIndex={-1}
            aria-label="Files"
            multiple
            accept={accepted}
            onChange={choose}
          />
          <OriginalChoice />
        </div>
      )}
    </Dialog>
  )
}

const choices: { value: KeepOriginal; label: string; note: string }[] = [
  { value: 'keep', label: 'Keep the originals', note: 'They can be read anew when reading gets better.' },
  {
    value: 'delete-after-processing',
    label: 'Delete the originals after reading',
    note: 'Only the passages stay. Answers can still quote them.',
  },
]

const OriginalChoice = () => (
  <fieldset class="choices">
    <legend>Original files</legend>
    {choices.map(({ value, label, note }) => (
      <label key={value} class="choice">
        <input
          type="radio"
          name="keep-original"
          value={value}
          checked={keepOriginal.value === value}
          onChange={() => {
            keepOriginal.value = value
          }}
        />
        <span>
          {label}
          <span class="quiet">{note}</span>
        </span>
      </label>
    ))}
  </fieldset>
)

function PasteText({ library, onBack, onDone }: { library: Library; onBack: () => void; onDone: () => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const title = useRef<HTMLInputElement>(null)
  const text = useRef<HTMLTextAreaElement>(null)
  const save = async (event: Event) => {
    event.preventDefault()
    const input = { title: title.current?.value.trim() ?? '', text: text.current?.value.trim() ?? '' }
    if (!input.title || !input.text) {
      setProblem(input.title ? 'Paste some text.' : 'Give it a title: answers cite it by that.')
      ;(input.title ? text : title).current?.focus()
      return
    }
    setBusy(true)
    try {
      await library.paste({ ...input, keepOriginal: keepOriginal.value })
      onDone()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <form class="dialog-form" onSubmit={save} noValidate>
      <label class="field">
        <span>Title</span>
        <input ref={title} maxLength={200} autocomplete="off" aria-describedby="paste-problem" />
      </label>
      <label class="field">
        <span>Text</span>
        <textarea ref={text} rows={10} aria-describedby="paste-problem" />
      </label>
      <OriginalChoice />
      <p id="paste-problem" class="field-problem" role="alert">
        {problem}
      </p>
      <div class="dialog-actions">
        <Button onClick={onBack}>Back</Button>
        <Button type="submit" kind="primary" busy={busy}>
          Add text
        </Button>
      </div>
    </form>
  )
}
