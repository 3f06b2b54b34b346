import { createRequire } from 'node:module'
import type { ConsentDelivery } from '@sotto/contracts'
import type axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConsentPolicy } from '../policy/policy.ts'
import { renderConsent } from '../ssr.ts'
import { shopPolicy } from '../testing/policies.ts'
import { openSite, type Site } from '../testing/site.ts'

let site: Site
let context: BrowserContext
let page: Page
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())
beforeEach(() => fresh())

const fresh = async (options: Parameters<Site['visitor']>[0] = {}) => {
  await context?.close()
  context = await site.visitor(options)
  page = await context.newPage()
}
const script = '<script type="module" src="/sotto-consent.js"></script>'
const element = `<sotto-consent></sotto-consent><footer><sotto-consent-link></sotto-consent-link></footer>${script}`
const open = async (visited: Parameters<Site['put']>[0] = {}) => {
  const path = site.put({ policy: shopPolicy, body: element, ...visited })
  await page.goto(`${site.origin()}${path}`)
  return path
}
const banner = () => page.locator('sotto-consent .first')
const dialog = () => page.getByRole('dialog')
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const allowed = (names: string) => page.evaluate((all) => window.sottoConsent?.allows(all), names)
const delivering = (policy: ConsentPolicy = shopPolicy): ConsentPolicy => ({
  ...policy,
  delivery: { server: site.origin('consent'), key: 'pk_test' },
})
const sent = () => site.records.map(({ body }) => JSON.parse(body) as ConsentDelivery)

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** Each rule of WCAG 2.2 A and AA that axe can decide, and its best practices. */
const problems = async () => {
  await page.addScriptTag({ path: axePath })
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
  return page.evaluate(async () => {
    const inside = (window as unknown as { axe: typeof axe }).axe
    const { violations } = await inside.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`)
  })
}

describe('the first layer', () => {
  it('offers a no like a yes, blocks nothing, and takes nothing but a press for a yes', async () => {
    await open()
    const region = page.getByRole('region', { name: 'Cookies are your choice' })
    await region.waitFor()
    const looks = await Promise.all(
      ['Reject', 'Accept', 'Choose'].map((name) =>
        button(name).evaluate((node) => {
          const { width, height, y } = node.getBoundingClientRect()
          const { color, backgroundColor, borderColor, fontSize, fontWeight, opacity } = getComputedStyle(node)
          return {
            width: Math.round(width),
            height: Math.round(height),
            y,
            color,
            backgroundColor,
            borderColor,
            fontSize,
            fontWeight,
            opacity,
          }
        }),
      ),
    )
    expect(looks[1]).toEqual(looks[0])
    expect(looks[2]).toEqual(looks[0])
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
    await page.keyboard.press('Escape')
    await page.mouse.wheel(0, 2000)
    await page.locator('h1').click()
    await banner().getByText('Only what').click()
    expect(await region.isVisible()).toBe(true)
    expect(await context.cookies()).toEqual([])
    expect(await problems()).toEqual([])
  })

  it('records a no, and does not come back', async () => {
    await open({ policy: delivering() })
    await button('Reject').click()
    await banner().waitFor({ state: 'detached' })
    expect(await page.getByRole('status').textContent()).toBe('Your choice is saved.')
    await expect.poll(() => site.records.length).toBe(1)
    const [{ record, shown } = {}] = sent()
    expect(record).toMatchObject({ source: 'banner', granted: [], denied: ['analytics', 'media', 'marketing'] })
    expect(record?.shown).toMatchObject({ layer: 'first', layout: 'card', language: 'en' })
    expect(shown?.texts).toMatchObject({ reject: 'Reject', accept: 'Accept' })
    expect(shown?.texts.body).toBe(
      'Only what this site needs is on. With your yes also: Counting visits, Maps and video, and Advertising. Take it back any time under Privacy choices.',
    )
    await page.reload()
    await page.waitForFunction(() => window.sottoConsent?.asking === false)
    expect(await banner().count()).toBe(0)
  })

  it('says that Global Privacy Control is honoured, and asks for nothing that it keeps off', async () => {
    await fresh({ gpc: true, colorScheme: 'dark' })
    await open()
    await page.getByText('Global Privacy Control is honoured.').waitFor()
    expect(await banner().textContent()).not.toContain('Advertising')
    expect(await problems()).toEqual([])
    await button('Accept').click()
    expect([await allowed('analytics'), await allowed('marketing')]).toEqual([true, false])
  })

  it('as a wall keeps the keyboard inside, and Escape is no answer', async () => {
    await open({ policy: { ...shopPolicy, layout: 'wall' } })
    await dialog().waitFor()
    for (let press = 0; press < 9; press++) {
      await page.keyboard.press('Tab')
      const inside = await page.evaluate(() => document.activeElement?.localName)
      expect(['sotto-consent', 'body']).toContain(inside)
    }
    for (let press = 0; press < 3; press++) await page.keyboard.press('Escape')
    expect(await dialog().isVisible()).toBe(true)
    expect(await page.evaluate(() => window.sottoConsent?.choice)).toBe(null)
    expect(await problems()).toEqual([])
    await button('Accept').click()
    await dialog().waitFor({ state: 'detached' })
  })

  it('moves nothing, needs no inline style, and holds under trusted types', async () => {
    const headers = {
      'content-security-policy': `default-src 'none'; script-src 'self' 'nonce-watch'; frame-src ${site.origin('tracker')}; img-src data:; require-trusted-types-for 'script'; trusted-types lit-html`,
    }
    const watch = `<script nonce="watch">
      window.violations = []
      window.shift = 0
      addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sourceFile))
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value }).observe({ type: 'layout-shift', buffered: true })
    </script>`
    const frame = `<iframe title="Map" width="500" height="300" data-consent="map" data-src="${site.origin('tracker')}/frame-map"></iframe><p>Below</p>`
    await open({ headers, head: watch, body: frame + element })
    await banner().waitFor()
    await button('Choose').click()
    await button('Save choices').click()
    await page.frameLocator('iframe').getByRole('button', { name: 'Show OpenStreetMap' }).click()
    await page.frameLocator('iframe').getByText('The map').waitFor()
    const seen = await page.evaluate(() => {
      const { violations, shift } = window as unknown as { violations: string[]; shift: number }
      return { violations, shift }
    })
    expect(seen).toEqual({ violations: [], shift: 0 })
  })
})

describe('a page that moves its elements', () => {
  it('is asked once by two of them, and by the next when the first is gone or comes elsewhere', async () => {
    await open({ policy: delivering(), body: `<aside></aside><sotto-consent></sotto-consent>${element}` })
    await banner().waitFor()
    expect(await banner().count()).toBe(1)
    await page.evaluate(() => document.querySelector('aside')?.append(document.querySelector('sotto-consent') ?? ''))
    await expect.poll(() => banner().count()).toBe(1)
    await button('Choose').click()
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('sotto-consent')) document.querySelector('aside')?.append(one)
    })
    await expect.poll(() => page.locator('sotto-consent dialog:modal').count()).toBe(1)
    await button('Reject all').click()
    await expect.poll(() => sent().length).toBe(1)
  })

  it('may have a form with a control by the name of any method', async () => {
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    const controls = ['getAttribute', 'querySelectorAll', 'attributes', 'dataset'].map(
      (name) => `<input name="${name}">`,
    )
    await open({ body: `<form>${controls.join('')}</form>${element}` })
    await page.evaluate((from) => {
      const form = document.body.appendChild(document.createElement('section'))
      form.innerHTML = `${document.forms[0]?.outerHTML.replace('</form>', '')}<iframe title="Map" src="${from}/frame-map">`
    }, site.origin('tracker'))
    await banner().waitFor()
    expect(site.tracked).toEqual([])
    await page.evaluate(() => window.sottoConsent?.acceptAll())
    await expect.poll(() => site.tracked).toEqual(['/frame-map'])
    expect(errors).toEqual([])
  })
})

describe('the preferences', () => {
  it('start with nothing ticked, take single services, and close without deciding', async () => {
    await open({ policy: delivering() })
    await button('Choose').click()
    await dialog().waitFor()
    expect(await banner().count()).toBe(0)
    expect(
      await page.getByRole('checkbox').evaluateAll((all) => all.map((box) => (box as HTMLInputElement).checked)),
    ).toEqual([false, false, false])
    await page.keyboard.press('Escape')
    await banner().waitFor()
    expect(await page.evaluate(() => document.querySelector('sotto-consent')?.shadowRoot?.activeElement?.id)).toBe(
      'choose',
    )
    await button('Choose').click()
    await button(/Maps and video/).click()
    await page.getByRole('checkbox', { name: 'OpenStreetMap' }).check()
    const category = page.getByRole('checkbox', { name: 'Maps and video' })
    expect(await category.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true)
    await dialog().getByText('1 of 2').waitFor()
    expect(await problems()).toEqual([])
    await button('Save choices').click()
    await dialog()
      .waitFor({ state: 'detached' })
      .catch(() => {})
    expect([await allowed('map'), await allowed('video'), await allowed('media')]).toEqual([true, false, false])
    await expect
      .poll(() => sent()[0]?.record)
      .toMatchObject({ source: 'preferences', granted: ['map'], denied: ['analytics', 'video', 'marketing'] })
    expect(sent()[0]?.shown?.texts).toMatchObject({ 'service.map.name': 'OpenStreetMap', save: 'Save choices' })
  })

  it('open from anywhere, and one press takes everything back', async () => {
    await open({
      policy: delivering(),
      body: `${element}<a href="#" data-consent-open><b>Cookies</b></a><button type="button" data-consent-withdraw>No more</button>`,
    })
    await button('Accept').click()
    await page.getByText('Cookies', { exact: true }).click()
    await dialog().waitFor()
    await button('Close').click()
    await button('Privacy choices').click()
    await dialog().waitFor()
    await button('Close').click()
    await button('No more').click()
    await page.waitForFunction(() => window.sottoConsent?.allows('analytics') === false)
    await expect.poll(() => sent().map(({ record }) => record.source)).toEqual(['banner', 'page'])
  })

  it('are where a regime of opting out puts them', async () => {
    const policy = delivering({
      ...shopPolicy,
      categories: [...shopPolicy.categories, { id: 'health', title: { en: 'Health' }, sensitive: true }],
    })
    const links = '<sotto-consent-link></sotto-consent-link> <sotto-consent-link kind="limit"></sotto-consent-link>'
    await open({
      policy,
      headers: { 'server-timing': 'region;desc="US-CA"' },
      body: `<sotto-consent></sotto-consent>${links}${script}`,
    })
    await button('Limit the Use of My Sensitive Personal Information').waitFor()
    await button('Your Privacy Choices').waitFor()
    expect(await page.getByText('Opt-out request honoured').count()).toBe(0)
    await button('Limit the Use of My Sensitive Personal Information').click()
    await page.getByText('Opt-out request honoured').waitFor()
    expect([await allowed('health'), await allowed('marketing')]).toEqual([false, true])
    await expect.poll(() => sent()[0]?.record).toMatchObject({ source: 'link', denied: ['health'], region: 'US-CA' })
    await button('Your Privacy Choices').click()
    await page.getByRole('checkbox', { name: 'Advertising' }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Advertising' }).isChecked()).toBe(true)
    await button('Reject all').click()
    expect([await allowed('analytics'), await allowed('session')]).toEqual([false, true])
  })

  it('have no name and no sign of California where no regime asks for them, and say that a signal was honoured', async () => {
    await fresh({ gpc: true })
    await open({ headers: { 'server-timing': 'region;desc="JP"' }, body: element })
    await page.getByText('Opt-out request honoured').waitFor()
    const link = page.locator('sotto-consent-link')
    expect(await link.getByRole('button').textContent()).toBe('Privacy choices')
    expect(await link.locator('svg').count()).toBe(0)
    expect([await allowed('analytics'), await allowed('marketing')]).toEqual([true, false])
  })
})

describe('languages and servers', () => {
  it('speaks the language of the page, from right to left where it reads so', async () => {
    await open({ lang: 'ar' })
    await button('رفض').waitFor()
    expect(await banner().getAttribute('dir')).toBe('rtl')
    const { x = 0, width = 0 } = (await banner().boundingBox()) ?? {}
    expect(x + width).toBeGreaterThan(1200)
    await page.evaluate(() => document.querySelector('sotto-consent')?.setAttribute('lang', 'de'))
    await button('Ablehnen').waitFor()
  })

  it('is there with the page where a server renders it, and works when the script is there', async () => {
    const rendered = await renderConsent(shopPolicy, { language: 'de-AT,de;q=0.8', nonce: 'n1' })
    const headers = {
      'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'nonce-n1'; img-src data:",
    }
    await open({ headers, body: `${rendered}${script}`, lang: 'de' })
    expect(rendered).toContain('Ablehnen')
    await button('Ablehnen').click()
    await banner().waitFor({ state: 'detached' })
    const [{ name, value } = { name: '', value: '' }] = await context.cookies()
    expect(await renderConsent(shopPolicy, { cookie: `a=b; ${name}=${value}` })).toBe('<sotto-consent></sotto-consent>')
    expect(await renderConsent(shopPolicy, { region: 'JP' })).toBe('<sotto-consent></sotto-consent>')
    const hostile = { ...shopPolicy, texts: { heading: { en: '<img src=x onerror=alert(1)>' } } }
    expect(await renderConsent(hostile)).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})
