import { describe, expect, it } from 'vitest'
import { afterAnother, fromVitest, unseen, verdictOn, worthAnother } from './verdict.mjs'

const well = {}
const badly = { error: new Error('vitest failed (exit code 1). The end of its log:\n…') }

describe('a verdict', () => {
  it('takes what a runner that ended well has counted', () => {
    const reported = { passed: 3, failed: 0, skipped: 1, files: ['a.test.ts'], failedFiles: [] }
    expect(verdictOn(well, reported)).toEqual(reported)
  })

  it('does not count the runner itself where its tests explain how it ended', () => {
    expect(verdictOn(badly, { passed: 3, failed: 2, skipped: 0, files: [] })).toMatchObject({ passed: 3, failed: 2 })
  })

  it.each([
    ['failed although no test did', badly, { passed: 3, failed: 0, skipped: 0, files: [] }, 'exit code 1'],
    ['crashed before it reported', badly, undefined, 'exit code 1'],
    ['ended well and reported nothing', well, undefined, 'reported nothing'],
    ['found no tests', well, { passed: 0, failed: 0, skipped: 0, files: [] }, 'found no tests'],
    ['skipped every test', well, { passed: 0, failed: 0, skipped: 9, files: [] }, 'found no tests'],
  ])('counts one failure for a runner that %s', (_, end, reported, problem) => {
    const verdict = verdictOn(end, reported)
    expect(verdict.failed).toBe(1)
    expect(verdict.problem).toContain(problem)
  })
})

describe('the report of vitest', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const broken = { name: '/r/b.test.ts', status: 'failed', assertionResults: [] }
    const fine = { name: '/r/a.test.ts', status: 'passed', assertionResults: [{}, {}] }
    const counts = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }
    expect(fromVitest({ ...counts, testResults: [fine, broken] })).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      files: ['/r/a.test.ts', '/r/b.test.ts'],
      failedFiles: ['/r/b.test.ts'],
    })
  })
})

describe('a second try', () => {
  const first = { passed: 7, failed: 2, skipped: 1, files: ['a', 'b'], failedFiles: ['b'] }

  it('is made of a few files that explain the failure, and of nothing else', () => {
    expect(worthAnother(first)).toBe(true)
    expect(worthAnother({ ...first, failed: 0 })).toBe(false)
    expect(worthAnother({ ...first, failedFiles: [] })).toBe(false)
    expect(worthAnother({ ...first, failedFiles: ['a', 'b', 'c', 'd', 'e'] })).toBe(false)
    expect(worthAnother({ ...first, problem: 'The runner reported nothing.' })).toBe(false)
  })

  it('counts where nothing fails in it', () => {
    expect(afterAnother(first, { passed: 4, failed: 0 })).toMatchObject({ passed: 9, failed: 0, skipped: 1 })
    expect(afterAnother(first, { passed: 3, failed: 1 })).toEqual(first)
  })
})

it('names the test files that nobody ran', () => {
  expect(unseen(['a.test.ts', 'b.test.ts'], ['b.test.ts'])).toEqual(['a.test.ts'])
})
