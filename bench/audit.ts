import type { Figure } from './audit/figure.ts'
import { openPlace } from './audit/place.ts'
import { rowFigures } from './audit/rows.ts'
import { hotTeamFigures, rewrapFigures, sequencingFigures } from './audit/sequencing.ts'
import { verificationFigures } from './audit/verification.ts'

/**
 * What it costs that everything personal is sealed, findable and logged, and how fast the log is put in order and
 * checked. Ratios are against the bare driver on the same database in the same run; on `MONGODB_URI`, or embedded.
 */
export async function run(): Promise<{ bench: 'audit'; figures: Figure[] }> {
  const place = await openPlace()
  try {
    const figures: Figure[] = []
    for (const part of [rowFigures, hotTeamFigures, sequencingFigures, rewrapFigures])
      figures.push(...(await part(place)))
    return { bench: 'audit', figures: [...figures, ...(await verificationFigures())] }
  } finally {
    await place.close()
  }
}
