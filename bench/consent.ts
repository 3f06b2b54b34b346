import type { Figure } from './audit/figure.ts'
import { openPlace } from './audit/place.ts'
import { writeFigures } from './consent/writes.ts'
import { run as sizes } from './consent-size.ts'

/**
 * What consent costs: the choices that a server takes in a second, and what a visitor downloads before they choose. On
 * `MONGODB_URI`, or embedded. What a page does before a choice, and what the scanner sees, are measured by
 * `consent-scan` and by the tests in a real browser.
 */
export async function run(): Promise<{ bench: 'consent'; figures: Figure[] }> {
  const place = await openPlace()
  try {
    return { bench: 'consent', figures: [...(await writeFigures(place)), ...(await sizes()).figures] }
  } finally {
    await place.close()
  }
}
