import type { Plan, Regime } from './plan.ts'

/**
 * The regime of a region (ISO 3166, such as `US-CA` or `DE`). An unknown region, and one that the policy does not name,
 * gets the strictest: who cannot be placed is protected most.
 */
export const regimeOf = ({ regimes, regions }: Plan, region = ''): Regime =>
  (regimes[regions[region] ?? regions[region.slice(0, 2)] ?? (regions[region && '*'] as number)] ??
    regimes[0]) as Regime

/**
 * Where the visitor is, as the site's server or its CDN says: `data-region` of the gate's script, or the response header
 * `Server-Timing: region;desc="US-CA"`, which costs no request. Undefined where nobody says.
 */
export const findRegion = (): string | undefined =>
  (document.currentScript as HTMLElement | null)?.dataset.region ||
  (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.serverTiming?.find(
    ({ name }) => name === 'region',
  )?.description
