import { tokens } from '@sotto/design-tokens'

/** What the host is to the page around it: nothing of the page's own style reaches in but the direction of reading. */
export const hostCss = `:host {
  all: initial;
  display: block;
  color: var(--sotto-ink);
  font: 400 15px/1.5 var(--sotto-font, ${tokens.type.family});
}
:host([hidden]) { display: none; }`
