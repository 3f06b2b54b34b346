/**
 * What a run of tests comes to: `{ passed, failed, skipped, files, failedFiles }`, given how its runner ended (`error` where it did not
 * end well) and what it reported (undefined where it did not get that far). Nobody's silence counts as success: a runner
 * that failed without a failed test, that reported nothing, or that found no test, is one failure of its own.
 */
export function verdictOn({ error }, reported) {
  const counts = { passed: 0, failed: 0, skipped: 0, files: [], failedFiles: [], ...reported }
  if (reported === undefined || (error !== undefined && counts.failed === 0)) {
    return {
      ...counts,
      failed: counts.failed + 1,
      problem: error?.message.split('\n')[0] ?? 'The runner reported nothing.',
    }
  }
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, problem: 'The runner found no tests.' }
  return counts
}

/** Reads vitest's report (the format of its `json` reporter). A file that could not be loaded is a failure. */
export function fromVitest(report) {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    files: report.testResults.map((file) => file.name),
    failedFiles: report.testResults.filter((file) => file.status === 'failed').map((file) => file.name),
  }
}

/** So many files may fail for want of time on a busy machine. More than that is no accident. */
const mostShaky = 4

/**
 * What is worth a second try, alone: a few failed files that explain the whole failure. A fault fails again; what a busy
 * machine did to a test does not.
 */
export const worthAnother = ({ failed, problem, failedFiles = [] }) =>
  failed > 0 && problem === undefined && failedFiles.length > 0 && failedFiles.length <= mostShaky

/** The verdict after the failed files ran once more: theirs, in place of their failures. */
export const afterAnother = (first, second) =>
  second.failed > 0 ? first : { ...first, passed: first.passed + first.failed, failed: 0 }

/** The test files, of all that there are, that no runner ran. */
export function unseen(all, ran) {
  const seen = new Set(ran)
  return all.filter((path) => !seen.has(path))
}
