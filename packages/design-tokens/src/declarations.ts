import { type Oklch, toHex } from './colour.ts'
import type { ColourName, Theme } from './themes.ts'

// Hexadecimal, not oklch(): browsers clip what lies outside sRGB each in their way, and this is what was computed.
export const schemed = (name: string, light: Oklch, dark: Oklch) =>
  `--sotto-${name}:light-dark(${toHex(light)},${toHex(dark)});`

export const declarations = (light: Partial<Theme>, dark: Partial<Theme>) =>
  Object.entries(light)
    .map(([name, colour]) => schemed(name, colour, dark[name as ColourName] ?? colour))
    .join('')
