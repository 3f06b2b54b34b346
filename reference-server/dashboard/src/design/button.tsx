import type { ComponentChildren, JSX } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> {
  children: ComponentChildren
  icon?: IconName
  /** `primary`: the one thing to do here. `quiet`: without an edge. `bad`: cannot be undone. */
  kind?: 'primary' | 'plain' | 'quiet' | 'bad'
  busy?: boolean
}

/** A button that is busy stays where the focus is, and does nothing more. */
export function Button({ children, icon, kind = 'plain', busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${kind}`}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label'> {
  icon: IconName
  /** What it does, for the ear and as a hint. */
  label: string
}

export const IconButton = ({ icon, label, class: more, ...rest }: IconButtonProps) => (
  <button type="button" {...rest} class={`icon-button ${more ?? ''}`} aria-label={label} title={label}>
    <Icon name={icon} />
  </button>
)
