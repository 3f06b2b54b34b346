import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { textOfBytes } from '../encoding/text.ts'
import { verifyAgreement, verifyCertificate, verifyReceipt } from '../index.ts'
import { verifyExportFile } from '../node.ts'
import { type StatementCase, statementCases } from '../testing/statements.ts'

const cases = statementCases(process.env.SOTTO_LONG ? 1 : 100)
let folder: string
let statuses: string[]

async function statusOf({ kind, file, keys, person }: StatementCase): Promise<string> {
  if (kind === 'export') {
    const path = join(folder, 'export.zip')
    await writeFile(path, file)
    return (await verifyExportFile(path, { keys })).status
  }
  // What is not UTF-8 is refused where a file is read.
  const text = textOfBytes(file)
  if (text === undefined) return 'invalid'
  const verify = { receipt: verifyReceipt, agreement: verifyAgreement, certificate: verifyCertificate }[kind]
  return (await verify(text, { keys, ...person })).status
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-statements-'))
  statuses = []
  for (const one of cases) statuses.push(await statusOf(one))
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

it('what is signed is valid as it was signed, and in no other way', () => {
  const told = cases.flatMap(({ name, status }, index) => (status ? [{ name, status: statuses[index] }] : []))
  expect(told).toEqual(cases.flatMap(({ name, status }) => (status ? [{ name, status }] : [])))
})

const python = ['python3', 'python', 'py'].find(
  (command) => spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0,
)

it.skipIf(python === undefined)(
  'the checker in Python, if this machine has Python 3.8, agrees on every case',
  () => {
    const program = `
import base64, json, sys
sys.path.insert(0, ${JSON.stringify(fileURLToPath(new URL('../../conformance', import.meta.url)))})
sys.dont_write_bytecode = True
from statements import verify_statement
for case in json.load(sys.stdin):
    print(json.dumps(verify_statement(case["kind"], base64.b64decode(case["file"]), case["keys"], **case["person"])["status"]))
`
    const input = JSON.stringify(
      cases.map(({ kind, file, keys, person = {} }) => ({ kind, file: file.toString('base64'), keys, person })),
    )
    const env = { ...process.env, PYTHONUTF8: '1' }
    const given = { input, encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 } as const
    const { stdout, stderr, status } = spawnSync(python as string, ['-c', program], given)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const theirs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as string)
    const told = (of: readonly string[]) => cases.map(({ name }, index) => `${name}: ${of[index]}`)
    expect(told(theirs)).toEqual(told(statuses))
  },
  600_000,
)
