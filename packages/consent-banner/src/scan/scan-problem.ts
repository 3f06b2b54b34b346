/** Why a scan could not be made. Its message is one line: what was tried, what happened, what to do. */
export class ScanProblem extends Error {
  override readonly name = 'ScanProblem'
}
