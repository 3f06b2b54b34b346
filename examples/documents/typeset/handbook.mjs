import { drawCover } from './cover.mjs'
import { colour, drawArtifact, drawRule, measure, openDocument, page, setText } from './sheet.mjs'
import { setTable } from './table.mjs'

const body = { font: 'text', size: 10.2, leading: 14.2, tint: colour.ink }
const lowest = page.height - page.bottom

/**
 * Sets the handbook: a cover with the contents, then one page for each title, so that a fact keeps its page number
 * when another page is edited.
 *
 * @param {import('./source.mjs').Block[]} blocks
 * @param {{ edition: string, issued: Date }} options
 * @returns {Promise<Buffer>} the PDF
 * @throws {Error} when the text under one title does not fit on its page
 */
export async function typesetHandbook(blocks, { edition, issued }) {
  const document = openDocument({
    title: 'Customer handbook',
    subject: `Kestrel Cycles, ${edition}: services, rules, prices and what to expect`,
    issued,
  })
  const finished = collect(document)
  const root = document.struct('Document')
  document.addStructure(root)

  const chapters = splitByTitle(blocks)
  drawCover(document, root, { edition, titles: chapters.map((chapter) => chapter.title) })
  for (const [index, chapter] of chapters.entries()) setChapter(document, root, chapter, index + 2)

  root.end()
  document.end()
  return finished
}

function setChapter(document, root, chapter, number) {
  document.addPage()
  document.addNamedDestination(`page-${number}`)
  document.outline.addItem(chapter.title)

  const section = document.struct('Sect')
  root.add(section)
  let y = setText(document, section, 'H1', chapter.title, {
    x: page.left,
    y: page.top,
    width: measure,
    font: 'strong',
    size: 21,
    leading: 25,
    tint: colour.ink,
  })
  y += 14
  for (const block of chapter.blocks) y = setBlock(document, section, block, y)
  section.end()
  drawFoot(document, number)

  if (y > lowest + 8) {
    throw new Error(
      `Page ${number}, "${chapter.title}", is ${Math.ceil((y - lowest) / body.leading)} lines too long. Shorten it in source/handbook.md.`,
    )
  }
}

function setBlock(document, section, block, y) {
  switch (block.kind) {
    case 'heading':
      return (
        setText(document, section, 'H2', block.text, {
          x: page.left,
          y: y + 5,
          width: measure,
          font: 'strong',
          size: 11.2,
          leading: 14,
          tint: colour.accent,
        }) + 3
      )
    case 'paragraph':
      return setText(document, section, 'P', block.text, { ...body, x: page.left, y, width: measure }) + 6
    case 'list':
      return setList(document, section, block.items, y) + 4
    case 'table':
      return setTable(document, section, block, y + 1) + 9
    default:
      throw new Error(`The handbook cannot set a ${block.kind}.`)
  }
}

function setList(document, section, items, y) {
  const list = document.struct('L')
  section.add(list)
  let below = y
  for (const item of items) {
    const entry = document.struct('LI')
    list.add(entry)
    setText(document, entry, 'Lbl', '•', { ...body, x: page.left + 2, y: below, width: 10, tint: colour.accent })
    below = setText(document, entry, 'LBody', item, { ...body, x: page.left + 14, y: below, width: measure - 14 }) + 2
    entry.end()
  }
  list.end()
  return below
}

function drawFoot(document, number) {
  const y = page.height - 46
  drawRule(document, y)
  drawArtifact(
    document,
    () => {
      document.font('text').fontSize(8).fillColor(colour.quiet)
      document.text('Kestrel Cycles · Customer handbook', page.left, y + 8, { lineBreak: false })
      document.text(String(number), page.left, y + 8, { width: measure, align: 'right' })
    },
    { type: 'Pagination' },
  )
}

function splitByTitle(blocks) {
  const chapters = []
  for (const block of blocks) {
    if (block.kind === 'title') chapters.push({ title: block.text, blocks: [] })
    else chapters.at(-1).blocks.push(block)
  }
  return chapters
}

function collect(stream) {
  return new Promise((resolve, reject) => {
    const chunks = []
    stream.on('data', (chunk) => chunks.push(chunk))
    stream.on('end', () => resolve(Buffer.concat(chunks)))
    stream.on('error', reject)
  })
}
