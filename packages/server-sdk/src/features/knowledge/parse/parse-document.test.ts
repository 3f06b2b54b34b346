import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deflatedZeros, docx, pdf, pdfAround, zip } from './fixtures.ts'
import { type Block, DocumentRefusedError, type ParseLimits, parseDocument } from './index.ts'

const parse = (bytes: Uint8Array | string, filename: string, limits: Partial<ParseLimits> = {}) =>
  parseDocument({ bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, filename }, limits)

const refusal = async (bytes: Uint8Array | string, filename = 'file', limits: Partial<ParseLimits> = {}) => {
  const error = await parse(bytes, filename, limits).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DocumentRefusedError)
  return error as DocumentRefusedError
}

const textsOn = (blocks: Block[], page: number) => blocks.filter(({ position }) => position.page === page)

const handbook = () =>
  pdf(
    (document) => {
      for (const page of [1, 2, 3, 4]) {
        if (page > 1) document.addPage()
        document.font('Helvetica').fontSize(9).text('Acme handbook 2026', 72, 40, { lineBreak: false })
        document.fontSize(9).text(`Page ${page} of 4`, 480, 790, { lineBreak: false })
        document.fontSize(18).text(['Leave', 'Pay', 'Tools', 'Safety'][page - 1] ?? '', 72, 80)
        document.fontSize(11)
        if (page === 1) {
          document.text('Everybody has twenty-six days of leave in a', 72, 120, { lineBreak: false })
          document.text('year. Ask two weeks before, so that the rota can be re-', 72, 134, { lineBreak: false })
          document.text('arranged. Carry over at most five days until the end of', 72, 148, { lineBreak: false })
        }
        if (page === 2) {
          document.text('March.', 72, 120, { lineBreak: false })
        }
        if (page === 3) {
          const rows = [
            ['Tool', 'Where', 'Count'],
            ['Torque wrench', 'Drawer 1', '4'],
            ['Chain whip', 'Drawer 2', '7'],
          ]
          for (const [index, cells] of rows.entries()) {
            for (const [column, cell] of cells.entries()) {
              document
                .font(index === 0 ? 'Helvetica-Bold' : 'Helvetica')
                .text(cell, 72 + column * 140, 130 + index * 18, { lineBreak: false })
            }
          }
        }
        if (page === 4) document.font('Helvetica').text('Wear gloves.\n\nCall 112 in an emergency.', 72, 120)
      }
    },
    { info: { Title: 'Handbook for staff' } },
  )

describe('PDF', () => {
  it('keeps pages, joins lines and divided words, and drops running heads and feet', async () => {
    const seen: [number, number][] = []
    const document = await parseDocument({ bytes: await handbook(), filename: 'x.bin' }, {}, undefined, (done, total) =>
      seen.push([done, total]),
    )
    expect(document).toMatchObject({
      title: 'Handbook for staff',
      mediaType: 'application/pdf',
      pages: 4,
      language: 'en',
    })
    expect(textsOn(document.blocks, 1)).toEqual([
      { kind: 'heading', level: 1, text: 'Leave', position: { page: 1 } },
      {
        kind: 'paragraph',
        text:
          'Everybody has twenty-six days of leave in a year. Ask two weeks before, so that the rota can be rearranged. ' +
          'Carry over at most five days until the end of',
        position: { page: 1, section: ['Leave'] },
      },
    ])
    expect(JSON.stringify(document.blocks)).not.toMatch(/Acme handbook|of 4/)
    expect(seen.at(-1)).toEqual([4, 4])
  })

  it('repeats the header of a table in each row', async () => {
    const { blocks } = await parse(await handbook(), 'handbook.pdf')
    expect(textsOn(blocks, 3).map(({ text }) => text)).toEqual([
      'Tools',
      'Tool: Torque wrench; Where: Drawer 1; Count: 4',
      'Tool: Chain whip; Where: Drawer 2; Count: 7',
    ])
  })

  it('marks a paragraph that goes on with the page before', async () => {
    const bytes = await pdf((document) => {
      document
        .fontSize(11)
        .text('The deposit is returned when the bicycle is brought back before', 72, 700, { lineBreak: false })
      document.addPage().text('noon on the last day. Later returns cost a day.', 72, 80, { lineBreak: false })
    })
    const { blocks } = await parse(bytes, 'a.pdf')
    expect(blocks.map(({ continues }) => continues)).toEqual([undefined, true])
  })

  it('reads columns one after the other, also where they were drawn line by line', async () => {
    const left = [
      'The quick brown fox jumps over',
      'the lazy dog every single day of',
      'the week, and on Sundays twice,',
    ]
    const right = [
      'A second column stands beside it',
      'and says something quite different',
      'about prices of bicycles in spring',
    ]
    left.push('because it has nothing else to do', 'in this small and quiet town.')
    right.push('when everybody wants to ride again', 'after a long and rainy winter.')
    const bytes = await pdf((document) => {
      for (const [index, line] of left.entries()) {
        document.fontSize(10).text(line, 72, 100 + index * 14, { lineBreak: false })
        document.text(right[index] ?? '', 320, 100 + index * 14, { lineBreak: false })
      }
    })
    const { blocks } = await parse(bytes, 'a.pdf')
    expect(blocks.map(({ text }) => text)).toEqual([left.join(' '), right.join(' ')])
  })

  it('opens a file that restricts printing but needs no password', async () => {
    const bytes = await pdf((document) => document.text('Anybody may read this page.'), { ownerPassword: 'owner' })
    expect((await parse(bytes, 'a.pdf')).blocks[0]?.text).toBe('Anybody may read this page.')
  })

  it('refuses an encrypted one', async () => {
    const bytes = await pdf((document) => document.text('Nobody may read this.'), { userPassword: 'secret' })
    expect(await refusal(bytes)).toMatchObject({
      code: 'document_encrypted',
      message: expect.stringMatching(/password/),
    })
  })

  it.each([0.3, 0.6, 0.97])('refuses one that breaks off after %d of its length', async (share) => {
    const whole = await handbook()
    expect((await refusal(whole.subarray(0, whole.length * share))).code).toBe('document_truncated')
  })

  it('refuses pages without text', async () => {
    const picture = await pdf((document) => document.rect(100, 100, 300, 300).fill('black'))
    const stamped = await pdf((document) => {
      for (const page of [1, 2, 3, 4]) {
        if (page > 1) document.addPage()
        document.fontSize(8).text('Scanned with QuickScan', 72, 20, { lineBreak: false })
      }
    })
    for (const bytes of [picture, stamped]) expect((await refusal(bytes)).code).toBe('document_without_text')
  })

  it('refuses too many pages', async () => {
    const error = await refusal(await handbook(), 'a.pdf', { maxPages: 3 })
    expect(error.code).toBe('document_too_many_pages')
    expect(error.message).toContain('4 pages; up to 3')
  })

  it('refuses a stream that unpacks to far more than the file, also when packed twice', async () => {
    const once = pdfAround(deflatedZeros(30_000_000), '/Filter /FlateDecode')
    const { deflateSync } = await import('node:zlib')
    const twice = pdfAround(deflateSync(deflatedZeros(30_000_000)), '/Filter [/FlateDecode /FlateDecode]')
    for (const bytes of [once, twice]) {
      expect((await refusal(bytes, 'a.pdf', { maxUnpackedBytes: 10_000_000 })).code).toBe('document_unpacks_too_large')
    }
  })

  it('refuses what only begins like a PDF', async () => {
    const bytes = `%PDF-1.7\n${'nothing '.repeat(200)}\nstartxref\n5\n%%EOF`
    expect((await refusal(bytes)).code).toBe('document_unreadable')
  })
})

describe('DOCX', () => {
  it('reads headings, lists and tables', async () => {
    const document = await parse(await docx(), 'terms')
    expect(document).toMatchObject({ title: 'Terms of hire', mediaType: expect.stringContaining('wordprocessingml') })
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Terms', position: {} },
      { kind: 'paragraph', text: 'These terms hold for every hire.', position: { section: ['Terms'] } },
      { kind: 'heading', level: 2, text: 'Deposits', position: { section: ['Terms'] } },
      ...['Bring photo ID.', 'Pay by card.'].map((text) => ({
        kind: 'list-item',
        level: 1,
        text,
        position: { section: ['Terms', 'Deposits'] },
      })),
      ...['Bike: City; Deposit: £50', 'Bike: Cargo; Deposit: £120'].map((text) => ({
        kind: 'table-row',
        text,
        position: { section: ['Terms', 'Deposits'] },
      })),
    ])
  })

  it('refuses an archive that unpacks to too much, also when it lies about its size', async () => {
    const data = Buffer.alloc(3_000_000, 'a')
    for (const statedSize of [data.length, 10]) {
      const bytes = zip([{ name: 'word/document.xml', data, statedSize }])
      const { code } = await refusal(bytes, 'a.docx', { maxUnpackedBytes: 1_000_000 })
      expect(code).toBe(statedSize === 10 ? 'document_unreadable' : 'document_unpacks_too_large')
    }
  })

  it('refuses one with a password, one that breaks off, and one that is damaged', async () => {
    const wrapped = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect((await refusal(wrapped, 'a.docx')).code).toBe('document_encrypted')
    const whole = await docx()
    expect((await refusal(whole.subarray(0, whole.length / 2), 'a.docx')).code).toBe('document_truncated')
    const empty = zip([{ name: 'word/document.xml', data: Buffer.from('not xml') }])
    expect((await refusal(empty, 'a.docx')).code).toBe('document_unreadable')
  })
})

describe('any document', () => {
  it('is what its bytes say, whatever it is called', async () => {
    expect((await parse(await docx(), 'notes.txt')).mediaType).toContain('wordprocessingml')
    expect((await parse('<!doctype html><p>A page.</p>', 'notes.txt')).mediaType).toBe('text/html')
    expect((await parse('Just words, no page.', 'index.html')).mediaType).toBe('text/plain')
  })

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])],
    ['a spreadsheet', zip([{ name: 'xl/workbook.xml', data: Buffer.from('<x/>') }])],
    ['an archive', zip([{ name: 'readme.txt', data: Buffer.from('hello') }])],
    ['an old Word file', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    ['rich text', Buffer.from('{\\rtf1 Hello}')],
    ['noise', Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 7919) % 256))],
  ])('is refused when it is %s', async (_, bytes) => {
    expect(await refusal(bytes, 'a.txt')).toMatchObject({
      code: 'document_type_unsupported',
      message: expect.stringMatching(/accepted|upload|Save it/),
    })
  })

  it('is refused when it is empty or blank', async () => {
    expect((await refusal('')).code).toBe('document_empty')
    expect((await refusal(' \n\t\n', 'a.md')).code).toBe('document_empty')
  })

  it('is refused when it is too large, before anything is read', async () => {
    const error = await refusal(Buffer.alloc(2_500_000, 'a'), 'a.txt', { maxBytes: 2_000_000 })
    expect(error.code).toBe('document_too_large')
    expect(error.message).toContain('2.5 MB; up to 2 MB')
  })

  it('is given up when the time is over', async () => {
    expect((await refusal(await handbook(), 'a.pdf', { maxMilliseconds: 1 })).code).toBe('document_timeout')
  })

  it('is given up when the caller aborts', async () => {
    const stop = new AbortController()
    const reading = parseDocument({ bytes: await handbook(), filename: 'a.pdf' }, {}, stop.signal)
    stop.abort(new Error('stopped'))
    await expect(reading).rejects.toThrow('stopped')
  })

  it('can be a path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-parse-'))
    try {
      await writeFile(join(folder, 'faq.md'), '# Questions\n\nWe answer them.')
      const document = await parseDocument({ path: join(folder, 'faq.md'), filename: 'faq.md' })
      expect(document).toMatchObject({ title: 'Questions', mediaType: 'text/markdown' })
      await expect(parseDocument({ path: join(folder, 'none'), filename: 'none' })).rejects.toThrow(/ENOENT/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
