export { type Accent, accentOf } from './accent.ts'
export { contrast, type Oklch, parseHex, toHex, toRgb } from './colour.ts'
export { accentCss, tokensCss } from './css.ts'
export { type ColourName, minimumContrast, type Pair, pairs, type Theme, type ThemeName, tokens } from './tokens.ts'
