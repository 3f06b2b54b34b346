/**
 * The same operations on several engines, and where they answer differently.
 *
 *   node scripts/foreign-mongo/differential.mjs foreign embedded
 *   node scripts/foreign-mongo/differential.mjs --only update,upsert foreign embedded mongodb://127.0.0.1:27017
 *
 * Values are compared with their BSON types, errors by their code. Where `settled.json` says what MongoDB answers, each
 * engine is held against it; other differences are for a human, who adds them there. It exits with 1 when `embedded`
 * gives a wrong answer or a difference is undecided.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BSON, MongoClient } from 'mongodb'
import { command } from './cases/command.mjs'
import { expression } from './cases/expression.mjs'
import { indexRules } from './cases/index-rules.mjs'
import { match } from './cases/match.mjs'
import { order } from './cases/order.mjs'
import { pipeline } from './cases/pipeline.mjs'
import { project } from './cases/project.mjs'
import { update } from './cases/update.mjs'
import { upsert } from './cases/upsert.mjs'
import { startEngine } from './engines.mjs'

const suites = [
  ...match,
  ...order,
  ...update,
  upsert,
  ...indexRules,
  ...project,
  ...expression,
  ...pipeline,
  ...command,
]
/** What MongoDB answers where engines differed: by case, the answer in canonical extended JSON, and the manual's page. */
const settled = JSON.parse(readFileSync(new URL('settled.json', import.meta.url), 'utf8'))
const CASE_TIMEOUT_MS = 15_000

/** A value with its types, as text that two engines can be compared by. */
const canonical = (value) => (value === undefined ? 'nothing' : BSON.EJSON.stringify(value, { relaxed: false }))

async function answers(engine, chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-differential-'))
  const server = await startEngine(engine, folder)
  const client = await new MongoClient(server.uri, {
    serverSelectionTimeoutMS: 5_000,
    promoteValues: false,
    promoteBuffers: false,
    bsonRegExp: true,
    retryWrites: false,
  }).connect()
  const found = new Map()
  try {
    const db = client.db('differential')
    await db.dropDatabase()
    for (const suite of chosen) {
      // A suite that cannot be prepared answers each of its cases with that error.
      const prepared = suite.prepare(db)
      await prepared.catch(() => {})
      for (const { title, run } of suite.cases) {
        found.set(`${suite.name}: ${title}`, await answer(async () => run(await prepared)))
      }
    }
  } finally {
    await client.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return found
}

async function answer(run) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), CASE_TIMEOUT_MS)
  })
  try {
    return { value: canonical(await Promise.race([run(), late])) }
  } catch (error) {
    return { value: `error ${error.code ?? error.name}`, message: error.message.slice(0, 200) }
  } finally {
    clearTimeout(timer)
  }
}

/** How an answer stands to the settled one. A refusal where MongoDB has a value is a gap, not a wrong answer. */
function judge(value, settledCase) {
  const isError = value.startsWith('error ')
  if (settledCase.answer === 'error' ? isError : value === settledCase.answer) return 'right'
  return isError ? 'refuses' : 'wrong'
}

function report(found, engines) {
  const cases = { all: 0, 'answered alike': 0, 'another error code': 0, settled: 0, undecided: 0 }
  const verdicts = engines.map(() => ({ right: 0, wrong: 0, refuses: 0 }))
  for (const name of found[0].keys()) {
    const given = found.map((results) => results.get(name))
    const settledCase = settled[name]
    const alike = given.every(({ value }) => value === given[0].value)
    const kind = settledCase
      ? 'settled'
      : alike
        ? 'answered alike'
        : given.every(({ value }) => value.startsWith('error '))
          ? 'another error code'
          : 'undecided'
    cases.all++
    cases[kind]++
    const judged = settledCase ? given.map(({ value }) => judge(value, settledCase)) : undefined
    judged?.forEach((verdict, position) => {
      verdicts[position][verdict]++
    })
    if (kind === 'answered alike' || judged?.every((verdict) => verdict === 'right')) continue
    console.log(
      settledCase ? `${name}\n    MongoDB    ${settledCase.answer}   (${settledCase.page})` : `${name}   (${kind})`,
    )
    for (const [position, { value, message }] of given.entries()) {
      const verdict = judged ? `${judged[position].toUpperCase().padEnd(8)}` : ''
      console.log(`    ${engines[position].slice(0, 20).padEnd(10)} ${verdict}${value}${message ? `  ${message}` : ''}`)
    }
  }
  return { cases, verdicts: Object.fromEntries(engines.map((engine, position) => [engine, verdicts[position]])) }
}

const parameters = process.argv.slice(2)
const take = (flag) => (parameters[0] === flag ? parameters.splice(0, 2)[1] : undefined)
const only = take('--only')?.split(',')
const dump = take('--dump')
if (parameters.length === 0) {
  console.error('usage: node scripts/foreign-mongo/differential.mjs [--only SUITE,…] [--dump FILE] ENGINE ENGINE…')
  process.exit(2)
}
const chosen = suites.filter((suite) => !only || only.includes(suite.name))
const found = []
for (const engine of parameters) found.push(await answers(engine, chosen))
const { cases, verdicts } = report(found, parameters)
if (dump) {
  const rows = [...found[0].keys()].map((name) => [name, ...found.map((results) => results.get(name).value)])
  writeFileSync(dump, `${rows.map((row) => row.join('\t')).join('\n')}\n`)
}
console.log(`\n${JSON.stringify(cases)}\nby the manual: ${JSON.stringify(verdicts)}`)
if (cases.undecided > 0 || verdicts.embedded?.wrong > 0) process.exitCode = 1
