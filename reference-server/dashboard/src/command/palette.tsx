import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { botEntries, conversationEntries, type Entry, matching, placeEntries } from './entries.ts'
import './palette.css'

/** Jumps anywhere: a combobox over places, bots and the conversations that have been read. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { inbox, bots, session } = useWorkspace()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const shelf = bots.bots.value
  const entries = useMemo(
    () => [
      ...placeEntries(session.permissions),
      ...botEntries(shelf.state === 'ready' ? shelf.value : []),
      ...conversationEntries(inbox.rows.value),
    ],
    [shelf, inbox.rows.value],
  )
  const found = matching(entries, query)
  const chosen = found[Math.min(at, found.length - 1)]

  useEffect(() => {
    dialog.current?.showModal()
    return () => dialog.current?.close()
  }, [])
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const open = (entry: Entry | undefined) => {
    if (entry) dialog.current?.querySelector<HTMLAnchorElement>(`a[href="${entry.href}"]`)?.click()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      setAt((at + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      open(chosen)
    }
  }

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Search or jump"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="palette-body">
        <div class="palette-field">
          <Icon name="search" size={18} />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={chosen ? `${list}-${found.indexOf(chosen)}` : undefined}
            aria-label="Search or jump"
            placeholder="Search or jump"
            autocomplete="off"
            spellcheck={false}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <div class="palette-list" role="listbox" id={list} aria-label="Found">
          {found.map((entry, index) => (
            <a
              key={entry.id}
              id={`${list}-${index}`}
              href={entry.href}
              role="option"
              tabIndex={-1}
              aria-selected={entry === chosen}
              class="palette-entry"
              onClick={onClose}
              onPointerMove={() => setAt(index)}
            >
              <Icon name={entry.icon} />
              <span class="palette-label">{entry.label}</span>
              {entry.note && <span class="quiet">{entry.note}</span>}
            </a>
          ))}
        </div>
        {found.length === 0 && (
          <p class="palette-none quiet" role="status">
            Nothing here is called that. Conversations are found once they have been in the list.
          </p>
        )}
      </div>
    </dialog>
  )
}
