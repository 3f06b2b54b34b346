import { createDetection, sensitiveKinds } from '../packages/server-sdk/src/sensitive-data/index.ts'
import { type Figure, rounded, told } from './audit/figure.ts'
import { healthCases, structuredCases } from './detectors/cases.ts'

const structured = Object.keys(sensitiveKinds).filter((kind) => kind !== 'health' && kind !== 'custom')

/** A share that has an aim, of what was counted. */
const aimed = (name: string, right: number, all: number): Figure => ({
  name,
  value: all === 0 ? 1 : rounded(right / all),
  unit: 'ratio',
  aim: '>=0.98',
  met: all === 0 || right / all >= 0.98,
  against: { right, all },
})

/** Of each kind: how much of what was found is it, and how much of what is there was found, by its exact span. */
function structuredFigures(detect: ReturnType<typeof createDetection>): Figure[] {
  const counts = new Map(structured.map((kind) => [kind, { right: 0, found: 0, there: 0 }]))
  const count = (kind: string) => counts.get(kind) as { right: number; found: number; there: number }
  const cases = structuredCases()
  for (const { text, expected } of cases) {
    const found = detect(text).filter(({ kind }) => kind !== 'health')
    const left = expected.map(({ kind, value }) => `${kind} ${value}`)
    for (const { kind } of expected) count(kind).there++
    for (const { kind, start, end } of found) {
      count(kind).found++
      const at = left.indexOf(`${kind} ${text.slice(start, end)}`)
      if (at < 0) report('wrongly', kind, text)
      else {
        count(kind).right++
        left.splice(at, 1)
      }
    }
    for (const missed of left) report('not', missed, text)
  }
  return [
    told('labelled texts', cases.length, 'texts'),
    ...[...counts].flatMap(([kind, { right, found, there }]) => [
      aimed(`${kind} precision`, right, found),
      aimed(`${kind} recall`, right, there),
    ]),
  ]
}

/** Which text it was, for whoever makes the detectors better: the set is made up, so nobody's number is in it. */
function report(how: 'wrongly' | 'not', what: string, text: string): void {
  if (process.env.SOTTO_BENCH_TEXTS) process.stderr.write(`${how} found: ${what} in ${JSON.stringify(text)}\n`)
}

function healthFigures(detect: ReturnType<typeof createDetection>): Figure[] {
  let [right, found, there] = [0, 0, 0]
  for (const { text, sensitive } of healthCases) {
    const says = detect(text).some(({ kind }) => kind === 'health')
    there += Number(sensitive)
    found += Number(says)
    right += Number(sensitive && says)
    if (says !== sensitive) report(says ? 'wrongly' : 'not', 'health', text)
  }
  return [
    told('health precision', right / found, 'ratio', { right, all: found }),
    told('health recall', right / there, 'ratio', { right, all: there }),
  ]
}

/** Megabytes of text in a second: chat as it is usually, tables that are nothing but numbers. */
function speedFigures(detect: ReturnType<typeof createDetection>): Figure[] {
  const chat = [
    'Hello, my gears slip when I climb. Could I come on Tuesday at 10:30, and what would a service cost?',
    'The invoice 20260503 says 129.00 EUR, but I paid 119.00 EUR in the shop on 3 May 2026.',
    'Ich habe am 12.04. ein Rad bestellt (Nr. 88231). Wann kommt es ungefähr?',
    'Merci beaucoup, à bientôt ! Mon téléphone est le 06 12 34 56 78.',
  ]
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row * 7919} ${row * 104729} ${(row * 31.7).toFixed(2)}; ${row}`,
  ).join('\n')
  const measure = (name: string, texts: readonly string[]) => {
    for (const text of texts) detect(text)
    let bytes = 0
    const began = performance.now()
    while (performance.now() - began < 1500)
      for (const text of texts) {
        detect(text)
        bytes += Buffer.byteLength(text)
      }
    return told(name, bytes / 1e6 / ((performance.now() - began) / 1000), 'MB/s')
  }
  return [measure('speed on chat', chat), measure('speed on tables of numbers', [rows])]
}

/** How well sensitive data is found, on a labelled set that lies beside this file, and how fast. */
export async function run(): Promise<{ bench: 'detectors'; figures: Figure[] }> {
  const detect = createDetection()
  return {
    bench: 'detectors',
    figures: [...structuredFigures(detect), ...healthFigures(detect), ...speedFigures(detect)],
  }
}
