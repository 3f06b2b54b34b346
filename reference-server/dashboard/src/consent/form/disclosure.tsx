import type { ComponentChildren } from 'preact'
import { IconButton } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { useEditor } from '../policy-editor.ts'

interface DisclosureProps {
  /** Its place: `categories.1`. */
  at: string
  name: ComponentChildren
  about: ComponentChildren
  children: ComponentChildren
  /** What can be done with the whole. */
  actions?: ComponentChildren
}

/** One category or service: a line that unfolds. */
export function Disclosure({ at, name, about, actions, children }: DisclosureProps) {
  const { editor } = useEditor()
  const open = editor.unfolded.value.has(at)
  const wrong = editor.problems.value.filter(({ key }) => key.startsWith(`${at}.`)).length
  return (
    <div class={open ? 'consent-item open' : 'consent-item'}>
      <div class="consent-item-head">
        <button
          type="button"
          class="consent-disclose"
          aria-expanded={open}
          aria-controls={`inside-${at}`}
          id={`field-${at}`}
          onClick={() => editor.unfold(at, !open)}
        >
          <Icon name="next" />
          <span class="consent-item-name">{name}</span>
          <span class="quiet consent-item-about">{about}</span>
          {wrong > 0 && (
            <span class="consent-wrong">
              <Icon name="trouble" size={14} /> {wrong} to fix
            </span>
          )}
        </button>
        {open && actions}
      </div>
      {open && (
        <div class="consent-item-body" id={`inside-${at}`}>
          {children}
        </div>
      )}
    </div>
  )
}

interface MoveProps {
  what: string
  index: number
  length: number
  onMove: (to: number) => void
  onRemove: () => void
}

/** Up, down, away. */
export const Movers = ({ what, index, length, onMove, onRemove }: MoveProps) => (
  <span class="consent-movers">
    {index > 0 && <IconButton icon="up" label={`Move ${what} up`} onClick={() => onMove(index - 1)} />}
    {index < length - 1 && <IconButton icon="down" label={`Move ${what} down`} onClick={() => onMove(index + 1)} />}
    <IconButton icon="remove" label={`Remove ${what}`} onClick={onRemove} />
  </span>
)
