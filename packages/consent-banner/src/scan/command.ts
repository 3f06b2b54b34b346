import { existsSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { htmlOf } from './output/html.ts'
import { tableOf } from './output/table.ts'
import { draftPolicy } from './policy/draft.ts'
import { readPolicy } from './policy/read-policy.ts'
import { type ScanOptions, scan } from './scan.ts'
import { ScanProblem } from './scan-problem.ts'

const usage = `sotto-consent scan URL: what a site does before and after a choice

Opens the site in an installed Chrome, Chromium or Edge and lists cookies, storage and requests to others
before a choice, after reject, after accept, after withdrawal, and with Global Privacy Control.

  --policy FILE|URL       hold it against this policy
  --regime opt-in         or opt-out, where things may run until someone says no
  --pages N               look at N pages: this one and those that it links to (1 to 50)
  --sitemap               take the pages from the site's sitemap (10 unless --pages says otherwise)
  --wait TIME             how long to watch after each step: 3s unless told (ms without a unit)
  --timeout TIME          when to give up a page that does not answer: 30s unless told
  --accept SELECTOR       the button that accepts, where it is not found by itself;
  --reject SELECTOR       and so on. Selectors are CSS, and reach into frames and shadow roots
  --withdraw SELECTOR
  --settings SELECTOR
  --save SELECTOR
  --language TAG          what the browser asks for: en-US unless told
  --browser PATH          the browser, where it is not found by itself (or CHROME_PATH)
  --browser-argument ARG  one more argument for it; may be given several times
  --ignore-certificate-errors
  --json FILE             write everything as JSON ("-" for the standard output)
  --html FILE             write a report with pictures, in one file
  --cookie-table FILE     write a policy to start from
  --quiet                 say nothing on the way

Where a site asks for a name and a password, they stand in the address: https://name:password@example.com

Exits with 0 where nothing runs that must not, 1 where something does, 2 where it could not look: at the site, or at one
of these states (state-not-reached says which, and why).
`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  policy: text,
  regime: text,
  pages: text,
  sitemap: flag,
  wait: text,
  timeout: text,
  accept: text,
  reject: text,
  withdraw: text,
  settings: text,
  save: text,
  language: text,
  browser: text,
  'browser-argument': { type: 'string', multiple: true },
  'ignore-certificate-errors': flag,
  json: text,
  html: text,
  'cookie-table': text,
  quiet: flag,
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** `sotto-consent scan`. Resolves to the exit code: 0 clean, 1 violations, 2 misuse, or a site or a state not looked at. */
export async function scanCommand(args: readonly string[]): Promise<number> {
  const complain = (message: string) => {
    process.stderr.write(`sotto-consent scan: ${message}\n`)
    return 2
  }
  try {
    const { values, positionals } = readArguments(args)
    if (values.help) {
      process.stdout.write(usage)
      return 0
    }
    const [given, ...more] = positionals
    if (given === undefined)
      return complain('say which address to scan, for example https://example.com. --help says more.')
    if (more.length > 0) return complain(`one address at a time; what is "${more[0]}"?`)
    const address = addressOf(given)
    const settings = await optionsFrom(values)
    for (const file of [values.json, values.html, values['cookie-table']]) checkPlace(file)
    return await run(address, settings, values)
  } catch (error) {
    if (error instanceof ScanProblem) return complain(error.message)
    throw error
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new ScanProblem(`${(error as Error).message.split('\n')[0]} --help says more.`, { cause: error })
  }
}

async function run(address: string, settings: ScanOptions, values: Values): Promise<number> {
  const result = await scan(address, settings)
  const { report } = result
  const json = () => `${JSON.stringify(report, null, 2)}\n`
  if (values.json === '-') process.stdout.write(json())
  else {
    process.stdout.write(tableOf(report, { colour: process.stdout.isTTY === true && !process.env.NO_COLOR }))
    if (values.json !== undefined) await write(values.json, json())
  }
  if (values.html !== undefined) await write(values.html, htmlOf(report, result.pictures))
  if (values['cookie-table'] !== undefined) {
    await write(values['cookie-table'], `${JSON.stringify(draftPolicy(report), null, 2)}\n`)
  }
  if (report.counts.violation > 0) return 1
  return report.clean ? 0 : 2
}

async function optionsFrom(values: Values): Promise<ScanOptions> {
  const { accept, reject, withdraw, settings, save } = values
  const controls = Object.entries({ accept, reject, withdraw, settings, save }).filter(
    ([, selector]) => selector !== undefined,
  )
  return {
    regime: oneOf(values.regime, ['opt-in', 'opt-out'], '--regime'),
    pages: values.pages === undefined ? (values.sitemap ? 10 : 1) : wholeNumber(values.pages, 1, 50, '--pages'),
    sitemap: values.sitemap === true,
    controls: Object.fromEntries(controls),
    wait: duration(values.wait ?? '3s', 0, 120_000, '--wait'),
    timeout: duration(values.timeout ?? '30s', 1000, 600_000, '--timeout'),
    language: languageOf(values.language ?? 'en-US'),
    ...(values.browser === undefined ? {} : { browser: values.browser }),
    browserArguments: values['browser-argument'] ?? [],
    ignoreCertificates: values['ignore-certificate-errors'] === true,
    progress: values.quiet ? () => undefined : (line) => process.stderr.write(`${line}\n`),
    ...(values.policy === undefined ? {} : { policy: await readPolicy(values.policy) }),
  }
}

function addressOf(given: string): string {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^[^/]*:\d+(\/|$)/.test(given) ? given : `https://${given}`
  if (!URL.canParse(address)) throw new ScanProblem(`"${given}" is no address. Give one such as https://example.com.`)
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol)) {
    throw new ScanProblem(`"${given}" is not on the web: only http and https addresses can be scanned.`)
  }
  return url.href
}

function oneOf<Choice extends string>(
  given: string | undefined,
  choices: readonly [Choice, ...Choice[]],
  name: string,
): Choice {
  const found = choices.find((choice) => choice === given)
  if (found === undefined && given !== undefined) {
    throw new ScanProblem(`${name} has to be ${choices.join(' or ')}, not "${given}".`)
  }
  return found ?? choices[0]
}

function wholeNumber(given: string, least: number, most: number, name: string): number {
  const number = Number(given)
  if (!/^\d+$/.test(given) || number < least || number > most) {
    throw new ScanProblem(`${name} has to be a whole number from ${least} to ${most}, not "${given}".`)
  }
  return number
}

function duration(given: string, least: number, most: number, name: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(given) ?? []
  const milliseconds = Number(number) * (unit === 's' ? 1000 : 1)
  if (number === undefined || milliseconds < least || milliseconds > most) {
    throw new ScanProblem(
      `${name} has to be a time from ${least} ms to ${most / 1000} s, such as 5s or 500ms, not "${given}".`,
    )
  }
  return milliseconds
}

function languageOf(given: string): string {
  try {
    return Intl.getCanonicalLocales(given)[0] ?? 'en-US'
  } catch {
    throw new ScanProblem(`--language has to be a language tag such as de or pt-BR, not "${given}".`)
  }
}

/** Said before the work, not after it. */
function checkPlace(file: string | undefined): void {
  if (file === undefined || file === '-') return
  const folder = dirname(resolve(file))
  if (!existsSync(folder)) throw new ScanProblem(`${file} cannot be written: there is no folder ${folder}.`)
  if (existsSync(file) && statSync(file).isDirectory())
    throw new ScanProblem(`${file} is a folder. Give the name of a file.`)
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content)
  } catch (error) {
    throw new ScanProblem(`${file} cannot be written: ${(error as Error).message}.`, { cause: error })
  }
}
