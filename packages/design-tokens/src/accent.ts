import { contrast, type Oklch, parseHex } from './colour.ts'
import { minimumContrast } from './contrast.ts'
import { declarations } from './declarations.ts'
import { type ThemeName, themes } from './themes.ts'

export interface Accent {
  readonly accent: Oklch
  readonly 'on-accent': Oklch
  readonly 'accent-soft': Oklch
}

/** One step is half a percent of lightness: less than an eye can tell. */
const step = 0.005

/**
 * A bot's own colour as the accent of a theme. Hue and chroma stay its own; lightness moves, away from the ground,
 * no further than until every text on and in it has its contrast.
 */
export function accentOf(colour: Oklch, themeName: ThemeName): Accent {
  const theme = themes[themeName]
  const tinted = (like: Oklch): Oklch => ({ ...like, chroma: Math.min(like.chroma, colour.chroma), hue: colour.hue })
  const soft = tinted(theme['accent-soft'])
  const onAccent = tinted(theme['on-accent'])
  const partners = [theme.paper, theme.raised, theme.sunk, soft, onAccent]
  const holds = (accent: Oklch) => partners.every((partner) => contrast(accent, partner) >= minimumContrast.text)

  const direction = themeName === 'light' ? -step : step
  let accent = colour
  while (!holds(accent) && accent.lightness + direction > 0 && accent.lightness + direction < 1) {
    accent = { ...accent, lightness: accent.lightness + direction }
  }
  return { accent, 'on-accent': onAccent, 'accent-soft': soft }
}

/**
 * Declarations that put a bot's own colour (`#rgb` or `#rrggbb`) in the accent's place under `selector`, legible in both
 * themes. Anything that is not such a colour gives no declarations.
 */
export function accentCss(hex: string, selector = ':root') {
  const colour = parseHex(hex)
  return colour ? `${selector}{${declarations({ ...accentOf(colour, 'light') }, { ...accentOf(colour, 'dark') })}}` : ''
}
