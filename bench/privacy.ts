import type { Figure } from './audit/figure.ts'
import { erasureFigures } from './privacy/erasure.ts'

/** What it costs to forget people. Ratios are against the bare driver on the same database in the same run. */
export async function run(): Promise<{ bench: 'privacy'; figures: Figure[] }> {
  return { bench: 'privacy', figures: await erasureFigures() }
}
