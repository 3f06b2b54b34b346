import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { verifyLog } from '../index.ts'
import { cases } from '../testing/cases.ts'

const folder = fileURLToPath(new URL('../../conformance', import.meta.url))

it.each(cases)('$name', async ({ file, keys, checkpoints, status, firstBadEntry }) => {
  const verdict = await verifyLog(new Blob([Uint8Array.from(file)]).stream(), { keys, checkpoints })
  expect({ status: verdict.status, firstBadEntry: verdict.firstBadEntry?.index ?? null }).toEqual({
    status,
    firstBadEntry,
  })
})

const python = ['python3', 'python', 'py'].find(
  (command) => spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0,
)

// It shows that the README suffices to write a checker in another language; who has no Python misses nothing else.
it.skipIf(python === undefined)('the checker in Python, if this machine has Python 3.8, agrees on every case', () => {
  const program = `
import base64, json, sys
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
from verify import verify_log
for case in json.load(sys.stdin):
    print(json.dumps(verify_log(base64.b64decode(case["file"]), case["keys"], case["notes"])))
`
  const input = JSON.stringify(
    cases.map(({ file, keys, checkpoints }) => ({
      file: Buffer.from(file).toString('base64'),
      keys,
      notes: checkpoints.map(({ note }) => note),
    })),
  )
  const { stdout, stderr, status } = spawnSync(python as string, ['-c', program], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const told = verdicts.map(({ status, firstBadEntry }, index) => ({ name: cases[index]?.name, status, firstBadEntry }))
  expect(told).toEqual(cases.map(({ name, status, firstBadEntry }) => ({ name, status, firstBadEntry })))
})
