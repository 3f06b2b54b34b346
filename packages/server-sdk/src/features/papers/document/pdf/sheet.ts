import { Fonts, placedPieces, type Weight } from '../../../../pdf/fonts.ts'

type Pdf = typeof import('pdfkit')
export type Part = ReturnType<InstanceType<Pdf>['struct']>

const colours = { ink: '#1c1f26', quiet: '#5b6270', rule: '#d9dce2' } as const
const margin = 64

export interface Written {
  weight?: Weight
  /** In points. Default 10. */
  size?: number
  colour?: 'ink' | 'quiet'
  /** In points, from the left. */
  indent?: number
  /** The part that it belongs to. Default: the paper. */
  within?: Part
}

/** The pages of a paper: what is written goes on where the last thing ended. */
export class Sheet {
  readonly #document: InstanceType<Pdf>
  readonly #fonts: Fonts
  readonly #root: Part
  readonly #title: string
  readonly #ended: Promise<Buffer>
  readonly width: number
  readonly #bottom: number
  #chapter: PDFKit.PDFOutline | undefined
  #lacking = false

  constructor(PdfDocument: Pdf, { title, from, at }: { title: string; from: string; at: Date }) {
    this.#title = title
    this.#document = new PdfDocument({
      size: 'A4',
      margins: { top: margin, bottom: margin, left: margin, right: margin },
      lang: 'en',
      displayTitle: true,
      tagged: true,
      bufferPages: true,
      pdfVersion: '1.7',
      info: { Title: title, Author: from, CreationDate: at },
    })
    const chunks: Buffer[] = []
    this.#ended = new Promise((resolve, reject) => {
      this.#document.on('data', (chunk: Buffer) => chunks.push(chunk))
      this.#document.on('end', () => resolve(Buffer.concat(chunks)))
      this.#document.on('error', reject)
    })
    this.width = this.#document.page.width - 2 * margin
    this.#bottom = this.#document.page.height - margin
    this.#fonts = new Fonts(this.#document)
    this.#root = this.#document.struct('Document')
    this.#document.addStructure(this.#root)
  }

  /** Whether something was written that no font has. */
  get lacking(): boolean {
    return this.#lacking
  }

  /** What is left of the page, in points. */
  get left(): number {
    return this.#bottom - this.#document.y
  }

  /** A part of the paper, or of another part, that others belong to. */
  part(type: string, within: Part = this.#root): Part {
    const part = this.#document.struct(type)
    within.add(part)
    return part
  }

  /** Begins a page where less than this is left; whether it did. */
  room(height: number): boolean {
    if (height <= this.left) return false
    this.#document.addPage()
    return true
  }

  skip(height: number): void {
    this.#document.y += height
  }

  bookmark(text: string, level: 2 | 3): void {
    if (level === 2 || !this.#chapter) this.#chapter = this.#document.outline.addItem(text)
    else this.#chapter.addItem(text)
  }

  /** Lines of a text in a column, and how high each is. */
  lines(text: string, weight: Weight, size: number, width: number): { lines: string[]; height: number } {
    const shown = this.#fonts.use(text, weight, size)
    if (shown !== text) this.#lacking = true
    return { lines: this.#fonts.lines(shown, width), height: this.#document.currentLineHeight(true) + 2 }
  }

  widestWord(text: string, weight: Weight, size: number): number {
    const shown = this.#fonts.use(text, weight, size)
    return Math.max(0, ...shown.split(/\s+/).map((word) => this.#document.widthOfString(word)))
  }

  write(
    type: string,
    text: string,
    { weight = 'regular', size = 10, colour = 'ink', indent = 0, within }: Written = {},
  ) {
    const { lines, height } = this.lines(text, weight, size, this.width - indent)
    const part = this.#part(type, text, within ?? this.#root)
    for (let from = 0; from < lines.length; ) {
      this.room(height)
      const until = Math.min(lines.length, from + Math.max(1, Math.floor(this.left / height)))
      // What is tagged ends with its page.
      part.add(() => {
        for (const line of lines.slice(from, until)) {
          this.#line(text, line, { weight, size, colour }, margin + indent, this.#document.y)
          this.#document.y += height
        }
      })
      from = until
    }
    part.end()
  }

  /** Lines beside others, from where the last thing ended: the place stays. */
  beside(
    type: string,
    text: string,
    lines: readonly string[],
    options: Required<Omit<Written, 'indent'>> & { left: number; height: number },
  ): void {
    const top = this.#document.y
    const part = this.#part(type, text, options.within)
    part.add(() => {
      for (const [index, line] of lines.entries())
        this.#line(text, line, options, margin + options.left, top + index * options.height)
    })
    part.end()
    this.#document.y = top
  }

  rule(): void {
    this.#document.markContent('Artifact', { type: 'Layout' })
    this.#document
      .moveTo(margin, this.#document.y)
      .lineTo(margin + this.width, this.#document.y)
      .strokeColor(colours.rule)
      .lineWidth(0.5)
      .stroke()
    this.#document.endMarkedContent()
  }

  /** With its pages numbered. */
  end(): Promise<Buffer> {
    this.#root.end()
    const { start, count } = this.#document.bufferedPageRange()
    for (let page = start; page < start + count; page += 1) {
      this.#document.switchToPage(page)
      // Below the margin, where text would otherwise begin another page.
      this.#document.page.margins.bottom = 0
      const text = `${this.#title}, ${page - start + 1} of ${count}`
      const shown = this.#fonts.use(text, 'regular', 8)
      this.#document.markContent('Artifact', { type: 'Pagination' })
      this.#document
        .fillColor(colours.quiet)
        .text(shown, margin, this.#document.page.height - 40, { width: this.width, align: 'right', lineBreak: false })
      this.#document.endMarkedContent()
    }
    this.#document.end()
    return this.#ended
  }

  /** What cannot be shown is told to those who read with something else than eyes. */
  #part(type: string, text: string, within: Part): Part {
    const lacking = this.#fonts.use(text, 'regular', 10) !== text
    const part = this.#document.struct(type, lacking ? { actual: text } : {})
    within.add(part)
    return part
  }

  #line(
    text: string,
    line: string,
    { weight, size, colour }: Required<Pick<Written, 'weight' | 'size' | 'colour'>>,
    left: number,
    top: number,
  ) {
    this.#fonts.use(text, weight, size)
    this.#document.fillColor(colours[colour])
    let from = left
    for (const piece of placedPieces(line)) {
      this.#document.text(piece, from, top, { lineBreak: false })
      from += this.#document.widthOfString(`${piece} `)
    }
    this.#document.x = margin
    this.#document.y = top
  }
}
