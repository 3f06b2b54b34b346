import { Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph, TextRun } from 'docx'
import { strToU8, unzipSync, zipSync } from 'fflate'

const roles = {
  title: { heading: HeadingLevel.TITLE },
  heading: { heading: HeadingLevel.HEADING_1, keepNext: true },
  paragraph: {},
}

/**
 * Sets the terms as a Word document.
 *
 * @param {import('./source.mjs').Block[]} blocks titles, headings and paragraphs
 * @param {{ issued: Date }} options
 * @returns {Promise<Uint8Array>} the DOCX
 */
export async function typesetTerms(blocks, { issued }) {
  const document = new Document({
    title: 'Terms of business',
    creator: 'Kestrel Cycles',
    lastModifiedBy: 'Kestrel Cycles',
    styles: {
      default: {
        document: { run: { font: 'Georgia', size: 21, language: { value: 'en-GB' } } },
        title: { run: { size: 40, bold: true, color: '16211F' }, paragraph: { spacing: { after: 240 } } },
        heading1: {
          run: { size: 24, bold: true, color: '0B5F5B' },
          paragraph: { spacing: { before: 280, after: 80 } },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 } } },
        footers: { default: foot() },
        children: blocks.map(
          (block) => new Paragraph({ ...roles[block.kind], text: block.text, spacing: { after: 120, line: 300 } }),
        ),
      },
    ],
  })
  return withFixedDates(await Packer.toBuffer(document), issued)
}

function foot() {
  return new Footer({
    children: [
      new Paragraph({
        children: [new TextRun({ children: ['Kestrel Cycles · Terms of business · ', PageNumber.CURRENT], size: 16 })],
      }),
    ],
  })
}

/**
 * Packs the parts again with fixed dates: the library stamps the moment of writing into the core properties and into
 * every entry of the archive. The archive's dates are local by definition, so `issued` is taken apart in UTC first.
 */
function withFixedDates(docx, issued) {
  const parts = unzipSync(docx)
  const stamp = issued.toISOString().replace(/\.\d+Z$/, 'Z')
  const core = new TextDecoder().decode(parts['docProps/core.xml'])
  parts['docProps/core.xml'] = strToU8(core.replace(/(W3CDTF">)[^<]*/g, `$1${stamp}`))
  const mtime = new Date(issued.getUTCFullYear(), issued.getUTCMonth(), issued.getUTCDate(), 12)
  return zipSync(Object.fromEntries(Object.entries(parts).sort(([one], [other]) => (one < other ? -1 : 1))), {
    level: 9,
    mtime,
  })
}
