import { declarations, schemed } from './declarations.ts'
import { type ColourName, themes } from './themes.ts'
import { tokens } from './tokens.ts'

const lengths = (kind: string, values: Record<string, number>) =>
  Object.entries(values)
    .map(([name, value]) => `--sotto-${kind}-${name}:${value}px;`)
    .join('')

/** `:root` with an attribute is `:root[…]`, but a host wants it inside its brackets. */
const withAttribute = (selector: string, attribute: string) =>
  selector === ':host' ? `:host([${attribute}])` : `${selector}[${attribute}]`

/**
 * Custom properties `--sotto-*` for everything under `selector` (`:root` unless told; `:host` in a shadow root). The
 * theme follows the reader's system, unless an attribute `data-theme="light"` or `"dark"` on the same element decides.
 */
export function tokensCss(selector = ':root') {
  const { light, dark, space, radius, type, motion, shadow } = tokens
  const shade = (alpha: number) => `rgb(0 0 0 / ${alpha})`
  return (
    `${selector}{color-scheme:light dark;${declarations(light, dark)}` +
    `--sotto-shadow:${shadow.shape} light-dark(${shade(shadow.strength.light)},${shade(shadow.strength.dark)});` +
    lengths('space', space) +
    lengths('radius', radius) +
    `--sotto-font:${type.family};--sotto-mono:${type.mono};` +
    `--sotto-quick:${motion.quick}ms ${motion.easing};--sotto-calm:${motion.calm}ms ${motion.easing}}` +
    schemes(selector) +
    `@media (prefers-reduced-motion:reduce){${selector}{--sotto-quick:0s;--sotto-calm:0s}}`
  )
}

/** The colours alone, and of them those that are named: for what has to be small. */
export const coloursCss = (selector: string, names: readonly ColourName[]) =>
  `${selector}{color-scheme:light dark;${names.map((name) => schemed(name, themes.light[name], themes.dark[name])).join('')}}` +
  schemes(selector)

/** `data-theme` on the same element decides over the system. */
const schemes = (selector: string) =>
  (['light', 'dark'] as const)
    .map((theme) => `${withAttribute(selector, `data-theme="${theme}"`)}{color-scheme:${theme}}`)
    .join('')
