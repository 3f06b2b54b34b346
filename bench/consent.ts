import type { Figure } from './audit/figure.ts'
import { openPlace } from './audit/place.ts'
import { browserFigures } from './consent/browser.ts'
import { writeFigures } from './consent/writes.ts'
import { run as sizes } from './consent-size.ts'

/**
 * What consent costs: the choices that a server takes in a second, on `MONGODB_URI` or embedded; what a visitor downloads
 * before they choose; and what a page does in a real browser before and after. What the scanner sees of other banners is
 * measured by `consent-scan`.
 */
export async function run(): Promise<{ bench: 'consent'; figures: Figure[] }> {
  const place = await openPlace()
  try {
    return {
      bench: 'consent',
      figures: [...(await writeFigures(place)), ...(await sizes()).figures, ...(await browserFigures())],
    }
  } finally {
    await place.close()
  }
}
