import { coloursCss } from '@sotto/design-tokens'

export const preferencesCss = `${coloursCss(':host', ['good', 'good-soft', 'on-accent'])}
.preferences {
  all: initial;
  box-sizing: border-box;
  position: fixed;
  inset: 0;
  display: none;
  inline-size: min(676px, 100vw - 32px);
  block-size: fit-content;
  max-block-size: min(804px, 100dvh - 32px);
  margin: auto;
  overflow: hidden;
  border: 1px solid var(--sotto-line);
  border-radius: 20px;
  background: var(--sotto-paper);
  color: var(--sotto-ink);
  color-scheme: inherit;
  box-shadow: 0 12px 32px light-dark(rgb(0 0 0 / 0.12), rgb(0 0 0 / 0.5));
  font: 400 15px/1.5 var(--sotto-font, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
.preferences[open] { display: grid; grid-template-rows: 1fr auto; animation: sotto-rise 180ms ease-out }
.preferences[dir="rtl"] { direction: rtl }
.preferences::backdrop { background: rgb(0 0 0 / 0.24) }
@media (prefers-color-scheme: dark) { .preferences::backdrop { background: rgb(0 0 0 / 0.56) } }
@media (prefers-reduced-motion: reduce) { .preferences[open] { animation: none } .preferences * { transition: none } }
.scroll { overflow: auto; overscroll-behavior: contain; padding: 28px 30px 4px }
.title { display: flex; align-items: start; gap: 16px }
.title h2 { flex: 1; font-size: 20px; font-weight: 600; line-height: 1.2 }
.close {
  display: grid;
  place-items: center;
  inline-size: 32px;
  block-size: 32px;
  margin: -5px -8px 0 0;
  padding: 0;
  border: 0;
  border-radius: 8px;
  background: none;
  cursor: pointer;
}
.close:hover { background: var(--sotto-sunk) }
.intro, .about, .count { color: var(--sotto-quiet) }
.intro { margin-block-start: 4px }
svg { inline-size: 20px; block-size: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }
.notice { display: flex; gap: 14px; margin-block: 16px 4px; padding: 14px 16px; border-radius: 12px; background: var(--sotto-good-soft) }
.notice svg { color: var(--sotto-good); margin-block-start: 1px }
strong { font-weight: 600 }
ul { margin: 0; padding: 0; list-style: none }
.category { border-block-end: 1px solid var(--sotto-line) }
.category:last-child { border: 0 }
.row { display: flex; align-items: center; gap: 10px; min-block-size: 74px }
.disclose {
  display: flex;
  flex: 1;
  align-items: center;
  gap: 10px;
  margin: 0;
  padding: 10px 0;
  border: 0;
  background: none;
  text-align: start;
  cursor: pointer;
}
.disclose svg { transition: transform 120ms }
.disclose[aria-expanded="true"] svg { transform: rotate(90deg) }
[dir="rtl"] .disclose svg { transform: scaleX(-1) }
[dir="rtl"] .disclose[aria-expanded="true"] svg { transform: rotate(90deg) }
.name { display: block; font-weight: 550 }
.about { display: block; font-size: 14px }
.count { font-size: 14px; white-space: nowrap; font-variant-numeric: tabular-nums }
.switch {
  appearance: none;
  position: relative;
  flex: none;
  box-sizing: border-box;
  inline-size: 42px;
  block-size: 26px;
  margin: 0;
  border: 1.5px solid var(--sotto-edge);
  border-radius: 13px;
  background: var(--sotto-raised);
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.switch::before {
  content: "";
  position: absolute;
  inset-block-start: 4.5px;
  inset-inline-start: 5px;
  inline-size: 14px;
  block-size: 14px;
  border-radius: 7px;
  background: var(--sotto-edge);
  transition: transform 120ms;
}
.switch:checked { border-color: var(--sotto-accent); background: var(--sotto-accent) }
.switch:checked::before { background: var(--sotto-on-accent); transform: translateX(16px) }
[dir="rtl"] .switch:checked::before { transform: translateX(-16px) }
.switch:indeterminate { border-color: var(--sotto-accent) }
.switch:indeterminate::before { inset-block-start: 10px; inset-inline-start: 12px; block-size: 3px; background: var(--sotto-accent); transform: none }
.switch:focus-visible { border-radius: 13px }
.switch:disabled { opacity: 0.45; cursor: not-allowed }
@media (forced-colors: active) {
  .switch::before { background: ButtonText }
  .switch:checked::before { background: Highlight }
}
.services { margin: 0 0 16px 30px; border: 1px solid var(--sotto-line); border-radius: 12px; background: var(--sotto-raised) }
[dir="rtl"] .services { margin: 0 30px 16px 0 }
.service { padding: 10px 14px }
.service + .service { border-block-start: 1px solid var(--sotto-line) }
.service .head { display: flex; align-items: center; gap: 12px; min-block-size: 28px }
.service .name { flex: 1 }
.service p { font-size: 14px }
dl { display: grid; grid-template-columns: minmax(52px, auto) 1fr; gap: 0 14px; margin: 2px 0 0; font-size: 14px }
dt { color: var(--sotto-quiet) }
dd { margin: 0 }
code { font: 12.5px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace }
.foot { padding: 14px 30px 26px; border-block-start: 1px solid var(--sotto-line) }
@media (max-width: 600px) {
  .preferences { inline-size: 100%; max-inline-size: 100%; max-block-size: calc(100dvh - 24px); margin: auto 0 0; border-width: 1px 0 0; border-radius: 20px 20px 0 0; font-size: 16px }
  .scroll { padding: 20px 16px 4px }
  .foot { padding: 12px 16px calc(16px + env(safe-area-inset-bottom, 0px)) }
  .services { margin-inline: 0 }
}
`
