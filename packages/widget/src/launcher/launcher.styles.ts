import { coloursCss } from '@sotto/design-tokens'
import { hostCss } from '../styles/host.styles.ts'

/** The launcher, which is all that is there before the panel is opened, with no more of the tokens than it needs. */
export const launcherCss = `${hostCss('.launcher, .launcher-note')}${coloursCss(':host', ['accent', 'on-accent', 'raised', 'line', 'ink'])}
.launcher, .launcher-note {
  position: fixed;
  z-index: 2147483000;
  inset-block-end: calc(var(--sotto-inset, 20px) + env(safe-area-inset-bottom, 0px));
  inset-inline-end: var(--sotto-inset, 20px);
}
:host([side="start"]) :is(.launcher, .launcher-note) {
  inset-inline: var(--sotto-inset, 20px) auto;
}
.launcher {
  display: grid;
  place-items: center;
  inline-size: 56px;
  block-size: 56px;
  margin: 0;
  padding: 0;
  border: 1px solid transparent;
  border-radius: 20px;
  background: var(--sotto-accent);
  color: var(--sotto-on-accent);
  box-shadow: 0 12px 32px rgb(0 0 0 / 0.16);
  cursor: pointer;
  transition: transform 120ms;
}
.launcher:hover { transform: translateY(-2px) }
.launcher:focus-visible {
  outline: 2px solid var(--sotto-accent);
  outline-offset: 3px;
}
.launcher svg {
  inline-size: 24px;
  block-size: 24px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.5;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.launcher[aria-busy="true"] svg { opacity: 0.5 }
.launcher-note {
  inset-inline-end: calc(var(--sotto-inset, 20px) + 68px);
  max-inline-size: min(280px, 100vw - 128px);
  margin: 0;
  padding: 12px 16px;
  border: 1px solid var(--sotto-line);
  border-radius: 12px;
  background: var(--sotto-raised);
  box-shadow: 0 12px 32px rgb(0 0 0 / 0.16);
  font-size: 14px;
}
:host([side="start"]) .launcher-note {
  inset-inline-start: calc(var(--sotto-inset, 20px) + 68px);
}
.launcher-note:empty, :host([open]) :is(.launcher, .launcher-note) { display: none }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none } }
@media print { :host(:not([inline])) { display: none } }
`
