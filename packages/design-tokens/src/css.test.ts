import { describe, expect, it } from 'vitest'
import { accentCss, tokens, tokensCss } from './index.ts'

describe('tokensCss', () => {
  it('declares every colour for both themes', () => {
    const css = tokensCss()
    for (const name of Object.keys(tokens.light)) expect(css).toMatch(new RegExp(`--sotto-${name}:light-dark\\(#`))
    expect(css).toContain('--sotto-paper:light-dark(#fbfaf7,#111419);')
  })

  it('lets data-theme decide over the system, on the page and on a shadow host', () => {
    expect(tokensCss()).toContain(':root[data-theme="dark"]{color-scheme:dark}')
    expect(tokensCss(':host')).toContain(':host([data-theme="light"]){color-scheme:light}')
    expect(tokensCss('.demo')).toContain('.demo[data-theme="dark"]{color-scheme:dark}')
  })

  it('stops all motion for those who asked for it', () => {
    expect(tokensCss()).toContain('@media (prefers-reduced-motion:reduce){:root{--sotto-quick:0s;--sotto-calm:0s}}')
  })
})

describe('accentCss', () => {
  it('replaces the accent and what belongs to it', () => {
    const css = accentCss('#c2410c', ':host')
    for (const name of ['accent', 'on-accent', 'accent-soft']) expect(css).toContain(`--sotto-${name}:light-dark(`)
    expect(css.startsWith(':host{')).toBe(true)
  })

  it('lets nothing into the style sheet that is not a colour', () => {
    expect(accentCss('red}body{display:none')).toBe('')
  })
})
