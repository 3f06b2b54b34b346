/** It looks like the text around it: it is at home in the foot of any page. */
export const linkCss = `
button {
  all: unset;
  cursor: pointer;
  text-decoration: underline;
  text-underline-offset: 3px;
}
button:focus-visible { outline: 2px solid; outline-offset: 2px; border-radius: 4px }
svg { margin-inline-end: 6px; vertical-align: -2px }
`
