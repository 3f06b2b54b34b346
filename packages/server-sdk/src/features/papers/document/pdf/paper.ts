import type { PaperBlock } from '@sotto/contracts'
import { Sheet } from './sheet.ts'
import { writeTable } from './table.ts'

/** A paper on paper, A4, tagged and with bookmarks. */
export async function paperPdf(paper: {
  title: string
  from: string
  version: string | null
  blocks: readonly PaperBlock[]
  at: Date
}): Promise<Uint8Array> {
  const { default: PdfDocument } = await import('pdfkit')
  const sheet = new Sheet(PdfDocument, { title: paper.title, from: paper.from, at: paper.at })
  sheet.write('P', paper.from, { colour: 'quiet' })
  sheet.write('H1', paper.title, { weight: 'bold', size: 20 })
  if (paper.version) sheet.write('P', paper.version, { size: 8.5, colour: 'quiet' })
  sheet.skip(10)
  for (const block of paper.blocks) writeBlock(sheet, block)
  if (sheet.lacking)
    writeBlock(sheet, {
      kind: 'note',
      text: 'Letters that the fonts of this file lack stand here as question marks. The page and the Markdown of this paper have them.',
    })
  return sheet.end()
}

function writeBlock(sheet: Sheet, block: PaperBlock): void {
  switch (block.kind) {
    case 'heading': {
      const first = block.level === 2
      sheet.room(60)
      sheet.skip(first ? 13 : 7)
      sheet.bookmark(block.text, block.level)
      sheet.write(first ? 'H2' : 'H3', block.text, { weight: 'bold', size: first ? 13 : 10.5 })
      sheet.skip(4)
      return
    }
    case 'paragraph':
      sheet.write('P', block.text)
      sheet.skip(6)
      return
    case 'note':
      sheet.skip(4)
      sheet.write('Note', block.text, { weight: 'italic', size: 9, colour: 'quiet', indent: 12 })
      sheet.skip(7)
      return
    case 'list': {
      const list = sheet.part('L')
      for (const [index, item] of block.items.entries())
        sheet.write('LI', `${block.ordered ? `${index + 1}.` : '•'} ${item}`, { indent: 8, within: list })
      list.end()
      sheet.skip(6)
      return
    }
    case 'facts':
      for (const { name, text } of block.rows) {
        sheet.room(30)
        sheet.write('P', name, { size: 8.5, colour: 'quiet' })
        sheet.write('P', text)
        sheet.skip(4)
      }
      sheet.skip(4)
      return
    case 'table':
      writeTable(sheet, block.head, block.rows)
      return
  }
}
