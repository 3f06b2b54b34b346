import { colour, drawArtifact, measure, page, setText } from './sheet.mjs'

/** The first page: the title, a wheel that runs off the paper, and the contents. */
export function drawCover(document, root, { edition, titles }) {
  document.addPage()
  document.outline.addItem('Contents')
  drawArtifact(document, () => drawWheel(document, { x: page.width - 84, y: 80, radius: 152 }))

  const section = document.struct('Sect')
  root.add(section)
  const line = { x: page.left, width: measure }
  setText(document, section, 'P', 'Kestrel Cycles', {
    ...line,
    y: page.top,
    font: 'strong',
    size: 12,
    leading: 15,
    tint: colour.accent,
  })
  let y = setText(document, section, 'Title', 'Customer handbook', {
    ...line,
    y: 256,
    font: 'strong',
    size: 34,
    leading: 38,
    tint: colour.ink,
  })
  y = setText(document, section, 'P', 'What we do to your bicycle, what it costs, and when we ring.', {
    ...line,
    y: y + 8,
    font: 'italic',
    size: 12.5,
    leading: 17,
    tint: colour.quiet,
  })
  y = setText(document, section, 'H1', 'Contents', {
    ...line,
    y: 376,
    font: 'strong',
    size: 11.2,
    leading: 14,
    tint: colour.accent,
  })
  setContents(document, section, titles, y + 6)
  setText(document, section, 'P', `${edition}. Prices include value added tax.`, {
    ...line,
    y: page.height - 46,
    font: 'text',
    size: 8,
    leading: 10,
    tint: colour.quiet,
  })
  section.end()
}

function setContents(document, section, titles, top) {
  const contents = document.struct('TOC')
  section.add(contents)
  const row = 18.4
  for (const [index, title] of titles.entries()) {
    const y = top + index * row
    const number = index + 2
    const text = { y, font: 'text', size: 10, leading: 14, tint: colour.ink }
    const item = document.struct('TOCI')
    contents.add(item)
    setText(document, item, 'P', String(number), { ...text, x: page.left, width: 22, tint: colour.quiet })
    setText(document, item, 'P', title, { ...text, x: page.left + 26, width: measure - 26 })
    item.end()
    document.goTo(page.left, y, measure, row - 2, `page-${number}`)
  }
  contents.end()
}

/** A wheel laced with 28 spokes, each leaving its hub flange at a tangent, three crosses. */
function drawWheel(document, { x, y, radius }) {
  document.lineWidth(1.4).circle(x, y, radius).stroke(colour.ink)
  document.lineWidth(0.7)
  document.circle(x, y, radius * 0.925).stroke(colour.spoke)
  document.circle(x, y, radius * 0.88).stroke(colour.spoke)
  const spokes = 28
  const flange = radius * 0.085
  for (let spoke = 0; spoke < spokes; spoke++) {
    const atRim = (spoke / spokes) * 2 * Math.PI
    const atHub = atRim + (spoke % 2 === 0 ? 1 : -1) * 1.35
    document
      .moveTo(x + Math.cos(atHub) * flange, y + Math.sin(atHub) * flange)
      .lineTo(x + Math.cos(atRim) * radius * 0.88, y + Math.sin(atRim) * radius * 0.88)
  }
  document.lineWidth(0.5).stroke(colour.spoke)
  document.lineWidth(1.4).circle(x, y, flange).fillAndStroke('#ffffff', colour.ink)
  document.circle(x, y, flange * 0.4).fill(colour.ink)
}
