import type { SeenBanner } from '../observation.ts'
import type { ScanReport } from '../report.ts'

export const htmlOf = (report: ScanReport, _pictures: SeenBanner['pictures']): string => report.landed
