import type { ConsentCookieRow } from '@sotto/contracts'
import { count } from '../../design/words.ts'

const columns = ['Name', 'Kind', 'Set by', 'Purpose', 'Stays for'] as const

const kindNames = {
  cookie: 'Cookie',
  local: 'Local storage',
  session: 'Session storage',
  'indexed-db': 'Database',
  cache: 'Cache',
  'service-worker': 'Service worker',
}

/** `30 days`, `2 hours`, `until the browser closes`. */
export function stays({ kind, lifetimeDays }: Pick<ConsentCookieRow, 'kind' | 'lifetimeDays'>): string {
  if (lifetimeDays !== null)
    return lifetimeDays < 1
      ? count(Math.max(1, Math.round(lifetimeDays * 24)), 'hour')
      : count(Math.round(lifetimeDays * 10) / 10, 'day')
  return kind === 'cookie' || kind === 'session' ? 'until the browser closes' : 'until it is deleted'
}

export const cells = (row: ConsentCookieRow): string[] => [
  row.domain ? `${row.name} (${row.domain})` : row.name,
  kindNames[row.kind],
  row.provider && row.provider !== row.service ? `${row.service}, ${row.provider}` : row.service,
  row.purpose ?? row.category,
  stays(row),
]

export { columns as cookieColumns }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => entities[letter] as string)

/** A table for a privacy notice. Whatever a name or purpose holds is text in it. */
export function tableAsHtml(rows: readonly ConsentCookieRow[]): string {
  const line = (tag: 'td' | 'th', of: readonly string[]) =>
    `    <tr>${of.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return [
    '<table>',
    '  <thead>',
    line('th', columns),
    '  </thead>',
    '  <tbody>',
    ...rows.map((row) => line('td', cells(row))),
    '  </tbody>',
    '</table>',
    '',
  ].join('\n')
}

/** The same as GitHub writes tables. */
export function tableAsMarkdown(rows: readonly ConsentCookieRow[]): string {
  const text = (cell: string) => cell.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\s+/g, ' ')
  const line = (of: readonly string[]) => `| ${of.map(text).join(' | ')} |`
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map((row) => line(cells(row))), ''].join(
    '\n',
  )
}
