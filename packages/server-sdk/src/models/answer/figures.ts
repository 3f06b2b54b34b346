/** A number, amount, time or percentage of a text, in a form that can be compared. */
export interface Figure {
  /** What it can mean: '1.000' is a thousand or one. */
  values: number[]
  /** '£', '%', 'time', a unit such as 'day', or '' for a bare number. */
  unit: string
  start: number
  end: number
}

const numberWords: Record<string, number> = Object.fromEntries(
  [
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
    'thirteen',
    'fourteen',
    'fifteen',
    'sixteen',
    'seventeen',
    'eighteen',
    'nineteen',
    'twenty',
  ].map((word, value) => [word, value]),
)
const moreNumberWords: Record<string, number> = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
}
const words: Record<string, number> = { ...numberWords, ...moreNumberWords }

/** Units of which one cannot stand for another; each spelling leads to one name. */
const units: [name: string, pattern: RegExp][] = [
  ['second', /^(?:seconds?|secs?|sekunden?|secondes?|segundos?|secondi)$/],
  ['minute', /^(?:minutes?|mins?|minuten?|minutos?|minuti)$/],
  ['hour', /^(?:hours?|hrs?|h|stunden?|heures?|horas?|or[ae]|uur|uren)$/],
  ['day', /^(?:days?|working|business|calendar|tag(?:en?)?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?|werktage?n?)$/],
  ['week', /^(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|week|weken)$/],
  ['month', /^(?:months?|monat(?:en?)?|mois|mes(?:es)?|mes[ei]|maand(?:en)?|m[eê]s)$/],
  ['year', /^(?:years?|yrs?|jahr(?:en?)?|ans?|ann[ée]es?|años?|ann[oi]|jaar|jaren|anos?)$/],
  ['mm', /^(?:mm|millimet(?:re|er)s?)$/],
  ['cm', /^(?:cm|centimet(?:re|er)s?)$/],
  ['metre', /^(?:m|met(?:re|er)s?)$/],
  ['km', /^(?:km|kms|kilomet(?:re|er)s?)$/],
  ['mile', /^(?:miles?)$/],
  ['inch', /^(?:inch|inches)$/],
  ['kg', /^(?:kg|kgs|kilos?|kilograms?|kilogramm)$/],
  ['gram', /^(?:g|grams?|gramm)$/],
  ['bar', /^(?:bar)$/],
  ['Nm', /^(?:nm)$/],
  ['litre', /^(?:l|lit(?:re|er)s?)$/],
]

const currency = '(?:£|€|\\$|¥|CHF|EUR|GBP|USD)'
const token = new RegExp(
  [
    '(?<clock>\\d{1,2}[:h]\\d{2}(?:\\s?(?:am|pm|a\\.m\\.|p\\.m\\.))?|\\d{1,2}(?:\\.\\d{2})?\\s?(?:am|pm|a\\.m\\.|p\\.m\\.|o.clock|uhr\\b))',
    `(?<amount>${currency}\\s?\\d[\\d.,\\u202f\\u00a0]*(?:\\s?(?:million|billion|k)\\b)?|\\d[\\d.,]*\\s?(?:${currency}|euros?\\b|pounds?\\b|dollars?\\b|pence\\b|cents?\\b))`,
    '(?<percent>\\d[\\d.,]*\\s?(?:%|percent|per cent|prozent|pour ?cent|por ciento|per cento|procent))',
    '(?<plain>\\d[\\d.,]*\\d|\\d)(?:st|nd|rd|th)?',
    `(?<word>(?<!\\p{L})(?:${Object.keys(words).join('|')})(?!\\p{L}))`,
  ].join('|'),
  'giu',
)

export function figuresOf(text: string): Figure[] {
  const figures: Figure[] = []
  for (const match of text.matchAll(token)) {
    const { clock, amount, percent, plain, word } = match.groups ?? {}
    const start = match.index
    const end = start + match[0].length
    // Part of a name or code, such as M6, B12 or Z3.
    if (/[\p{L}_]/u.test(text[start - 1] ?? '') && !amount) continue
    if (clock) figures.push({ values: [minutes(clock)], unit: 'time', start, end })
    else if (amount) figures.push({ values: readings(amount), unit: currencyOf(amount), start, end })
    else if (percent) figures.push({ values: readings(percent), unit: '%', start, end })
    else if (plain) figures.push({ values: readings(plain), unit: unitAfter(text, end), start, end })
    // 'one' is more often a pronoun than a number.
    else if (word && word.toLowerCase() !== 'one')
      figures.push({ values: [words[word.toLowerCase()] ?? 0], unit: unitAfter(text, end), start, end })
  }
  return figures
}

/** Whether a figure of an answer says the same as one of a source. A bare number may have lost or gained its unit. */
export function sameFigure(answer: Figure, source: Figure): boolean {
  if (!answer.values.some((value) => source.values.includes(value))) return timeAsDecimal(answer, source)
  if (answer.unit === source.unit) return true
  if (answer.unit === '') return source.unit !== 'time' || answer.values.some((value) => value % 60 === 0)
  return source.unit === '' && answer.unit !== 'time'
}

/** British sources write 9.30 for half past nine. */
function timeAsDecimal(answer: Figure, source: Figure): boolean {
  const [time, other] = answer.unit === 'time' ? [answer, source] : [source, answer]
  if (time.unit !== 'time' || other.unit === 'time' || other.unit === '%') return false
  return other.values.some((value) => {
    const clock = Math.floor(value) * 60 + Math.round((value % 1) * 100)
    return time.values.includes(clock) || time.values.includes(clock + 720)
  })
}

function readings(written: string): number[] {
  const digits = written.replace(/[^\d.,]/g, '').replace(/[.,]+$/, '')
  const scale = /million/i.test(written) ? 1e6 : /billion/i.test(written) ? 1e9 : 1
  const readingsOfDigits = new Set<number>()
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits)) readingsOfDigits.add(Number(digits.replaceAll(',', '')))
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(digits))
    readingsOfDigits.add(Number(digits.replaceAll('.', '').replace(',', '.')))
  if (/^\d+(?:[.,]\d+)?$/.test(digits)) readingsOfDigits.add(Number(digits.replace(',', '.')))
  if (readingsOfDigits.size === 0) readingsOfDigits.add(Number(digits.replace(/[.,]/g, '')))
  return [...readingsOfDigits].map((value) => value * scale)
}

function minutes(clock: string): number {
  const [, hours = '0', rest = '0'] = /(\d{1,2})(?:[:h.](\d{2}))?/.exec(clock) ?? []
  const isAfternoon = /p\.?m/i.test(clock)
  const isMorning = /a\.?m/i.test(clock)
  const hour = Number(hours) + (isAfternoon && Number(hours) < 12 ? 12 : isMorning && Number(hours) === 12 ? -12 : 0)
  return hour * 60 + Number(rest)
}

function currencyOf(amount: string): string {
  if (/£|gbp|pound|pence/i.test(amount)) return '£'
  if (/€|eur|cent/i.test(amount)) return '€'
  if (/\$|usd|dollar/i.test(amount)) return '$'
  return /chf/i.test(amount) ? 'CHF' : '¥'
}

function unitAfter(text: string, end: number): string {
  const next = /^[\s-]{0,2}(\p{L}+)/u.exec(text.slice(end))?.[1]?.toLowerCase() ?? ''
  return units.find(([, pattern]) => pattern.test(next))?.[0] ?? ''
}
