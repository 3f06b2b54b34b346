import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktop, launchBrowser, phone, visit } from '../dashboard/testing/browser.ts'
import { makeDemoTeam } from '../src/demo-team.ts'
import type { RunningServer } from '../src/server.ts'
import { type Installation, newInstallation } from '../src/testing/start.ts'

let place: Installation
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  place = await newInstallation()
  server = await place.start()
  await makeDemoTeam(server.sotto)
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await server.close()
  await place.remove()
})

const demoTeam = async () => {
  const demo = await server.sotto.publicTeam('kestrel-cycles')
  return server.sotto.team(demo?.id ?? '', { actor: { system: 'test' } })
}

describe('the demo page', () => {
  it('asks before it counts, records the choice with its receipt, and takes it back', async () => {
    const { context, page, troubles } = await visit(browser)
    const cookies = async () => (await context.cookies()).map(({ name }) => name).sort()
    await page.goto(`${server.url}/demo`)
    await page.getByRole('button', { name: 'Reject' }).waitFor()
    expect(await cookies()).toEqual([])
    expect(await page.locator('#visits').textContent()).toContain('waits')
    const delivered = page.waitForResponse((response) => response.url().endsWith('/v1/consent/records'))
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('this is visit 1').waitFor()
    expect(await cookies()).toEqual(['kestrel_visits', 'sotto-consent'])
    expect((await delivered).status()).toBe(201)
    const team = await demoTeam()
    const [line] = (await team.consent.list()).data
    const [policy] = (await team.consent.policies.list()).data
    expect(line).toMatchObject({ source: 'banner', policy: { id: policy?.id, version: 1 } })
    expect(line?.choices).toEqual({ analytics: 'granted' })

    await page.getByRole('button', { name: 'Privacy choices' }).last().click()
    const again = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Reject' }).click()
    await again
    await page.locator('#visits', { hasText: 'waits' }).waitFor()
    expect(await cookies()).toEqual(['sotto-consent'])
    expect(troubles).toEqual([])
    await context.close()
  })

  it.each([
    ['a desk', desktop],
    ['a window of middle width', { viewport: { width: 520, height: 800 } }],
    ['a phone', phone],
  ])('can be chatted with before a choice on %s', async (_where, screen) => {
    const { context, page, troubles } = await visit(browser, screen)
    await page.goto(`${server.url}/demo`)
    await page.getByRole('button', { name: 'Reject' }).waitFor()
    await page.locator('sotto-chat .launcher').click()
    await page.getByRole('textbox').fill('Is a loan bike free?')
    expect(troubles).toEqual([])
    await context.close()
  })

  it('asks what its team has published last', async () => {
    const team = await demoTeam()
    const [policy] = (await team.consent.policies.list()).data
    const { id, draft } = await team.consent.policies.get(policy?.id ?? '')
    await team.consent.policies.change(id, { draft: { ...draft, site: { name: 'Kestrel and Sons' } } })
    await team.consent.policies.publish(id)
    const gate = await fetch(`${server.url}/demo/consent/sotto-gate.js`)
    expect(gate.headers.get('cache-control')).toContain('no-cache')
    expect(await gate.text()).toContain('Kestrel and Sons')
  })
})
