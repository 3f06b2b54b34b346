import { readFile } from 'node:fs/promises'
import { parse as parseCsv } from 'csv-parse/sync'
import mammoth from 'mammoth'
import { marked } from 'marked'
import { parse as parseHtml } from 'parse5'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { generate } from './generate.mjs'
import questions from './questions.json' with { type: 'json' }

interface Source {
  document: string
  page?: number
  row?: number
  section?: string
}

const read = (name: string) => readFile(new URL(name, import.meta.url))
const plain = (text: string) => text.replace(/\s+/gu, ' ').trim()

/** The text of each place that a source can name: `page 11`, `row 3`, `section Every week`. */
type Places = Map<string, string>
const documents = new Map<string, Places>()

beforeAll(async () => {
  documents.set('customer-handbook.pdf', await pdfPages())
  documents.set('price-list.csv', csvRows(String(await read('price-list.csv'))))
  documents.set('faq.md', htmlSections(await marked(String(await read('faq.md')))))
  documents.set('opening-hours.html', htmlSections(String(await read('opening-hours.html'))))
  const { value } = await mammoth.convertToHtml({ buffer: await read('terms.docx') })
  documents.set('terms.docx', htmlSections(value))
})

describe('generate', () => {
  it('gives the committed bytes', async () => {
    for (const [name, bytes] of Object.entries(await generate())) {
      expect(Buffer.compare(Buffer.from(bytes), await read(name)), `${name} is stale: run "node generate.mjs"`).toBe(0)
    }
  })

  it('sets a handbook of thirteen pages, each with its number at the foot', () => {
    const pages = documents.get('customer-handbook.pdf') ?? new Map()
    expect(pages.size).toBe(13)
    for (let number = 2; number <= 13; number++) {
      expect(pages.get(`page ${number}`)).toMatch(new RegExp(`Kestrel Cycles · Customer handbook ${number}$`))
    }
  })
})

describe('questions.json', () => {
  const answered = [...questions.answerable, ...questions.followUps]

  it('has enough of each kind, all different', () => {
    expect(questions.answerable.length).toBeGreaterThanOrEqual(60)
    expect(questions.unanswerable.length).toBeGreaterThanOrEqual(15)
    expect(questions.offTopic.length).toBeGreaterThanOrEqual(10)
    expect(questions.followUps.length).toBeGreaterThanOrEqual(10)
    const all = [...answered, ...questions.unanswerable, ...questions.offTopic]
    expect(new Set(all.map((entry) => entry.id)).size).toBe(all.length)
    expect(new Set(all.map((entry) => entry.question)).size).toBe(all.length)
  })

  it.each(answered)('$id: $question', ({ sources, contains }) => {
    for (const source of sources) {
      const text = textAt(source).toLowerCase()
      for (const words of contains) expect(text, JSON.stringify(source)).toContain(words.toLowerCase())
    }
  })

  it.each(questions.unanswerable)('$id names a nearest place that exists: $question', ({ nearest }) => {
    expect(textAt(nearest)).not.toBe('')
  })

  it('asks something of every document and of every page after the cover', () => {
    const sources: Source[] = questions.answerable.flatMap((entry) => entry.sources as Source[])
    expect(new Set(sources.map((source) => source.document))).toEqual(new Set(documents.keys()))
    const pages = new Set(sources.flatMap((source) => source.page ?? []))
    expect([...pages].sort((one, other) => one - other)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })
})

describe('the price list', () => {
  it.each([
    ['S1', 'customer-handbook.pdf', 'page 4', 'Safety check £25'],
    ['S2', 'customer-handbook.pdf', 'page 4', 'Standard service £85'],
    ['S3', 'customer-handbook.pdf', 'page 4', 'Full service £165'],
    ['S4', 'customer-handbook.pdf', 'page 4', 'Strip and rebuild £290'],
    ['B2', 'customer-handbook.pdf', 'page 5', 'For £38 a wheel'],
    ['W4', 'customer-handbook.pdf', 'page 6', 'Building a wheel costs £68'],
    ['F1', 'customer-handbook.pdf', 'page 7', 'costs £40'],
    ['E2', 'customer-handbook.pdf', 'page 9', 'The e-bike standard service costs £110'],
    ['G5', 'customer-handbook.pdf', 'page 11', '8 or 9 speed £64 £28'],
    ['G8', 'customer-handbook.pdf', 'page 11', '12 speed £146 £58'],
    ['L4', 'faq.md', 'section Can you collect my bicycle?', 'for £15 a trip'],
    ['L5', 'terms.docx', 'section 5. Collection and storage', '£2 for each working day'],
  ])('row %s agrees with %s, %s', (code, document, place, words) => {
    const row = [...(documents.get('price-list.csv') ?? [])].find(([, text]) => text.startsWith(`${code} `))
    const price = words.match(/£\d+/)?.[0]
    expect(row?.[1]).toContain(price)
    expect(documents.get(document)?.get(place)).toContain(words)
  })
})

function textAt({ document, page, row, section }: Source): string {
  const place = page ? `page ${page}` : row ? `row ${row}` : `section ${section}`
  const text = documents.get(document)?.get(place)
  if (text === undefined) throw new Error(`${document} has no ${place}`)
  return text
}

async function pdfPages(): Promise<Places> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await read('customer-handbook.pdf'))))
  return new Map(text.map((page, index) => [`page ${index + 1}`, plain(page)]))
}

/** Rows are counted as a spreadsheet shows them: the header is row 1. */
function csvRows(csv: string): Places {
  const records: string[][] = parseCsv(csv)
  return new Map(records.slice(1).map((cells, index) => [`row ${index + 2}`, cells.join(' ')]))
}

function htmlSections(html: string): Places {
  const sections: Places = new Map()
  let section = ''
  const visit = (node: { nodeName: string; value?: string; childNodes?: unknown[] }): string => {
    if (node.nodeName === '#text') return node.value ?? ''
    const inside = (node.childNodes ?? []) as (typeof node)[]
    if (/^h[1-6]$/.test(node.nodeName)) {
      section = `section ${plain(inside.map(visit).join(''))}`
      sections.set(section, '')
      return ''
    }
    const text = inside.map(visit).join(' ')
    if (/^(p|td|th|li)$/.test(node.nodeName)) {
      sections.set(section, plain(`${sections.get(section) ?? ''} ${text}`))
      return ''
    }
    return text
  }
  visit(parseHtml(html) as Parameters<typeof visit>[0])
  return sections
}
