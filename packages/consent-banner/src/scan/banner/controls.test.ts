import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../browser/find-browser.ts'
import { launchBrowser } from '../browser/launch.ts'
import { type Watch, watch } from '../browser/watch.ts'
import { findBanner, type GivenSelectors } from './controls.ts'
import { bannerWords, type Role } from './words/index.ts'

let browser: Browser
let seen: Watch
let page: Page

beforeAll(async () => {
  browser = await launchBrowser({ path: findBrowser() })
  seen = await watch(browser, { gpc: false, language: 'en-US', userAgent: 'Test', ignoreCertificates: false })
  page = seen.page
})
afterAll(async () => {
  await seen.close()
  await browser.close()
})

const floating = (inner: string) => `<div style="position:fixed;bottom:0">${inner}</div>`
const roles: readonly Role[] = ['accept', 'reject', 'settings', 'save']

async function namesOn(markup: string, given: GivenSelectors = {}, wanted: readonly Role[] = roles) {
  await page.goto('about:blank')
  await page.setContent(markup)
  const { best } = await findBanner(page, wanted, given)
  return Object.fromEntries(Object.entries(best).map(([role, control]) => [role, control.name]))
}

describe('controls of a banner', () => {
  it('are found in every language', { timeout: 60_000 }, async () => {
    const missed: string[] = []
    for (const [language, words] of Object.entries(bannerWords)) {
      // The second phrase of each, which says a little more than the first, in capitals and with a mark behind it.
      const [accept, reject, settings] = [words.accept[1], words.reject[1], words.settings[1]].map((word) =>
        word?.toLocaleUpperCase(language),
      )
      const found = await namesOn(
        floating(
          `<p>${words.about[0]}</p><button>${accept}!</button><button>${reject}</button><a href="#">${settings}</a>`,
        ),
      )
      if (found.accept !== `${accept}!` || found.reject !== reject || found.settings !== settings)
        missed.push(`${language} ${JSON.stringify(found)}`)
    }
    expect(missed).toEqual([])
  })

  it.each([
    ['Accept only necessary', 'Accept all cookies'],
    ['Continue without accepting', 'Agree and close'],
    ['Nur essenzielle Cookies', 'Alle akzeptieren'],
    ['Je refuse', "J'accepte"],
    ['I do not accept', 'I accept'],
  ])('are told apart: %s, %s', async (no, yes) => {
    const found = await namesOn(floating(`<p>Cookies</p><button>${no}</button><button>${yes}</button>`))
    expect(found).toMatchObject({ reject: no, accept: yes })
  })

  it('are found in open, closed and nested shadow roots, and by their accessible name', async () => {
    const found = await namesOn(`<privacy-notice></privacy-notice><script>
      const outer = document.querySelector('privacy-notice').attachShadow({ mode: 'closed' })
      outer.innerHTML = '<section style="position:fixed;top:0">Cookies<no-button></no-button><button aria-label="Accept all">✓</button></section>'
      outer.querySelector('no-button').attachShadow({ mode: 'open' }).innerHTML = '<div role="button">Reject all</div>'
    </script>`)
    expect(found).toMatchObject({ accept: 'Accept all', reject: 'Reject all' })
  })

  it('are found in frames, and where they are no buttons', async () => {
    const inner =
      "<p>We use cookies</p><div style='cursor:pointer'>Agree</div><span style='cursor:pointer'>Disagree</span>"
    const found = await namesOn(
      `<iframe srcdoc="${inner}" style="position:fixed;bottom:0;width:300px;height:200px"></iframe>`,
    )
    expect(found).toMatchObject({ accept: 'Agree', reject: 'Disagree' })
  })

  it('are not taken from what is about something else, or cannot be seen', async () => {
    const found = await namesOn(`
      <div role="dialog" style="position:fixed;top:0"><p>Our newsletter</p><button>No thanks</button><button>OK</button></div>
      <form><button>Accept</button><button>Settings</button></form>
      <div style="position:fixed;bottom:0;visibility:hidden"><p>Cookies</p><button>Accept all</button><button>Reject all</button></div>`)
    expect(found).toEqual({})
  })

  it('are taken where they are named, before anything else', async () => {
    const markup = floating('<p>Cookies</p><button>Accept</button><button>Reject</button><i id="mine">Hm</i>')
    expect(await namesOn(markup, { reject: '#mine' })).toMatchObject({ accept: 'Accept', reject: 'Hm' })
  })

  it('are known by product', async () => {
    await page.setContent(`<div id="onetrust-banner-sdk" style="position:fixed;top:0"><button id="onetrust-accept-btn-handler">Sure</button>
      <button id="onetrust-reject-all-handler">Nope</button></div>`)
    const { best } = await findBanner(page, roles, {})
    expect(best.accept).toMatchObject({ name: 'Sure', by: 'OneTrust' })
    expect(best.reject).toMatchObject({ name: 'Nope', by: 'OneTrust' })
  })

  it('lead back to a choice from anywhere on the page', async () => {
    const footer = '<footer><a href="/privacy">Privacy policy</a><a href="#">Cookie-Einstellungen</a></footer>'
    expect(await namesOn(footer, {}, ['withdraw'])).toEqual({ withdraw: 'Cookie-Einstellungen' })
  })
})

it('boxes that are on and can be switched off are found, whatever draws them', async () => {
  await page.setContent(
    floating(`<p>Cookies</p><label><input type="checkbox" checked disabled>Necessary</label>
      <label><input type="checkbox" checked style="opacity:0">Analytics</label><label><input type="checkbox">Media</label>
      <span role="switch" aria-checked="true" aria-label="Marketing" tabindex="0" style="display:inline-block;width:40px;height:20px"></span>`) +
      '<form><label><input type="checkbox" checked>Send me news</label></form>',
  )
  const { ticked } = await findBanner(page, roles, {})
  expect(ticked.map(({ name, necessary }) => ({ name, necessary }))).toEqual([
    { name: 'Analytics', necessary: false },
    { name: 'Marketing', necessary: false },
  ])
})
