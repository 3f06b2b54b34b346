import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { defaultParseLimits } from './document.ts'
import { readDocument } from './read-document.ts'

const read = (content: string | Uint8Array, filename: string, mediaType?: string) =>
  readDocument(
    {
      bytes: typeof content === 'string' ? Buffer.from(content) : content,
      filename,
      mediaType,
      limits: defaultParseLimits,
    },
    () => {},
  )

const lines = async (content: string | Uint8Array, filename: string) =>
  (await read(content, filename)).blocks.map(({ kind, level, text }) => `${kind}${level ?? ''} ${text}`)

describe('CSV', () => {
  const prices = 'Service,Price\nBrake bleed,£32 each end\n"Puncture, rear",£14\n'

  it('repeats the header in each row and counts rows as a spreadsheet does', async () => {
    const document = await read(prices, 'price-list.csv')
    expect(document).toMatchObject({ title: 'price list', mediaType: 'text/csv', rows: 2 })
    expect(document.blocks).toEqual([
      { kind: 'table-row', text: 'Service: Brake bleed; Price: £32 each end', position: { row: 2 } },
      { kind: 'table-row', text: 'Service: Puncture, rear; Price: £14', position: { row: 3 } },
    ])
  })

  it.each(['utf8', 'utf-8-bom', 'utf-16le', 'utf-16le-bom', 'utf-16be', 'windows-1252'])(
    'is read in %s',
    async (name) => {
      const bytes = iconv.encode(prices, name.replace('-bom', ''), { addBOM: name.endsWith('-bom') })
      expect((await read(bytes, 'a.csv')).blocks[0]?.text).toBe('Service: Brake bleed; Price: £32 each end')
    },
  )

  it.each([';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const content = `Name${delimiter}Note\nAda${delimiter}"one${delimiter} two, three"\nBo${delimiter}2,5`
    expect(await lines(content, 'a.csv')).toEqual([
      `table-row Name: Ada; Note: one${delimiter === '\t' ? ' ' : `${delimiter} `}two, three`.replace('  ', ' '),
      'table-row Name: Bo; Note: 2,5',
    ])
  })

  it('takes lines above the header as a heading, keeps row numbers over empty rows, and leaves out empty cells', async () => {
    const { blocks, title, rows } = await read(
      'Price list 2026\n\nWork;Price;Note\nWash;£5;\n\nTrue;;by hand\n',
      'a.csv',
    )
    expect({ title, rows }).toEqual({ title: 'Price list 2026', rows: 2 })
    expect(blocks.slice(1)).toEqual([
      { kind: 'table-row', text: 'Work: Wash; Price: £5', position: { row: 4, section: ['Price list 2026'] } },
      { kind: 'table-row', text: 'Work: True; Note: by hand', position: { row: 6, section: ['Price list 2026'] } },
    ])
  })

  it('has no header where the first row is data', async () => {
    expect(await lines('Monday,9:00\nTuesday,10:30\n', 'a.csv')).toEqual([
      'table-row Monday: 9:00',
      'table-row Tuesday: 10:30',
    ])
  })

  it('refuses a quotation mark that is never closed, and says where', async () => {
    await expect(read('a,b\n1,"open\n2,3\n', 'a.csv')).rejects.toMatchObject({ code: 'document_unreadable' })
  })
})

describe('HTML', () => {
  it('keeps what a reader sees and nothing else', async () => {
    const page = `<!doctype html><title>Opening hours &amp; more</title><style>p{}</style>
      <nav><a href="/">Home</a></nav><script>alert(1)</script><template><p>later</p></template>
      <main><h1>Hours</h1><p>We are<br>open <b>daily</b>.</p><p hidden>secret</p><p style="display: none">secret</p>
      <div>Loose text<p>in a paragraph</p></div></main>`
    expect(await read(page, 'x.html')).toMatchObject({ title: 'Opening hours & more', mediaType: 'text/html' })
    expect(await lines(page, 'x.html')).toEqual([
      'heading1 Hours',
      'paragraph We are open daily.',
      'paragraph Loose text',
      'paragraph in a paragraph',
    ])
  })

  it('reads lists and definitions', async () => {
    const page =
      '<html><ol start="3"><li>Lift <ul><li>the rear</li></ul></li><li>Turn</li></ol><dl><dt>Deposit<dd>£50</dl></html>'
    expect(await lines(page, 'x.html')).toEqual([
      'list-item1 3. Lift',
      'list-item2 the rear',
      'list-item1 4. Turn',
      'list-item Deposit: £50',
    ])
  })

  it('repeats headers of tables, over two rows, spans and row headers', async () => {
    const page = `<html><table><thead><tr><th rowspan="2">Day<th colspan="2">Open</tr><tr><th>from<th>to</tr></thead>
      <tr><th scope="row">Monday<td>9<td rowspan="2">17</tr><tr><td>Tuesday<td>10</tr></table></html>`
    expect(await lines(page, 'x.html')).toEqual([
      'table-row Day: Monday; Open from: 9; Open to: 17',
      'table-row Day: Tuesday; Open from: 10; Open to: 17',
    ])
  })

  it('reads tables that only arrange the page as the page', async () => {
    const page = '<html><table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p></td></tr></table></html>'
    expect(await lines(page, 'x.html')).toEqual(['heading2 Left', 'paragraph One.', 'paragraph Two.'])
  })

  it('survives nesting that no page has', async () => {
    const deep = `<html>${'<div>'.repeat(20_000)}deep${'<ul><li>'.repeat(5_000)}down</html>`
    expect((await lines(deep, 'x.html')).join(' ')).toContain('deep')
  })
})

describe('Markdown', () => {
  it('reads headings, lists, tables, code and inline markup as text', async () => {
    const source = `---
title: "Bike FAQ"
---
# Questions
## Do you *mend* [tubes](https://example.com)?
Yes &amp; quickly, with \`care\`.
1. Come
   - early
2. Wait

| Work | Price |
|---|---|
| Tube | **£7** |

\`\`\`
a = 1
\`\`\`
<p>Raw <i>HTML</i></p>
`
    expect((await read(source, 'faq.md')).title).toBe('Bike FAQ')
    expect(await lines(source, 'faq.md')).toEqual([
      'heading1 Questions',
      'heading2 Do you mend tubes?',
      'paragraph Yes & quickly, with care.',
      'list-item1 1. Come',
      'list-item2 early',
      'list-item1 2. Wait',
      'table-row Work: Tube; Price: £7',
      'code a = 1',
      'paragraph Raw HTML',
    ])
  })

  it('gives each block the headings above it', async () => {
    const { blocks } = await read('# A\n## B\none\n# C\ntwo', 'a.md')
    expect(blocks.filter(({ kind }) => kind === 'paragraph').map(({ position }) => position.section)).toEqual([
      ['A', 'B'],
      ['C'],
    ])
  })
})

describe('plain text', () => {
  it('joins lines that an editor broke, and keeps those that somebody wrote', async () => {
    const text =
      'OPENING HOURS\n\nThe workshop is open on all working days, and in summer it is\nopen on Saturdays until the evening bell.\n\n' +
      '14 Tannery Lane\nHalden\n\n- one\n- two\n'
    expect(await lines(text, 'a.txt')).toEqual([
      'heading2 OPENING HOURS',
      'paragraph The workshop is open on all working days, and in summer it is open on Saturdays until the evening bell.',
      'paragraph 14 Tannery Lane',
      'paragraph Halden',
      'list-item one',
      'list-item two',
    ])
  })

  it('counts form feeds as pages', async () => {
    const { blocks } = await read('first\fsecond', 'a.txt')
    expect(blocks.map(({ position }) => position.page)).toEqual([1, 2])
  })
})

describe('language', () => {
  it.each([
    ['en', 'The brakes are bled once a year, and we do not charge for the fluid.'],
    ['de', 'Die Werkstatt ist von Dienstag bis Freitag geöffnet und nicht am Montag.'],
    ['fr', 'Le prix de la révision est indiqué dans les conditions et ne change pas.'],
    ['es', 'El taller está abierto de martes a viernes y no los lunes por la mañana.'],
    ['nl', 'De werkplaats is open van dinsdag tot vrijdag en niet op maandag.'],
    ['ja', '営業時間は火曜日から金曜日までです。'],
    ['ru', 'Мастерская открыта со вторника по пятницу.'],
    [undefined, 'Shimano 105 R7000'],
  ])('is guessed: %s', async (language, text) => {
    expect((await read(text, 'a.txt')).language).toBe(language)
  })
})
