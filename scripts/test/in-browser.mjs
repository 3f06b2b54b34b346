/**
 * Runs the tests of the package in the working folder in a real browser and writes `{ passed, failed, skipped, files }`
 * to the file that is named as the argument.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const [resultFile] = process.argv.slice(2)
const entry = createRequire(join(process.cwd(), 'package.json')).resolve('@web/test-runner')
const { startTestRunner } = await import(pathToFileURL(entry).href).then((module) => module.default ?? module)

const runner = await startTestRunner({ argv: [], autoExitProcess: false })
const passed = await new Promise((resolve) => runner.on('stopped', resolve))
const sessions = [...runner.sessions.all()]
const tests = sessions.flatMap(({ testResults }) => (testResults === undefined ? [] : testsOf(testResults)))
const count = (matches) => tests.filter(matches).length
// A file that did not load, or failed outside of its tests, is a failure of its own.
const brokenFiles = sessions.filter((session) => !session.passed && !failedInside(session)).length

writeFileSync(
  resultFile,
  JSON.stringify({
    passed: count((test) => test.passed && !test.skipped),
    failed: count((test) => !test.passed && !test.skipped) + brokenFiles,
    skipped: count((test) => test.skipped),
    files: sessions.map(({ testFile }) => resolve(testFile)),
  }),
)
process.exit(passed ? 0 : 1)

function testsOf({ tests, suites }) {
  return [...tests, ...suites.flatMap(testsOf)]
}

function failedInside({ testResults }) {
  return testResults !== undefined && testsOf(testResults).some((test) => !test.passed && !test.skipped)
}
