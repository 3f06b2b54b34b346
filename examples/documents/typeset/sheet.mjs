import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'

/** All lengths are in points; 72 points are an inch. The page is 170 mm × 240 mm. */
export const page = { width: 482, height: 680, left: 54, right: 54, top: 58, bottom: 70 }
export const measure = page.width - page.left - page.right
export const colour = { ink: '#16211f', quiet: '#5b6664', line: '#d9dedd', accent: '#0b5f5b', spoke: '#9fb0ad' }

const fontFile = (name) => fileURLToPath(import.meta.resolve(`@fontsource/source-serif-4/files/source-serif-4-${name}`))

/**
 * An empty document whose bytes depend on nothing but what is set on it: dates are fixed, and streams are not
 * compressed, because zlib's output differs between versions and processors.
 *
 * @param {{ title: string, subject: string, issued: Date }} about
 */
export function openDocument({ title, subject, issued }) {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margins: { top: page.top, bottom: 0, left: page.left, right: page.right },
    autoFirstPage: false,
    compress: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: title,
      Author: 'Kestrel Cycles',
      Subject: subject,
      Creator: 'generate.mjs',
      CreationDate: issued,
      ModDate: issued,
    },
  })
  document.registerFont('text', fontFile('latin-400-normal.woff'))
  document.registerFont('strong', fontFile('latin-600-normal.woff'))
  document.registerFont('italic', fontFile('latin-400-italic.woff'))
  return document
}

/** Draws what belongs to the page and not to its text, so that a screen reader skips it. */
export function drawArtifact(document, draw, options = {}) {
  document.markContent('Artifact', { type: 'Layout', ...options })
  document.save()
  draw()
  document.restore()
  document.endMarkedContent()
}

export function drawRule(document, y, { from = page.left, to = page.width - page.right, tint = colour.line } = {}) {
  drawArtifact(document, () => document.moveTo(from, y).lineTo(to, y).lineWidth(0.5).stroke(tint))
}

/**
 * Sets one run of text at (x, y) as an element of the document's structure.
 *
 * @returns {number} the y below its last line
 */
export function setText(document, parent, role, text, { x, y, width, font, size, leading, tint, align = 'left' }) {
  document.font(font).fontSize(size)
  const lineGap = leading - document.currentLineHeight()
  const height = document.heightOfString(text, { width, lineGap, align })
  const element = document.struct(role, () => {
    document.font(font).fontSize(size).fillColor(tint)
    document.text(text, x, y, { width, lineGap, align })
  })
  parent.add(element)
  element.end()
  return y + height
}
