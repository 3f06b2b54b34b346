export type { GivenSelectors } from './scan/banner/controls.ts'
export type { FindingCode, Level } from './scan/checks/findings.ts'
export type { Regime } from './scan/checks/runs.ts'
export type { SeenBanner, StateName } from './scan/observation.ts'
export type {
  ReportedCookie,
  ReportedFinding,
  ReportedJudgement,
  ReportedRequest,
  ReportedState,
  ReportedStorage,
  ScanReport,
} from './scan/report.ts'
export { type ScanOptions, type ScanResult, scan, scanIn } from './scan/scan.ts'
export { ScanProblem } from './scan/scan-problem.ts'
