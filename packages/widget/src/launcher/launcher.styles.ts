import { tokensCss } from '@sotto/design-tokens'

/** What the host is to the page around it, and the launcher: all of it that is there before the panel is opened. */
export const launcherCss = `
:host {
  all: initial;
}
${tokensCss(':host')}
:host {
  display: block;
  font: 400 15px/1.5 var(--sotto-font);
  color: var(--sotto-ink);
}
:host([hidden]) { display: none }
.launcher, .launcher-note {
  position: fixed;
  z-index: 2147483000;
  inset-block-end: calc(var(--sotto-inset, 20px) + env(safe-area-inset-bottom, 0px));
  inset-inline-end: var(--sotto-inset, 20px);
  box-sizing: border-box;
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
  box-shadow: var(--sotto-shadow);
  cursor: pointer;
  transition: transform var(--sotto-quick), opacity var(--sotto-quick);
}
.launcher:hover { transform: translateY(-2px) }
.launcher:active { transform: none }
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
  border-radius: var(--sotto-radius-card);
  background: var(--sotto-raised);
  box-shadow: var(--sotto-shadow);
  font-size: 14px;
}
:host([side="start"]) .launcher-note {
  inset-inline-start: calc(var(--sotto-inset, 20px) + 68px);
}
.launcher-note:empty, :host([open]) :is(.launcher, .launcher-note) { display: none }
@media print { :host(:not([inline])) { display: none } }
`
