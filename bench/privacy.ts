import type { Figure } from './audit/figure.ts'
import { erasureFigures } from './privacy/erasure.ts'
import { exportFigures } from './privacy/export.ts'
import { requestFigures } from './privacy/request.ts'

/** What it costs to forget people, and to give them what is theirs. Ratios are against the bare driver in the same run. */
export async function run(): Promise<{ bench: 'privacy'; figures: Figure[] }> {
  const figures = [...(await erasureFigures()), ...(await exportFigures()), ...(await requestFigures())]
  return { bench: 'privacy', figures }
}
