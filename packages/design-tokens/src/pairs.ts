import type { minimumContrast } from './contrast.ts'
import type { ColourName } from './themes.ts'

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
