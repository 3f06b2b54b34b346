import type { PaperBlock } from '@sotto/contracts'

const ink = '#1c1f26'
const quiet = '#5b6270'
const rule = '#d9dce2'
const margin = 64

/** Letters of Latin script that do not come apart into a letter and an accent, and signs that the fonts lack. */
const simpler: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  ı: 'i',
  Ħ: 'H',
  ħ: 'h',
  '−': '-',
  '→': '->',
  '≤': '<=',
  '≥': '>=',
  '\u00a0': ' ',
}
// What the fonts that every reader of PDF has can show (WinAnsi).
const shown = /[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/
const printable = (text: string): string =>
  Array.from(text, (character) => {
    if (character === '\n' || shown.test(character)) return character
    const plain = simpler[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '')
    return plain !== '' && Array.from(plain).every((each) => shown.test(each)) ? plain : '?'
  }).join('')

/** Whether a text is shown as it is: the fonts of PDF readers have Latin letters alone. */
const isShown = (text: string) =>
  Array.from(text).every((character) => /\s/.test(character) || printable(character) !== '?')

const textsOf = (block: PaperBlock): string[] => {
  switch (block.kind) {
    case 'list':
      return block.items
    case 'facts':
      return block.rows.flatMap(({ name, text }) => [name, text])
    case 'table':
      return [...block.head, ...block.rows.flat()]
    default:
      return [block.text]
  }
}

/** A paper on paper, A4, tagged. What the fonts cannot show is said at its end: Markdown and page have it. */
export async function paperPdf(paper: {
  title: string
  from: string
  version: string | null
  blocks: readonly PaperBlock[]
  at: Date
}): Promise<Uint8Array> {
  const { default: PdfDocument } = await import('pdfkit')
  const document = new PdfDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    lang: 'en',
    displayTitle: true,
    tagged: true,
    bufferPages: true,
    pdfVersion: '1.7',
    info: { Title: paper.title, Author: paper.from, CreationDate: paper.at },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve)
    document.on('error', reject)
  })
  const width = document.page.width - 2 * margin
  const bottom = document.page.height - margin
  const write = (text: string, font: string, size: number, colour: string, indent = 0) =>
    document
      .font(font)
      .fontSize(size)
      .fillColor(colour)
      .text(printable(text), margin + indent, undefined, { width: width - indent, lineGap: 2 })
  const room = (height: number) => {
    if (document.y + height > bottom) document.addPage()
  }

  function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): void {
    document.font('Helvetica-Bold').fontSize(8.5)
    const longest = head.map((_name, index) =>
      Math.max(
        ...[head, ...rows].flatMap((cells) =>
          printable(cells[index] ?? '')
            .split(/\s+/)
            .map((word) => document.widthOfString(word)),
        ),
      ),
    )
    const widths = columnWidths(head, rows, width, longest)
    const line = (cells: readonly string[], font: string, colour: string) => {
      document.font(font).fontSize(8.5)
      const heights = cells.map((cell, index) =>
        document.heightOfString(printable(cell), { width: (widths[index] as number) - 8, lineGap: 1 }),
      )
      const height = Math.min(Math.max(...heights, 8), bottom - margin - 20)
      room(height + 6)
      const top = document.y
      let left = margin
      for (const [index, cell] of cells.entries()) {
        document.fillColor(colour).text(printable(cell), left, top, {
          width: (widths[index] as number) - 8,
          height,
          lineGap: 1,
          ellipsis: true,
        })
        left += widths[index] as number
      }
      document.x = margin
      document.y = top + height + 3
      document
        .moveTo(margin, document.y)
        .lineTo(margin + width, document.y)
        .strokeColor(rule)
        .lineWidth(0.5)
        .stroke()
      document.y += 3
    }
    line(head, 'Helvetica-Bold', quiet)
    for (const cells of rows) line(cells, 'Helvetica', ink)
    document.moveDown(0.5)
  }

  function blockOf(block: PaperBlock): void {
    switch (block.kind) {
      case 'heading':
        room(60)
        document.moveDown(block.level === 2 ? 1 : 0.6)
        write(block.text, 'Helvetica-Bold', block.level === 2 ? 13 : 10.5, ink)
        document.moveDown(0.3)
        return
      case 'paragraph':
        write(block.text, 'Helvetica', 10, ink)
        document.moveDown(0.5)
        return
      case 'note':
        document.moveDown(0.3)
        write(block.text, 'Helvetica-Oblique', 9, quiet, 12)
        document.moveDown(0.6)
        return
      case 'list':
        for (const [index, item] of block.items.entries())
          write(`${block.ordered ? `${index + 1}.` : '•'} ${item}`, 'Helvetica', 10, ink, 8)
        document.moveDown(0.5)
        return
      case 'facts':
        for (const { name, text } of block.rows) {
          room(30)
          write(name, 'Helvetica', 8.5, quiet)
          write(text, 'Helvetica', 10, ink)
          document.moveDown(0.3)
        }
        document.moveDown(0.3)
        return
      case 'table':
        tableOf(block.head, block.rows)
        return
    }
  }

  write(paper.from, 'Helvetica', 10, quiet)
  write(paper.title, 'Helvetica-Bold', 20, ink)
  if (paper.version) write(paper.version, 'Helvetica', 8.5, quiet)
  document.moveDown(0.8)
  for (const block of paper.blocks) blockOf(block)
  if (![paper.from, ...paper.blocks.flatMap(textsOf)].every(isShown))
    blockOf({
      kind: 'note',
      text: 'Letters that the fonts of PDF readers lack stand here as question marks. The page and the Markdown of this paper have them.',
    })
  const { start, count } = document.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page)
    // Below the margin, where text would otherwise begin another page.
    document.page.margins.bottom = 0
    document
      .font('Helvetica')
      .fontSize(8)
      .fillColor(quiet)
      .text(printable(`${paper.title}, ${page - start + 1} of ${count}`), margin, document.page.height - 40, {
        width,
        align: 'right',
        lineBreak: false,
      })
  }
  document.end()
  await ended
  return Buffer.concat(chunks)
}

/** As wide as what stands in them; no word of up to a quarter of the page is broken. */
function columnWidths(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  longest: readonly number[],
): number[] {
  const gap = 9
  const least = longest.map((word) => Math.min(word + gap, width / Math.max(4, head.length)))
  const weights = head.map((name, index) => {
    const lengths = rows.map((row) => Math.min(row[index]?.length ?? 0, 160))
    const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
    return Math.max(name.length, 8, mean)
  })
  const free = width - least.reduce((sum, one) => sum + one, 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return least.map((one, index) => one + Math.max(0, free) * ((weights[index] as number) / total))
}
