import { logYears } from '../audit/index.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { Circumstances } from './dependencies.ts'
import type { LogFacts } from './log-entries.ts'
import type { ExportKind } from './types.ts'

/** What Art. 15(1) and (2) GDPR ask for beside the data, as far as declarations and the log know it. */
export interface AboutFacts {
  exportId: string
  team: string
  kind: ExportKind
  asOf: string
  given: readonly { collection: AnyCollection; rows: number }[]
  entries: number
  notGiven: readonly { collection: AnyCollection; why: string }[]
  circumstances: Circumstances
  facts: LogFacts
  leftOut: number
}

type Block = { heading: string } | { text: string } | { head: readonly string[]; rows: readonly (readonly string[])[] }

const bases: Record<AnyCollection['basis'], string> = {
  consent: 'your consent (Art. 6(1)(a) GDPR)',
  contract: 'a contract with you, or steps before one (Art. 6(1)(b))',
  'legitimate-interests': 'legitimate interests (Art. 6(1)(f))',
  'legal-obligation': 'a legal obligation (Art. 6(1)(c))',
}

const people: Record<string, string> = {
  visitor: 'you, on a website',
  member: 'somebody of the team',
  'api-key': 'software of the team',
  system: 'this system by itself',
}

const words = (name: string) => name.replace(/([A-Z])/g, ' $1').toLowerCase()

function blocksOf(facts: AboutFacts): Block[] {
  const { given, entries, notGiven, circumstances, facts: log, leftOut } = facts
  const { responsible, receivers, sources, automatedDecisions, portal, complainTo } = circumstances
  const providers = Object.values(log.providers)
  const origins = Object.entries(log.origins)
  return [
    {
      text: `${facts.team} holds the data in this archive about you. It stands as of ${facts.asOf}. The export has the number ${facts.exportId}.`,
    },
    { heading: 'Who answers for your data' },
    { head: ['', ''], rows: responsible.map(({ name, text }) => [name, text]) },
    { heading: 'What is in this archive' },
    {
      text: 'data.json has everything, in the form that schema.json describes. The folder csv has the same as tables, one for each kind. manifest.json says which files there are and is signed: `npx sotto-verify export` checks that nothing was changed.',
    },
    { heading: 'Why your data is processed, on which basis, and for how long' },
    {
      head: ['Kind of data', 'Rows', 'Purpose', 'Legal basis', 'Kept', 'Afterwards'],
      rows: [
        ...given.map(({ collection, rows }) => {
          const { kept, afterwards } = circumstances.kept(collection)
          const { name, purpose, basis } = collection
          return [words(name), String(rows), purpose, bases[basis], kept, afterwards]
        }),
        [
          'audit log',
          String(entries),
          'Evidence of what was done with personal data',
          bases['legal-obligation'],
          `${logYears} years; what it says of you can no longer be read once you are erased`,
          'deleted',
        ],
      ],
    },
    { heading: 'Where the data comes from' },
    origins.length > 0
      ? {
          head: ['Kind of data', 'Entered by'],
          rows: origins.map(([name, counts]) => [
            words(name),
            Object.entries(counts)
              .map(([kind, count]) => `${people[kind] ?? kind} (${count})`)
              .join(', '),
          ]),
        }
      : { text: 'The log has no entry of where it comes from.' },
    ...(sources ? [{ text: sources }] : []),
    { heading: 'Who receives it' },
    receivers.length + providers.length > 0
      ? {
          head: ['Recipient', 'What for', 'Where', 'What protects it in other countries (Art. 46 GDPR)'],
          rows: receivers.map(({ name, what, where, safeguard }) => [name, what, where, safeguard]),
        }
      : { text: 'Nobody outside of the team, and no provider of language models.' },
    ...(providers.length > 0
      ? [
          {
            head: ['Was sent texts of yours', 'What'],
            rows: providers.map(({ provider, model, calls, last, labels }) => [
              `${provider}, ${model}`,
              `text for answers, ${calls} times, the last time on ${last.slice(0, 10)}; names and numbers were replaced before${labels.length > 0 ? ` (${labels.join(', ')})` : ''}`,
            ]),
          },
        ]
      : []),
    {
      text: 'Providers of language models get texts in which names, addresses and numbers are replaced by placeholders. You may ask the team for a copy of what protects data in other countries.',
    },
    { heading: 'Automated decisions' },
    {
      text: `${automatedDecisions ?? 'There is no automated decision with legal or similarly significant effect (Art. 22 GDPR).'} Answers in the chat are written by software, as it says there.`,
    },
    { heading: 'Your rights' },
    {
      text: `You may have wrong data corrected (Art. 16), data erased (Art. 17), its use restricted (Art. 18), and take it elsewhere (Art. 20). You may object to uses that rest on legitimate interests, and to marketing at any time (Art. 21). What rests on your consent ends when you withdraw it. You ask for all of it at ${portal}, and it costs nothing.`,
    },
    {
      text: 'You may complain to a supervisory authority, at your home, your work, or the place of the infringement (Art. 77).',
    },
    { head: ['Complaints are taken by', 'Where'], rows: complainTo.map(({ name, url }) => [name, url]) },
    { heading: 'What is left out' },
    {
      text:
        leftOut > 0
          ? `In ${leftOut} places of what others wrote, somebody else was named; there stands a note in brackets (Art. 15(4) GDPR).`
          : 'Nothing was left out for the sake of others.',
    },
    ...(notGiven.length > 0
      ? [
          {
            head: ['Not given twice', 'Because'],
            rows: notGiven.map(({ collection, why }) => [words(collection.name), why]),
          },
        ]
      : []),
  ]
}

const title = 'About your data'

export function aboutMarkdown(facts: AboutFacts): string {
  const cell = (text: string) => text.replace(/[\\`*_{}[\]<>|#]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ')
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  const parts = blocksOf(facts).map((block) => {
    if ('heading' in block) return `## ${block.heading}`
    if ('text' in block) return block.text.replace(/[\\*_{}[\]<>|#]/g, (sign) => `\\${sign}`)
    return [line(block.head), `|${block.head.map(() => '---').join('|')}|`, ...block.rows.map(line)].join('\n')
  })
  return `# ${title}\n\n${parts.join('\n\n')}\n`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** One file, with nothing in it that is fetched. */
export function aboutHtml(facts: AboutFacts): string {
  const row = (of: 'td' | 'th', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${of}>${escaped(cell)}</${of}>`).join('')}</tr>`
  const parts = blocksOf(facts).map((block) => {
    if ('heading' in block) return `<h2>${escaped(block.heading)}</h2>`
    if ('text' in block) return `<p>${escaped(block.text)}</p>`
    const rows = block.rows.map((cells) => row('td', cells)).join('\n')
    return `<div><table>\n<thead>${row('th', block.head)}</thead>\n<tbody>\n${rows}\n</tbody>\n</table></div>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
div { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${parts.join('\n')}
</main>
</body>
</html>
`
}
