import { themes } from './themes.ts'

/** Every value of the design language. Lengths are CSS pixels, durations milliseconds. */
export const tokens = {
  ...themes,
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
