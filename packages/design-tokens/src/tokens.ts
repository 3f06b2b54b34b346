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

/** Every value of the design language. Lengths are CSS pixels, durations milliseconds. */
export const tokens = {
  light,
  dark,
  /** Multiples of 4. */
  space: { 1: 4, 2: 8, 3: 12, 4: 16, 5: 20, 6: 24, 8: 32, 10: 40, 12: 48 },
  radius: { control: 8, card: 12, panel: 20 },
  type: {
    family: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
    mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
    sizes: [12, 13, 14, 15, 16, 20, 28],
    lineHeight: { body: 1.5, heading: 1.2 },
    weight: { regular: 400, medium: 550, strong: 600 },
  },
  motion: { quick: 120, calm: 180, easing: 'cubic-bezier(0.2, 0, 0, 1)' },
  /** The one shadow, for what floats: shape, and its strength on light and on dark ground. */
  shadow: { shape: '0 12px 32px', strength: { light: 0.12, dark: 0.5 } },
} as const

/** The least contrast (WCAG 2.2): of text (1.4.3), and of what shows where a control is (1.4.11). */
export const minimumContrast = { text: 4.5, control: 3 } as const

export interface Pair {
  readonly foreground: ColourName
  readonly background: ColourName
  readonly use: keyof typeof minimumContrast
}

const grounds = ['paper', 'raised', 'sunk'] as const
const on = (backgrounds: readonly ColourName[], foregrounds: readonly ColourName[], use: Pair['use']): Pair[] =>
  backgrounds.flatMap((background) => foregrounds.map((foreground) => ({ foreground, background, use })))

/**
 * The pairs that may be used together, each of which holds its contrast in both themes. `wait` and `line` are in none:
 * amber says what words say beside it, and hairlines part what space parts already.
 */
export const pairs: readonly Pair[] = [
  ...on(grounds, ['ink', 'quiet', 'accent', 'good', 'wait-ink', 'bad'], 'text'),
  ...on(grounds, ['edge'], 'control'),
  ...on(['accent'], ['on-accent'], 'text'),
  ...on(['accent-soft'], ['ink', 'quiet', 'accent', 'bad'], 'text'),
  ...on(['good-soft'], ['ink', 'quiet', 'good'], 'text'),
  ...on(['wait-soft'], ['ink', 'quiet', 'wait-ink'], 'text'),
]
