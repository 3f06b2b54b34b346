import type { Oklch } from './colour.ts'

export type ThemeName = 'light' | 'dark'

const oklch = (percent: number, chroma: number, hue: number): Oklch => ({ lightness: percent / 100, chroma, hue })

const light = {
  paper: oklch(98.5, 0.004, 90),
  raised: oklch(100, 0, 90),
  sunk: oklch(96.4, 0.005, 90),
  ink: oklch(24, 0.015, 260),
  quiet: oklch(50, 0.015, 260),
  line: oklch(91, 0.006, 90),
  edge: oklch(64, 0.012, 260),
  accent: oklch(48, 0.09, 195),
  'on-accent': oklch(99, 0.004, 195),
  'accent-soft': oklch(95, 0.02, 195),
  good: oklch(52, 0.11, 155),
  'good-soft': oklch(95.5, 0.025, 155),
  wait: oklch(70, 0.12, 75),
  'wait-ink': oklch(50, 0.1, 70),
  'wait-soft': oklch(96, 0.03, 85),
  bad: oklch(53, 0.17, 27),
}

export type ColourName = keyof typeof light
export type Theme = Readonly<Record<ColourName, Oklch>>

const dark: Theme = {
  paper: oklch(19, 0.012, 260),
  raised: oklch(23, 0.014, 260),
  sunk: oklch(16.5, 0.012, 260),
  ink: oklch(93, 0.006, 90),
  quiet: oklch(70, 0.012, 260),
  line: oklch(30, 0.014, 260),
  edge: oklch(52, 0.014, 260),
  accent: oklch(76, 0.09, 195),
  'on-accent': oklch(19, 0.02, 195),
  'accent-soft': oklch(29, 0.035, 195),
  good: oklch(76, 0.12, 155),
  'good-soft': oklch(27, 0.035, 155),
  wait: oklch(78, 0.12, 75),
  'wait-ink': oklch(82, 0.1, 80),
  'wait-soft': oklch(28, 0.03, 75),
  bad: oklch(72, 0.14, 27),
}

/** The colours. */
export const themes: Readonly<Record<ThemeName, Theme>> = { light, dark }
