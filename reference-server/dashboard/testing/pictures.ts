import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** `SOTTO_PICTURES=folder`: what tests see of pages is kept there, for whoever wants to look; empty where nobody does. */
export const picturesFolder = process.env.SOTTO_PICTURES ?? ''

/** Keeps how a page looks now, where somebody wants to look. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!picturesFolder) return
  mkdirSync(picturesFolder, { recursive: true })
  await page.screenshot({ path: join(picturesFolder, `${name}.png`), animations: 'disabled' })
}

/** Keeps it light and dark, and leaves it light. */
export async function keepBoth(page: Page, name: string): Promise<void> {
  if (!picturesFolder) return
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(250)
    await keepPicture(page, `${name}-${colorScheme}`)
  }
}

/** Keeps it light, dark and as narrow as a phone, and leaves it light and as wide as it was. */
export async function keepAll(page: Page, name: string, narrow: { width: number; height: number }): Promise<void> {
  if (!picturesFolder) return
  await keepBoth(page, name)
  const size = page.viewportSize() as { width: number; height: number }
  await page.setViewportSize(narrow)
  await keepPicture(page, `${name}-phone`)
  await page.setViewportSize(size)
}
