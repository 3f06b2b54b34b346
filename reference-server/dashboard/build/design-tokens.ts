import { tokensCss } from '@sotto/design-tokens'
import type { Plugin } from 'vite'

const name = 'virtual:design-tokens.css'

/** The design tokens as a style sheet of the build, so that the page has its colours before any script runs. */
export const designTokens = (): Plugin => ({
  name: 'design-tokens',
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load: (id) => (id === `\0${name}` ? tokensCss() : undefined),
})
