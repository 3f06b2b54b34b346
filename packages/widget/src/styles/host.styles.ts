/**
 * What begins each sheet. A rule of the page for all its elements is one for the host too, which would hand it down: so
 * what stands first in the root begins with nothing, and keeps the direction of reading and the scheme alone.
 */
export const hostCss = (first: string) => `:host { display: block }
:host([hidden]) { display: none }
${first} {
  all: initial;
  box-sizing: border-box;
  color: var(--sotto-ink);
  color-scheme: inherit;
  font: 400 15px/1.5 var(--sotto-font, system-ui, sans-serif);
}
`
