import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accentOf,
  contrast,
  minimumContrast,
  type Oklch,
  pairs,
  parseHex,
  type ThemeName,
  toHex,
  tokens,
} from './index.ts'

const themes: ThemeName[] = ['light', 'dark']
const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const read = (colour: string) => parseHex(colour) as Oklch

describe('contrast', () => {
  it('is what WCAG computes', () => {
    expect(contrast(read('#000'), read('#fff'))).toBeCloseTo(21, 5)
    expect(contrast(read('#767676'), read('#ffffff'))).toBeCloseTo(4.54, 2)
    expect(contrast(read('#ff0000'), read('#ffffff'))).toBeCloseTo(4.0, 2)
    expect(contrast(read('#abcdef'), read('#abcdef'))).toBe(1)
  })

  it('reads and writes every sRGB colour without loss', () => {
    fc.assert(
      fc.property(hex, (colour) => {
        expect(toHex(read(colour))).toBe(colour)
      }),
    )
  })

  it('refuses what is no colour', () => {
    for (const text of ['', 'teal', '#12', '#12345', '00707a', '#00707g', '#00707a;x'])
      expect(parseHex(text)).toBeNull()
  })
})

describe.each(themes)('the %s theme', (theme) => {
  it.each(pairs)('$foreground on $background holds for $use', ({ foreground, background, use }) => {
    expect(contrast(tokens[theme][foreground], tokens[theme][background])).toBeGreaterThanOrEqual(minimumContrast[use])
  })

  it('makes any colour of a bot legible, and keeps its hue', () => {
    fc.assert(
      fc.property(hex, (colour) => {
        const own = read(colour)
        const { accent, 'on-accent': onAccent, 'accent-soft': soft } = accentOf(own, theme)
        const { paper, raised, sunk, ink } = tokens[theme]
        for (const ground of [paper, raised, sunk, soft, onAccent]) {
          expect(contrast(accent, ground)).toBeGreaterThanOrEqual(minimumContrast.text)
        }
        expect(contrast(ink, soft)).toBeGreaterThanOrEqual(minimumContrast.text)
        expect(accent.hue).toBe(own.hue)
        expect(accent.chroma).toBe(own.chroma)
      }),
      { examples: [['#000000'], ['#ffffff'], ['#ffff00'], ['#0000ff']] },
    )
  })

  it('leaves a colour alone that is legible already', () => {
    const { accent } = tokens[theme]
    expect(accentOf(accent, theme).accent).toEqual(accent)
  })
})
