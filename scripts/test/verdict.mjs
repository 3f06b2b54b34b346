/**
 * What a run of tests comes to: `{ passed, failed, skipped, files }`, given how its runner ended (`error` where it did not
 * end well) and what it reported (undefined where it did not get that far). Nobody's silence counts as success: a runner
 * that failed without a failed test, that reported nothing, or that found no test, is one failure of its own.
 */
export function verdictOn({ error }, reported) {
  const counts = { passed: 0, failed: 0, skipped: 0, files: [], ...reported }
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
  }
}

/** The test files, of all that there are, that no runner ran. */
export function unseen(all, ran) {
  const seen = new Set(ran)
  return all.filter((path) => !seen.has(path))
}
