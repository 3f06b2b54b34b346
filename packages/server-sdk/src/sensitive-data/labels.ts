import type { Headings } from './headings.ts'

/** Words before a number that say what it is. */
export interface Labels {
  /**
   * Words that call it what is looked for. A group `name` in it holds a name of which a part is one for something else, as
   * in "taxpayer reference".
   */
  own: RegExp
}

/** What is called so is none of it, whatever its check digits say: one number in ten has right ones. */
const others =
  /(?:\b(?:order|orders|tracking|parcel|package|shipment|consignment|invoice|isbn(?:[ -]?1[03])?|issn|ean(?:[ -]?13)?|gtin(?:[ -]?1[34])?|upc|utr|imei|serial|sku|article|item|part|product|model|version|ticket|case|reference|ref|customer|client|booking|reservation|quote|batch|lot|barcode|build|commit|timestamp|unix|siret|siren|iccid|isin|lei|vat|tva|ust-?idn?r|ein|routing|gutschein\p{L}*|voucher|coupon|transaktions?\p{L}*|transactions?|transacci[oó]n|receipt|beleg\p{L}*|quittungs?\p{L}*|recibo|re[cç]u|confirmation|member(?:ship)?|mitglieds?\p{L}*|policy|contract|device|session|user|student|meter|paket\p{L}*|lieferschein\p{L}*|delivery|container|referencia|r[eé]f[eé]rence|vertrags?\p{L}*|contrat|contrato|cliente?|phone|tel|telephone|fax|mobile|cell|call|ring|text|whatsapp|sms|hotline|bestell\p{L}*|auftrags?\p{L}*|sendungs?\p{L}*|rechnungs?\p{L}*|kunden\p{L}*|artikel\p{L}*|serien\p{L}*|vorgangs?\p{L}*|telefon\p{L}*|handy\p{L}*|commande|suivi|colis|facture|article|s[eé]rie|r[eé]servation|t[eé]l|t[eé]l[eé]phone|portable|pedido|env[ií]o|seguimiento|factura|art[ií]culo|serie|reserva|m[oó]vil|tel[eé]fono)\b|n[oº°.]? de (?:commande|pedido|factura|serie|s[eé]rie))[ -]?(?:(?:(?:number|numbers|no|nr|num|id|code|nummer|num[eé]ro|n[uú]mero|is|was|ist|lautet|est|es|on|at|me|us|under|unter|au|al)\b|n[oº°])\.?[ :#]{0,3}){0,3}[ :#.=(\-"'/]{0,4}$/iu

/** How far before a number its label may stand. */
const reach = 60

/** Whether a number is called what is looked for, or something else. */
export type Label = 'own' | 'other'

/** A label belongs to what stands in its own sentence or line, to its column, or to the answer of a question. */
export function labelBefore(text: string, start: number, labels: Labels, headings: Headings): Label | null {
  const before = text.slice(Math.max(0, start - reach), start)
  const cut = ownPart(before)
  const near = before.slice(cut)
  const said = labelIn(near, labels)
  if (said) return said
  const heading = headings(start)
  if (heading) return labelIn(`${heading.trim()} `, labels)
  return cut > 0 && near.length <= answer && asked(text, start - near.length, labels) && !/\d/.test(near) ? 'own' : null
}

function labelIn(given: string, labels: Labels): Label | null {
  const near = words(given)
  const own = labels.own.exec(near)
  const other = others.exec(near)
  if (other && !(own?.groups?.name && other.index < own.index + own.groups.name.length)) return 'other'
  return own ? 'own' : null
}

/** Where the sentence or the line begins that a text ends with. */
const ownPart = (before: string) => Math.max(before.lastIndexOf('\n'), lastEnd(before)) + 1

/** How long the beginning of an answer may be, as in "A: it should be". */
const answer = 24

/** Whether the sentence or line that ends at a place names what is looked for: "Your number?", and then the number. */
function asked(text: string, end: number, { own }: Labels): boolean {
  const before = text
    .slice(Math.max(0, end - reach), end)
    .trimEnd()
    .replace(/[.!?:;,]+$/, '')
  const sentence = words(before.slice(ownPart(before)))
  // A few more words may follow the name: "the number that I gave you was wrong".
  return own.test(`${sentence} `) || own.test(sentence.slice(0, sentence.lastIndexOf(' ', sentence.length - 20) + 1))
}

/** Names of fields, such as `order_number` and `nhsNumber`, in words. */
const words = (near: string) => near.replaceAll('_', ' ').replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')

/** The end of the sentence before, where it is not that of an abbreviation such as "No." */
function lastEnd(before: string): number {
  const match = /^.*[!?;](?=\s)|^.*\p{L}{4,}(?<!n[ro]|num)\.(?=\s)/isu.exec(before)
  return match ? match[0].length - 1 : -1
}
