import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { demoPage } from './page.ts'

describe('demoPage', () => {
  const { html, styleSource } = demoPage({ widgetSrc: '/widget/v1.js?bot=pk_demo' })

  it('has one script tag, which loads the widget', () => {
    expect(html.match(/<script\b.*?<\/script>/gs)).toEqual([
      '<script type="module" src="/widget/v1.js?bot=pk_demo"></script>',
    ])
    expect(html).not.toContain('{{')
  })

  it('has the gate before everything else where visitors are asked, and lets the counter wait', () => {
    const asking = demoPage({ widgetSrc: '/widget/v1.js', asks: true })
    const tags = [...asking.html.matchAll(/<(script|style|link|sotto-\w+)\b[^>]*>/g)].map(([tag]) => tag)
    expect(tags[0]).toBe('<script src="/demo/consent/sotto-gate.js">')
    expect(tags).toContain('<sotto-consent>')
    expect(tags).toContain('<script type="text/plain" data-consent="visit-counter" data-src="/demo/visit-counter.js">')
    expect(asking.styleSource).toBe(styleSource)
  })

  it('keeps an address inside its attribute', () => {
    const hostile = demoPage({ widgetSrc: '/v1.js?a=1&b="><script>$&' }).html
    expect(hostile).toContain('src="/v1.js?a=1&amp;b=&quot;>&lt;script>$&amp;"')
  })

  it('names its style sheet by hash, and has no other style or handler that a strict policy would refuse', () => {
    const sheets = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)]
    expect(sheets).toHaveLength(1)
    const hash = createHash('sha256')
      .update(sheets[0]?.[1] ?? '')
      .digest('base64')
    expect(styleSource).toBe(`'sha256-${hash}'`)
    expect(html).not.toMatch(/\s(style|on\w+)=/)
  })

  it('asks nobody else for anything', () => {
    const addresses = [...html.matchAll(/(?:src|href|srcset|poster)="([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(addresses.filter((address) => !/^(#|tel:|mailto:|data:|\/widget\/)/.test(address))).toEqual([])
    expect(html).not.toMatch(/url\(|@import/)
  })

  it('links only to places that the page has', () => {
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]))
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })
})
