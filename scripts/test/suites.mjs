import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quickChecks, runChecks } from '../checks.mjs'
import { run, tail, tool } from '../command.mjs'
import { startForeignMongo } from '../foreign-mongo.mjs'
import { repository } from '../runtime.mjs'
import { filesIn, isTest } from '../workspaces.mjs'
import { fromVitest, verdictOn } from './verdict.mjs'

const resultFolder = join(repository, '.runtime', 'results')
const inBrowser = fileURLToPath(new URL('in-browser.mjs', import.meta.url))
const linesShown = 150
/** Much of the time tests wait for a browser, a process or an instant; one worker would leave a core idle. */
const workers = Math.max(2, availableParallelism() - 1)
const referenceServer = '@sotto/reference-server'
/** Tests of server-sdk that never see a database: it is enough to run them once. */
const withoutDatabase = [
  'src/{models,language,data-map}/**',
  'src/keys/keyrings/**',
  'src/features/knowledge/{parse,chunk,embed,retrieve}/**',
  'src/http/{express-4,express-5,json-mistake,rate-limits,upload}.test.ts',
]
/**
 * Left to `npm run test:long`, where there is time to look at everything from every side: what these show of banners of
 * others, of pages of the dashboard and of killed processes, shorter tests beside them show in part.
 */
export const leftToLong = [
  'packages/consent-banner/src/scan/open.test.ts',
  'packages/consent-banner/src/scan/faults.test.ts',
  'packages/consent-banner/src/scan/banner/controls.test.ts',
  'packages/consent-banner/src/scan/command.test.ts',
  'packages/server-sdk/src/backup/backup.test.ts',
  'packages/server-sdk/src/backup/in-rotation.test.ts',
  'packages/server-sdk/src/backup/killed.test.ts',
  'packages/server-sdk/src/keys/rotation/killed.test.ts',
  'packages/server-sdk/src/access-export/interrupted.test.ts',
  'reference-server/dashboard/consent.test.ts',
  'reference-server/dashboard/keeping.test.ts',
  'reference-server/dashboard/log.test.ts',
  'reference-server/dashboard/holds.test.ts',
  'reference-server/dashboard/privacy.test.ts',
  'reference-server/dashboard/retention.test.ts',
  'reference-server/dashboard/webhooks.test.ts',
]
/** For the configuration that all share: what is excluded on the command line counts for no project. */
const withoutLong = {
  SOTTO_LEFT_OUT: JSON.stringify(leftToLong.map((path) => `**/${path.split('/').slice(-2).join('/')}`)),
}
/** What asks most of a database. The long run asks the rest as well. */
const mostlyDatabase = ['src/mongo', 'src/jobs', 'src/keys/forgetting', 'src/features/contacts', 'src/features/tickets']

/**
 * A suite resolves to `{ passed, failed, skipped, files, failedFiles, report }`: three counts, the test files that ran and
 * those that failed (from the repository's root), and what to show of a failure. A runner that crashed, or found no test, counts as one failure.
 * The context of each is `{ node, env, limit, long, only }`: our Node, more environment, milliseconds until it is given up,
 * whether there is time for what mostly repeats other tests, and test files (from the repository's root) if only those are
 * to run.
 */
export const suites = {
  /** Units and everything that needs no more than a database, from the sources. */
  sources: (context) =>
    vitest('sources', repository, context, [`--project=!${referenceServer}`, `--maxWorkers=${workers}`]),

  /** The reference server with its dashboard in a browser, from the sources. */
  referenceServer: (context) => vitest('reference-server', repository, context, [`--project=${referenceServer}`]),

  /** The server's tests once more, on a database engine that is not ours, where one can be installed. */
  async foreignDatabase({ env, long, ...context }) {
    const engine = await startForeignMongo()
    if ('skipped' in engine) return { ...nothing(), notice: `not run: ${engine.skipped}` }
    try {
      const folder = join(repository, 'packages', 'server-sdk')
      const withDatabase = { ...context, long, env: { ...env, MONGODB_URI: engine.uri } }
      const left = withoutDatabase.map((pattern) => `--exclude=${pattern}`)
      const chosen = long || context.only ? [] : mostlyDatabase
      return await vitest('foreign-database', folder, withDatabase, [...chosen, ...left])
    } finally {
      await engine.stop()
    }
  },

  /** The widget in a real browser. */
  async widget({ node, env, limit }) {
    const cwd = join(repository, 'packages', 'widget')
    if (!hasTests(cwd)) return nothingToRun(cwd)
    const file = resultFile('widget')
    const end = await settled(run(node, [inBrowser, file], { name: 'test-widget', node, cwd, env, limit }))
    return concluded(end, file, (result) => result)
  },

  /** What would be published, installed into an empty project. */
  packed: (context) => vitest('packed', join(repository, 'e2e', 'packed'), context),

  /** Real processes, a real browser, and what a visitor does. */
  journeys: (context) => vitest('journeys', join(repository, 'e2e'), context),

  async checks({ node }) {
    const reports = []
    const { passed, failed } = await runChecks(quickChecks, node, (_name, error) => {
      if (error !== undefined) reports.push(error.message)
    })
    return { ...nothing(), passed, failed, report: reports.join('\n\n') }
  },
}

async function vitest(suite, root, { node, env: given, limit, long, only = [] }, chosen = []) {
  if (!hasTests(root)) return nothingToRun(root)
  const name = only.length > 0 ? `${suite}-again` : suite
  const file = resultFile(name)
  const args = ['run', '--root', root, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  args.push(...chosen, ...only.map((path) => relative(root, join(repository, path))))
  const env = { ...given, ...(long ? {} : withoutLong) }
  const end = await settled(tool('vitest', args, { name: `test-${name}`, node, env, limit }))
  return concluded(end, file, fromVitest)
}

function concluded(end, file, read) {
  const verdict = verdictOn(end, existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : undefined)
  const report = [tail(end.output, linesShown), verdict.problem].filter(Boolean).join('\n')
  return { ...verdict, files: verdict.files.map(fromRoot), failedFiles: verdict.failedFiles.map(fromRoot), report }
}

function settled(running) {
  return running.then(
    (output) => ({ output }),
    (error) => ({ error, output: error.output ?? '' }),
  )
}

function resultFile(name) {
  mkdirSync(resultFolder, { recursive: true })
  const file = join(resultFolder, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

function hasTests(folder) {
  return filesIn(folder).some(isTest)
}

function nothingToRun(folder) {
  return { ...nothing(), notice: `not run: ${fromRoot(folder)} holds no tests` }
}

function nothing() {
  return { passed: 0, failed: 0, skipped: 0, files: [], failedFiles: [], report: '' }
}

function fromRoot(path) {
  return relative(repository, path).split(sep).join('/')
}
