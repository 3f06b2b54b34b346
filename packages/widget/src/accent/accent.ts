/** A file of its own, so that what makes a colour legible is fetched only for bots that have one. */
export { accentCss } from '@sotto/design-tokens'
