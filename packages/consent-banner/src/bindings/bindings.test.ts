import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopPolicy } from '../testing/policies.ts'
import { openSite, type Site } from '../testing/site.ts'

let site: Site
let context: BrowserContext
beforeAll(async () => {
  site = await openSite()
  context = await site.visitor()
})
afterAll(() => site?.close())

describe.each(['react', 'preact'])('in %s', (library) => {
  it('shows the banner, and what may run once it may', async () => {
    const page: Page = await context.newPage()
    await context.clearCookies()
    const path = site.put({
      policy: shopPolicy,
      body: `<div id="app"></div><script type="module" src="/app-${library}.js"></script>`,
    })
    await page.goto(`${site.origin()}${path}`)
    await page.getByText('No map yet').waitFor()
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await page.getByText('The map is here').waitFor()
    expect(await page.evaluate(() => (window as unknown as { chosen: string[] }).chosen)).toContain('map')
    await page.getByRole('button', { name: 'Privacy choices' }).click()
    await page.getByRole('button', { name: 'Reject all' }).click()
    await page.getByText('No map yet').waitFor()
    await page.close()
  })

  it('needs no gate, in whichever order things stand', async () => {
    const page: Page = await context.newPage()
    await context.clearCookies()
    const body = `<div id="app"></div><script type="module" src="/app-${library}.js"></script>`
    await page.goto(`${site.origin()}${site.put({ policy: shopPolicy, gate: false, body })}`)
    await page.getByText('No map yet').waitFor()
    await page.evaluate((policy) => {
      Object.assign(document.querySelector('sotto-consent') ?? {}, { policy })
    }, shopPolicy)
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await page.getByText('The map is here').waitFor()
    await page.getByRole('button', { name: 'Privacy choices' }).waitFor()
    await page.close()
  })
})
