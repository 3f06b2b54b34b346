import { coloursCss } from '@sotto/design-tokens'

/** What both layers and the link have in common. */
export const commonCss = `
:host([hidden]) { display: none }
h2, p { margin: 0 }
button { font: inherit; color: inherit }
a, .link {
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-decoration: underline;
  text-underline-offset: 3px;
  cursor: pointer;
}
:focus-visible { outline: 2px solid var(--sotto-accent); outline-offset: 2px; border-radius: 4px }
.actions {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(104px, 100%), 1fr));
  gap: 8px;
}
.actions button {
  min-block-size: 40px;
  padding: 8px 4px;
  border: 1px solid var(--sotto-edge);
  border-radius: 8px;
  background: var(--sotto-raised);
  color: var(--sotto-ink);
  font-weight: 550;
  line-height: 1.3;
  cursor: pointer;
}
.actions button:hover { border-color: var(--sotto-ink) }
.actions button:active { background: var(--sotto-sunk) }
@media (max-width: 480px) { .actions.long { grid-template-columns: 1fr } }
@media (max-width: 480px), (pointer: coarse) {
  .actions button { min-block-size: 44px }
}
`

export const firstCss = `${coloursCss(':host', ['paper', 'raised', 'sunk', 'ink', 'quiet', 'line', 'edge', 'accent'])}${commonCss}
.first {
  all: initial;
  box-sizing: border-box;
  position: fixed;
  z-index: 2147483001;
  display: grid;
  gap: 16px;
  inset: auto auto calc(var(--sotto-inset, 24px) + env(safe-area-inset-bottom, 0px)) var(--sotto-inset, 24px);
  inline-size: min(460px, 100vw - 2 * var(--sotto-inset, 24px));
  max-block-size: calc(100dvh - 2 * var(--sotto-inset, 24px));
  padding: 24px;
  overflow: auto;
  border: 1px solid var(--sotto-line);
  border-radius: 12px;
  background: var(--sotto-paper);
  color: var(--sotto-ink);
  color-scheme: inherit;
  box-shadow: 0 12px 32px light-dark(rgb(0 0 0 / 0.12), rgb(0 0 0 / 0.5));
  font: 400 15px/1.5 var(--sotto-font, system-ui, sans-serif);
  overflow-wrap: anywhere;
  animation: sotto-rise 180ms ease-out;
}
.first[dir="rtl"] { inset-inline: auto; right: var(--sotto-inset, 24px); left: auto; direction: rtl }
@keyframes sotto-rise { from { opacity: 0; transform: translateY(8px) } }
@media (prefers-reduced-motion: reduce) { .first { animation: none } }
.text { display: grid; gap: 12px }
.first h2 { font-size: 16px; font-weight: 600; line-height: 1.2 }
.links { display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--sotto-quiet); font-size: 13px }
.first.sheet {
  inset: auto 0 0;
  inline-size: 100%;
  padding: 20px max(24px, 50vw - 560px) calc(20px + env(safe-area-inset-bottom, 0px));
  border-width: 1px 0 0;
  border-radius: 0;
}
@media (min-width: 900px) {
  .first.sheet { grid-template-columns: 1fr 400px; align-items: center; column-gap: 40px }
}
.first.wall { inset: 0; margin: auto; block-size: fit-content }
.first.wall:not([open]) { display: none }
.first.wall::backdrop { background: rgb(0 0 0 / 0.4) }
@media (max-width: 480px) {
  .first:not(.wall) {
    inset: auto 0 0;
    inline-size: 100%;
    padding: 20px 16px calc(16px + env(safe-area-inset-bottom, 0px));
    border-width: 1px 0 0;
    border-radius: 20px 20px 0 0;
    font-size: 16px;
  }
}
@media print { .first { display: none } }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
`
