import { Fonts, placedPieces } from '../pdf/fonts.ts'
import type { Certificate, CertificateFile, Supplement, WithheldRows } from './certified.ts'

const ink = '#1c1f26'
const quiet = '#5b6270'
const rule = '#d9dce2'

const day = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
const number = (value: number) => value.toLocaleString('en-GB')

/** A certificate on paper, A4. The JSON file is the proof; this is for reading, and says how the proof is checked. */
export async function certificatePdf(file: CertificateFile): Promise<Uint8Array> {
  const { default: PdfDocument } = await import('pdfkit')
  const certificate = JSON.parse(file.certificate) as Certificate
  const document = new PdfDocument({
    size: 'A4',
    margins: { top: 64, bottom: 64, left: 64, right: 64 },
    lang: 'en',
    displayTitle: true,
    tagged: true,
    pdfVersion: '1.7',
    info: {
      Title: `Certificate of erasure ${certificate.erasure}`,
      Author: certificate.team,
      CreationDate: new Date(certificate.completed),
    },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve)
    document.on('error', reject)
  })
  const width = document.page.width - 128
  const line = () => {
    document.moveDown(0.6)
    document
      .moveTo(64, document.y)
      .lineTo(64 + width, document.y)
      .strokeColor(rule)
      .lineWidth(0.75)
      .stroke()
    document.moveDown(0.6)
  }
  const heading = (text: string) => {
    document.moveDown(0.9)
    document.font('Helvetica-Bold').fontSize(12).fillColor(ink).text(text, 64)
    document.moveDown(0.3)
  }
  const fonts = new Fonts(document)
  let lacking = false
  const paragraph = (text: string, colour = ink) => {
    const shown = fonts.use(text, 'regular', 10)
    lacking ||= shown !== text
    document.fillColor(colour)
    for (const line of fonts.lines(shown, width)) {
      if (document.y > document.page.height - 80) document.addPage()
      const top = document.y
      let left = 64
      for (const piece of placedPieces(line)) {
        document.text(piece, left, top, { lineBreak: false })
        left += document.widthOfString(`${piece} `)
      }
      document.x = 64
      document.y = top + document.currentLineHeight(true) + 2
    }
  }
  const code = (text: string) =>
    document.font('Courier').fontSize(8).fillColor(ink).text(text, 64, undefined, { width, lineGap: 1 })

  document.font('Helvetica-Bold').fontSize(20).fillColor(ink).text('Certificate of erasure')
  document.moveDown(0.2)
  paragraph(`${certificate.erasure}, issued ${day(certificate.completed)} by ${certificate.team}`, quiet)
  line()
  paragraph(openingOf(certificate))
  heading('What was done')
  table(document, width, certificate)
  paragraph(
    `${number(certificate.keys.destroyed)} keys were destroyed. What they had sealed cannot be read any more: not in the database, not in its log, and not in backups once the keys of their time are gone, too.`,
  )
  if (certificate.withheld.length > 0) {
    heading('What is kept, and why')
    for (const withheld of certificate.withheld) paragraph(`- ${wordsOfWithheld(withheld)}`)
  }
  heading('What was checked')
  paragraph(
    `${number(certificate.scan.rows)} rows of ${number(certificate.scan.collections)} collections were read afterwards. Nothing that belonged to the person was left. ${
      certificate.scan.mentions === 0
        ? 'Nobody else mentions them by an exact identifier.'
        : `${number(certificate.scan.mentions)} rows of others mention them by an exact identifier and are looked at by people.`
    }${
      certificate.scan.unreadable
        ? ` ${number(certificate.scan.unreadable)} rows of others could not be looked into: they were changed outside of Sotto and do not open.`
        : ''
    }`,
  )
  heading('Others')
  for (const sentence of others(certificate)) paragraph(`- ${sentence}`)
  for (const { supplement } of file.supplements)
    paragraph(`- ${wordsOfSupplement(JSON.parse(supplement) as Supplement)}`)
  heading('Whom this is about')
  paragraph(
    `No name and no address stands here. Whoever has the address (${certificate.person.address}) and the nonce that was given to the person can compute this number, HMAC-SHA-256 of the address under the nonce:`,
  )
  code(certificate.person.hmac)
  heading('How to check it')
  paragraph('With the JSON file of this certificate, without trust in whoever issued it:')
  code(`npx sotto-verify certificate ${certificate.erasure}.json --key KEY [--address ADDRESS --nonce NONCE]`)
  document.moveDown(0.4)
  paragraph('It is signed by the key of the log:', quiet)
  code(file.verifier)
  if (lacking)
    paragraph('Letters that the fonts of this file lack stand here as question marks. The JSON file has them.', quiet)
  document.end()
  await ended
  return Buffer.concat(chunks)
}

function openingOf({ begun, completed, request }: Certificate): string {
  const asked = request === null ? '' : ` on the request ${request}`
  return `Personal data was erased${asked}. It began on ${day(begun)} and was completed on ${day(completed)}. Rows that statistics need were made anonymous: they have new ids that lead nowhere, days instead of times, and no words.`
}

function table(document: PDFKit.PDFDocument, width: number, { collections }: Certificate): void {
  const columns = [0, 0.46, 0.64, 0.82].map((part) => 64 + part * width)
  const row = (cells: readonly string[], font: string, colour: string) => {
    if (document.y > document.page.height - 110) document.addPage()
    const top = document.y
    document.font(font).fontSize(9.5).fillColor(colour)
    for (const [index, cell] of cells.entries())
      document.text(cell, columns[index], top, {
        width: (columns[index + 1] ?? 64 + width) - (columns[index] as number) - 6,
        align: index === 0 ? 'left' : 'right',
        lineBreak: false,
      })
    document.x = 64
    document.y = top + 15
  }
  row(['', 'deleted', 'anonymised', 'kept'], 'Helvetica', quiet)
  for (const { collection, deleted, anonymised, withheld } of collections)
    row([words(collection), number(deleted), number(anonymised), number(withheld)], 'Helvetica', ink)
  document.moveDown(0.5)
}

/** `conversationEvents` is read as `conversation events`. */
const words = (name: string) => name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

const wordsOfWithheld = ({ collection, count, why, ground, until }: WithheldRows): string => {
  const end = until === null ? 'until that ends' : `until ${until.slice(0, 10)}`
  // Last, and without signs around them: letters from the right would take those along.
  return `${number(count)} of ${words(collection)} ${end}, because of ${why === 'legal-hold' ? 'a legal hold: ' : ''}${ground}`
}

function others({ providers, processors, backups, suppressedUntil }: Certificate): string[] {
  return [
    ...providers.map(
      ({ provider, model, last, clear, evidence }) =>
        `${provider} (${model}) got words without names, the last on ${day(last)}. ${clear === null ? 'When they are deleted there is not attested.' : `They are deleted there by ${clear.slice(0, 10)}, as attested${evidence ? ` (${evidence})` : ''}.`}`,
    ),
    ...processors.map(
      ({ name, state, at }) =>
        `${name} was told to erase it, and ${state === 'received' && at ? `answered on ${day(at)}` : 'has not answered yet'}.`,
    ),
    `Backups are expected to open nothing of this after ${backups.expected.slice(0, 10)}. That is a forecast; a second signed entry confirms it.`,
    ...(suppressedUntil === null
      ? []
      : [
          `Until ${suppressedUntil.slice(0, 10)}, or until the person comes back, a keyed hash of the address keeps lists and other systems from bringing it back.`,
        ]),
  ]
}

function wordsOfSupplement({ at, says }: Supplement): string {
  switch (says.what) {
    case 'backups-unreadable':
      return `Confirmed on ${day(at)}: the keys that old backups need were destroyed on ${day(says.destroyed)}.`
    case 'processors':
      return `Known on ${day(at)}: ${says.processors.map(({ name, state }) => `${name} ${state === 'received' ? 'answered' : 'said nothing'}`).join(', ')}.`
    case 'swept':
      return `On ${day(at)}, ${number(says.rows)} rows were removed that were being written when the erasure began.`
  }
}
