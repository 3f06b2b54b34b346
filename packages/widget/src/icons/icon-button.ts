import { html, nothing } from 'lit'
import { type IconName, icon } from './icon.ts'

/** A button that shows an icon and carries its name. `pressed` makes it a switch. */
export const iconButton = (
  name: IconName,
  label: string,
  act: () => void,
  { kind = '', pressed }: { kind?: string; pressed?: boolean } = {},
) =>
  html`<button type="button" class=${`quiet-button ${kind}`} aria-label=${label} title=${label}
    aria-pressed=${pressed ?? nothing} @click=${act}>${icon(name)}</button>`
