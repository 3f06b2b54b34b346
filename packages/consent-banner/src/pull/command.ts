import { readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { ConsentPolicy } from '@sotto/contracts'
import { type GateTemplates, gateFile } from './gate-file.ts'
import { builtTemplates } from './templates.ts'

const usage = `sotto-consent pull POLICY [--out FILE] [--check]

Builds the gate with your policy into one file, to stand first in <head>.

  POLICY        a file, or an address that answers with one
  --out FILE    where it goes; public/sotto-gate.js unless told
  --check       writes nothing, and exits with 1 where the file is not what it would be
`

const patience = 30_000

/** `sotto-consent pull`: 0 when done, 1 when it could not be or is stale, 2 for a wrong call. */
export async function pull(args: readonly string[], templates?: GateTemplates): Promise<number> {
  const say = (text: string) => {
    process.stdout.write(`${text}\n`)
    return 0
  }
  const fail = (text: string, code = 1) => {
    process.stderr.write(`${text}\n`)
    return code
  }
  let call: ReturnType<typeof read>
  try {
    call = read(args)
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage}`, 2)
  }
  const { from, out, check, help } = call
  if (help) return say(usage)
  if (from === undefined) return fail(`Say which policy to build in.\n\n${usage}`, 2)

  let text: string
  try {
    text = await load(from)
  } catch (error) {
    return fail(`The policy could not be read from ${from}: ${(error as Error).message}`)
  }
  const problems: string[] = []
  const policy = validated(text, problems)
  if (!policy)
    return fail(`The policy in ${from} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)

  const { code, integrity } = gateFile(policy, templates ?? (await builtTemplates()))
  const path = resolve(out)
  if (check) {
    const there = await readFile(path, 'utf8').catch(() => null)
    if (there === code) return say(`${out} is up to date.`)
    return fail(
      there === null ? `There is no ${out}.` : `${out} is not what the policy says. Run "sotto-consent pull" again.`,
    )
  }
  try {
    await writeFile(path, code)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return fail(
      missing
        ? `There is no folder ${dirname(path)}. Make it, or say --out FILE.`
        : `${out} could not be written: ${(error as Error).message}`,
    )
  }
  say(`${out}: policy ${policy.version} of ${policy.site.name}, ${Buffer.byteLength(code)} bytes\n`)
  say(`As a file:  <script src="/${out.replace(/^(\.?\/)*(public\/)?/, '')}" integrity="${integrity}"></script>`)
  say(`In the page itself, under a content security policy: script-src '${integrity}'`)
  if (policy.google?.mode === 'advanced') {
    fail('\nNote: with "advanced" Consent Mode, Google tags load and report to Google before anyone has chosen.')
  }
  return 0
}

function read(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'public/sotto-gate.js' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (positionals.length > 1) throw new Error(`One policy, please, and not ${positionals.length}.`)
  return { ...values, from: positionals[0] }
}

async function load(from: string): Promise<string> {
  if (!/^https?:\/\//.test(from)) return readFile(resolve(from), 'utf8')
  const response = await fetch(from, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`it answered with ${response.status}`)
  return response.text()
}

function validated(text: string, problems: string[]): ConsentPolicy | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    problems.push(`It is no JSON: ${(error as Error).message}`)
    return undefined
  }
  const result = ConsentPolicy.safeParse(value)
  if (result.success) return result.data
  problems.push(...result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`))
  return undefined
}
