/**
 * `npm test`: installs what is missing, builds what is stale, runs every test there is, and closes with one line that
 * adds up all runners. `--long` lets tests that scale with time run for longer.
 */
import { join, relative, sep } from 'node:path'
import process from 'node:process'
import { findOrInstallBrowser } from './browser.mjs'
import { buildIfStale } from './build.mjs'
import { installIfMissing } from './install.mjs'
import { bringRuntime, repository } from './runtime.mjs'
import { afterAnother, unseen, worthAnother } from './test/verdict.mjs'
import { filesIn, isTest, workspaces } from './workspaces.mjs'

const long = process.argv.includes('--long')
const limit = (long ? 180 : 15) * 60_000
const started = Date.now()
const none = { passed: 0, failed: 0, skipped: 0, files: [], report: '' }
const total = { ...none, files: [] }
/** Stages of which a few files failed: what they came to, and how to run those files alone. */
const shaky = []

try {
  const node = bringRuntime()
  await installIfMissing(node)
  const browser = await findOrInstallBrowser(node)
  const env = { CHROME_PATH: browser, SOTTO_CHROMIUM: browser, ...(long ? { SOTTO_LONG: '1' } : {}) }
  // Only now: the suites read packages that may just have been installed.
  const { leftToLong, suites } = await import('./test/suites.mjs')
  const context = { node, env, limit, long }

  let building
  const build = () => {
    building = buildIfStale(node, { show: (_label, work) => work(() => {}) })
    return building.then(() => ({ ...none, notice: 'done' }))
  }
  const onceBuilt = (run) => async (given) =>
    (await isBuilt(building)) ? run(given) : { ...none, notice: 'not tried: there is no build' }
  // Three lanes for two cores, since a quarter of the time nothing but a browser, a disk or an instant is waited for. Each
  // takes what is next: long ones first, so that all end at about the same time.
  await inLanes(
    3,
    [
      ['units and integration', suites.sources],
      ['build', build],
      // Its demo page serves the banner as it is built.
      ['reference server', onceBuilt(suites.referenceServer)],
      ['journeys', onceBuilt(suites.journeys)],
      // What is shown in READMEs is checked against packages as they are built.
      ['checks', onceBuilt(suites.checks)],
      ['packed packages', onceBuilt(suites.packed)],
      ['on a foreign database', suites.foreignDatabase],
      ['widget in a browser', suites.widget],
    ],
    context,
  )
  for (const stage of shaky) await onceMore(stage, context)
  if (await isBuilt(building)) countFilesThatNobodyRan(long ? [] : leftToLong)
} catch (error) {
  process.stdout.write(`\n${error.message}\n`)
  total.failed += 1
}

const minutes = ((Date.now() - started) / 60_000).toFixed(1)
process.stdout.write(`\n${total.skipped} skipped, ${minutes} min\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

/** Runs the stages in their order, as many at a time as there are lanes. */
async function inLanes(lanes, stages, context) {
  const waiting = [...stages]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(...next, context)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

function isBuilt(building) {
  return building.then(
    () => true,
    () => false,
  )
}

async function run(name, work, context) {
  const since = Date.now()
  const result = await outcomeOf(work, context)
  add(result)
  report(name, result, secondsSince(since))
  if (worthAnother(result)) shaky.push({ name, work, result })
}

function outcomeOf(work, context) {
  return work(context).catch((error) => ({ ...none, failed: 1, report: error.stack ?? String(error) }))
}

function secondsSince(since) {
  return Math.round((Date.now() - since) / 1000)
}

/** Runs the failed files of a stage with nothing beside them. Whatever fails again has failed. */
async function onceMore({ name, work, result }, context) {
  const since = Date.now()
  const again = await outcomeOf(work, { ...context, only: result.failedFiles })
  const verdict = afterAnother(result, again)
  total.passed += verdict.passed - result.passed
  total.failed += verdict.failed - result.failed
  report(`${name}, once more and alone: ${result.failedFiles.join(', ')}`, again, secondsSince(since))
  if (verdict.failed === 0) process.stdout.write(`– shaky: they failed beside other tests and passed alone\n`)
}

function add({ passed, failed, skipped, files }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  total.files.push(...files)
}

function report(name, { passed, failed, skipped, report: details, notice }, seconds) {
  if (notice !== undefined) return process.stdout.write(`– ${name}: ${notice} (${seconds} s)\n`)
  if (failed > 0) process.stdout.write(`\n${details}\n\n`)
  const skips = skipped === 0 ? '' : `, ${skipped} skipped`
  return process.stdout.write(
    `${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed${skips} (${seconds} s)\n`,
  )
}

function countFilesThatNobodyRan(leftOut) {
  const roots = [...workspaces().map(({ folder }) => folder), join(repository, 'scripts')]
  const all = roots
    .flatMap(filesIn)
    .filter(isTest)
    .map((path) => relative(repository, path).split(sep).join('/'))
  const missed = unseen(all, total.files).filter((path) => !leftOut.includes(path))
  if (leftOut.length > 0) process.stdout.write(`– ${leftOut.length} files are left to npm run test:long\n`)
  for (const path of missed) process.stdout.write(`✗ ${path}: no runner ran it\n`)
  total.failed += missed.length
}
