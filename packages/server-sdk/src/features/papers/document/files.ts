import type { PaperBlock, PaperFormat, PaperName } from '@sotto/contracts'
import { hashOf } from './markdown.ts'
import { paperPage } from './page.ts'
import type { PaperFile } from './paper-file.ts'
import { paperPdf } from './pdf/paper.ts'

/** A paper with all that its files need. */
export interface Rendered {
  paper: PaperName
  title: string
  from: string
  blocks: readonly PaperBlock[]
  markdown: string
  version: string
  at: Date
}

const mediaTypes: Readonly<Record<PaperFormat, string>> = {
  md: 'text/markdown',
  pdf: 'application/pdf',
  html: 'text/html',
  json: 'application/json',
}

async function* contentOf(format: PaperFormat, paper: Rendered): AsyncGenerator<string | Uint8Array> {
  switch (format) {
    case 'md':
      return yield paper.markdown
    case 'pdf':
      return yield await paperPdf(paper)
    case 'html':
      return yield paperPage(paper).html
    case 'json': {
      const { paper: name, title, from, version, blocks, markdown } = paper
      return yield `${JSON.stringify({ paper: name, title, from, version, sha256: hashOf(markdown), blocks }, null, 2)}\n`
    }
  }
}

/** The same paper as Markdown, PDF, page or JSON. */
export const renderedFile = (format: PaperFormat, paper: Rendered): PaperFile => ({
  mediaType: mediaTypes[format],
  filename: `${paper.paper}.${format}`,
  chunks: contentOf(format, paper),
})
