import { coloursCss } from '@sotto/design-tokens'

export const placeholderCss = `${coloursCss(':root', ['sunk', 'raised', 'ink', 'edge', 'accent'])}
body {
  box-sizing: border-box;
  display: grid;
  place-content: center;
  justify-items: center;
  gap: 12px;
  min-block-size: 100vh;
  margin: 0;
  padding: 12px;
  background: var(--sotto-sunk);
  color: var(--sotto-ink);
  font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  text-align: center;
  overflow-wrap: anywhere;
}
p { margin: 0; max-inline-size: 46ch }
button {
  min-block-size: 40px;
  padding: 8px 16px;
  border: 1px solid var(--sotto-edge);
  border-radius: 8px;
  background: var(--sotto-raised);
  color: inherit;
  font: inherit;
  font-weight: 550;
  cursor: pointer;
}
button:focus-visible { outline: 2px solid var(--sotto-accent); outline-offset: 2px }
@media (max-height: 120px) { p { display: none } }
`
