import { styleText } from 'node:util'
import type { Level } from '../checks/findings.ts'
import type { ReportedFinding, ReportedState, ScanReport } from '../report.ts'
import { plural, stateTitles } from './words.ts'

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const signs: Readonly<Record<Level, string>> = { violation: '✗', warning: '!', note: '·' }
const colours: Readonly<Record<Level, 'red' | 'yellow' | 'gray'>> = {
  violation: 'red',
  warning: 'yellow',
  note: 'gray',
}

/** The report for a terminal: what was counted, and what was found, the worst first. */
export function tableOf(report: ScanReport, { colour = false } = {}): string {
  const paint: Paint = colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text
  const product = report.banner.product ?? (report.banner.accept || report.banner.reject ? 'a banner' : 'no banner')
  const lines = [
    paint('bold', report.landed),
    `${product}, ${report.browser}, ${pagesOf(report)}`,
    '',
    ...counts(report),
    '',
  ]
  for (const finding of report.findings) lines.push(...findingLines(finding, paint))
  const { violation, warning, note } = report.counts
  const summary = `${plural(violation, 'violation')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}`
  if (report.clean) lines.push(paint('green', `✓ Nothing runs that must not. ${summary}.`))
  else if (violation === 0) lines.push(paint('yellow', `! Not everything could be looked at. ${summary}.`))
  else lines.push(paint('red', `✗ ${summary}.`))
  return `${lines.join('\n')}\n`
}

const pagesOf = ({ states }: ScanReport) => plural(states[0]?.pages.length ?? 0, 'page')

function counts({ states }: ScanReport): string[] {
  const header = ['', 'cookies', 'storage', 'requests to others', 'need consent']
  const rows = states.map((state) => [
    stateTitles[state.state],
    ...(state.missing === null
      ? [state.cookies.length, state.storage.length, requests(state), needing(state)].map(String)
      : ['–', '–', '–', '–']),
  ])
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  )
  return [header, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

const requests = (state: ReportedState) => state.requests.reduce((sum, { count }) => sum + count, 0)
const needing = ({ cookies, storage, requests: asked }: ReportedState) =>
  [...cookies, ...storage, ...asked].filter(({ verdict }) => verdict === 'needs-consent').length

function findingLines(finding: ReportedFinding, paint: Paint): string[] {
  const { code, level, subject, title, reason, by, pages, remedy } = finding
  const lines = [
    `${paint(colours[level], signs[level])} ${paint('bold', subject)}  ${paint('dim', code)}`,
    `  ${title}. ${reason}`,
  ]
  if (by !== null && by !== subject) lines.push(`  by ${by}`)
  if (pages.length > 1) lines.push(`  on ${plural(pages.length, 'page')}`)
  if (level !== 'note') lines.push(`  ${paint('dim', `→ ${remedy}`)}`)
  return [...lines, '']
}
