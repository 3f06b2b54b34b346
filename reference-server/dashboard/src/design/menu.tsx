import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

export interface MenuItem {
  /** The heading that it stands below; items of one heading follow each other. */
  group?: string
  label: string
  icon?: IconName
  /** What stands before the label instead of an icon. */
  mark?: ComponentChildren
  /** Set where the item is one of several that exclude each other. */
  checked?: boolean
  onSelect: () => void
}

interface MenuProps {
  /** What the list is called. */
  label: string
  /** What the button shows and is called; words that only the ear needs are `unseen`. */
  children: ComponentChildren
  items: readonly MenuItem[]
  class?: string
  /** Where the list opens. */
  side?: 'start' | 'end' | 'above'
}

const steps: Record<string, (at: number, length: number) => number> = {
  ArrowDown: (at, length) => (at + 1) % length,
  ArrowUp: (at, length) => (at - 1 + length) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
}

/** Items that follow each other below one heading, or below none. */
function runsOf(items: readonly MenuItem[]): { group: string | undefined; items: MenuItem[] }[] {
  const runs: { group: string | undefined; items: MenuItem[] }[] = []
  for (const item of items) {
    const last = runs.at(-1)
    if (last && last.group === item.group) last.items.push(item)
    else runs.push({ group: item.group, items: [item] })
  }
  return runs
}

/** A button with a menu (WAI-ARIA menu button): arrows move, Enter chooses, Escape and Tab close. */
export function Menu({ label, children, items, class: more = 'button plain', side = 'end' }: MenuProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]

  useEffect(() => {
    if (!open) return
    const chosen = items.findIndex(({ checked }) => checked)
    entries()[Math.max(0, chosen)]?.focus()
    const leave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    return () => document.removeEventListener('pointerdown', leave)
  }, [open])

  const close = () => {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    const step = steps[event.key]
    if (event.key === 'Tab') setOpen(false)
    else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (step) {
      event.preventDefault()
      const all = entries()
      all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus()
    }
  }

  const entry = ({ label, icon, mark, checked, onSelect }: MenuItem) => (
    <button
      key={label}
      type="button"
      class="menu-item"
      {...(checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked })}
      tabIndex={-1}
      onClick={() => {
        close()
        onSelect()
      }}
    >
      {mark ?? (icon && <Icon name={icon} />)}
      <span>{label}</span>
      {checked && <Icon name="done" />}
    </button>
  )

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come up here from the button and the items
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={more}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open) return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {children}
      </button>
      {open && (
        <div class={`menu-list ${side}`} role="menu" id={id} aria-label={label}>
          {runsOf(items).map(({ group, items }) =>
            group === undefined ? (
              items.map(entry)
            ) : (
              // biome-ignore lint/a11y/useSemanticElements: a menu holds groups, and no fieldsets
              <div key={group} class="menu-group" role="group" aria-label={group}>
                <p class="menu-heading" aria-hidden="true">
                  {group}
                </p>
                {items.map(entry)}
              </div>
            ),
          )}
        </div>
      )}
    </div>
  )
}
