import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ConsentPolicy } from '@sotto/contracts'
import { buildGate } from './build-gate.ts'
import type { GateTemplates } from './gate-file.ts'

const usage = `sotto-consent pull POLICY [--out FILE] [--with-banner] [--check]

Builds the gate with your policy into one file, to stand first in <head>.

  POLICY         a file, or an address that answers with one
  --out FILE     where it goes, in a folder that is there; unless told, public/sotto-gate.js, and its folder is made
  --with-banner  puts sotto-consent.js and what it loads beside it, for pages without a bundler
  --check        writes nothing, and exits with 1 where the file is not what it would be
`

const usual = 'public/sotto-gate.js'

const patience = 30_000

/** Why it could not be done, in words for whoever called it. */
class PullProblem extends Error {
  override readonly name = 'PullProblem'
}

/** `sotto-consent pull`: 0 when done, 1 when it could not be or is stale, 2 for a wrong call. */
export async function pull(args: readonly string[], templates?: GateTemplates): Promise<number> {
  let call: ReturnType<typeof read>
  try {
    call = read(args)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    return 2
  }
  try {
    process.stdout.write(call.help ? usage : `${await run(call, templates)}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return 1
  }
}

async function run(
  { from, out = usual, check, banner }: ReturnType<typeof read>,
  templates?: GateTemplates,
): Promise<string> {
  const policy = await load(from)
  const { code, integrity } = await buildGate(policy, templates)
  const path = resolve(out)
  if (check) {
    const there = await readFile(path, 'utf8').catch(() => null)
    if (there === code) return `${out} is up to date.`
    throw new PullProblem(
      there === null ? `There is no ${out}.` : `${out} is not what the policy says. Run "sotto-consent pull" again.`,
    )
  }
  if (out === usual) await mkdir(dirname(path), { recursive: true })
  await write(path, code)
  if (banner) await cp(fileURLToPath(new URL('./browser', import.meta.url)), dirname(path), { recursive: true })
  const { version, site, google } = policy as ConsentPolicy
  const lines = [
    `${out}: policy ${version} of ${site.name}, ${Buffer.byteLength(code)} bytes`,
    '',
    `  <script src="/${out.replace(/^(\.?\/)*(public\/)?/, '')}" integrity="${integrity}"></script>`,
    '',
    `Instead, it may stand between <script> and </script>; a content security policy then says: script-src '${integrity}'`,
  ]
  if (google?.mode === 'advanced') {
    lines.push('', 'With "advanced" Consent Mode, Google tags load and report to Google before anyone has chosen.')
  }
  return lines.join('\n')
}

function read(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      'with-banner': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { 'with-banner': banner, ...others } = values
  const [from = '', ...more] = positionals
  if (!others.help && (from === '' || more.length > 0)) throw new Error('Name one policy, a file or an address.')
  return { ...others, banner, from }
}

async function load(from: string): Promise<unknown> {
  const text = await textOf(from).catch((error: Error) => {
    throw new PullProblem(`The policy could not be read from ${from}: ${error.message}`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PullProblem(`${from} is no JSON: ${(error as Error).message}`)
  }
}

async function textOf(from: string): Promise<string> {
  if (!/^https?:\/\//.test(from)) return readFile(resolve(from), 'utf8')
  const response = await fetch(from, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`it answered with ${response.status}`)
  return response.text()
}

async function write(path: string, code: string) {
  await writeFile(path, code).catch((error: NodeJS.ErrnoException) => {
    const hint =
      error.code === 'ENOENT' ? `there is no folder ${dirname(path)}. Make it, or say --out FILE` : error.message
    throw new PullProblem(`${path} could not be written: ${hint}`)
  })
}
