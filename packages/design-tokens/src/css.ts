import { accentOf } from './accent.ts'
import { type Oklch, parseHex, toHex } from './colour.ts'
import { type ColourName, type Theme, tokens } from './tokens.ts'

// Hexadecimal, not oklch(): browsers clip what lies outside sRGB each in their way, and this is what was computed.
const schemed = (name: string, light: Oklch, dark: Oklch) =>
  `--sotto-${name}:light-dark(${toHex(light)},${toHex(dark)});`

const declarations = (light: Partial<Theme>, dark: Partial<Theme>) =>
  Object.entries(light)
    .map(([name, colour]) => schemed(name, colour, dark[name as ColourName] ?? colour))
    .join('')

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
    `${withAttribute(selector, 'data-theme="light"')}{color-scheme:light}` +
    `${withAttribute(selector, 'data-theme="dark"')}{color-scheme:dark}` +
    `@media (prefers-reduced-motion:reduce){${selector}{--sotto-quick:0s;--sotto-calm:0s}}`
  )
}

/**
 * Declarations that put a bot's own colour (`#rgb` or `#rrggbb`) in the accent's place under `selector`, legible in both
 * themes. Anything that is not such a colour gives no declarations.
 */
export function accentCss(hex: string, selector = ':root') {
  const colour = parseHex(hex)
  return colour ? `${selector}{${declarations({ ...accentOf(colour, 'light') }, { ...accentOf(colour, 'dark') })}}` : ''
}
