/** What an answer looks like, as bits: a question for a price is answered by a sentence with an amount of money. */
const money = 1
const duration = 2
const moment = 4
const figure = 8
const contact = 16

const numberWord = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|several'
const units =
  'second|minute|hour|day|week|fortnight|month|year|sekunde|minute|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an|' +
  'hora|dia|semana|mes|ano'
const days =
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|montag|dienstag|mittwoch|donnerstag|freitag|samstag|' +
  'sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo'
const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|mai|juni|juli|' +
  'oktober|dezember|janvier|fevrier|avril|juin|juillet|aout|septembre|octobre|decembre|enero|febrero|marzo|abril|mayo|' +
  'junio|julio|agosto|septiembre|octubre|noviembre|diciembre'

const shapesOfText: [shape: number, pattern: RegExp][] = [
  [
    money,
    /\p{Sc}\s?\d|\d[\d.,]*\s?(?:\p{Sc}|(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|pence|cents?)\b)|\b(?:free|gratis|gratuit|kostenlos|kostenfrei)\b/iu,
  ],
  [duration, new RegExp(`(?:\\d|\\b(?:an?|${numberWord}))[\\s-]?(?:working[\\s-])?(?:${units})(?:s|en|e|n)?\\b`, 'iu')],
  [
    moment,
    new RegExp(
      `\\b\\d{1,2}[:.]\\d{2}\\b|\\b\\d{1,2}\\s?(?:[ap]\\.?m\\b|uhr\\b)|\\b(?:noon|midnight|today|tomorrow)\\b|` +
        `\\b(?:${days})s?\\b|\\b(?:${months})\\b|\\b(?:1[0-9]|20)\\d{2}s?\\b|\\b\\d{1,2}[./]\\d{1,2}[./]`,
      'iu',
    ),
  ],
  [figure, new RegExp(`\\d|\\b(?:${numberWord})\\b`, 'iu')],
  [contact, /@|\+?\d[\d\s()/-]{6,}\d|\bwww\.|https?:/iu],
]

const shapesAsked: [shape: number, pattern: RegExp][] = [
  [
    money,
    /\b(?:how much|costs?|prices?|pric(?:ed|ey)|charge[sd]?|fees?|pay|expensive|kostet?|kosten|preise?|wie ?viel|combien|co[uû]te|prix|cu[aá]nto|cuestan?|precios?)\b/iu,
  ],
  [duration, /\b(?:how (?:long|soon|quickly|fast)|wie lange|combien de temps|cu[aá]nto tiempo|turnaround)\b/iu],
  [
    moment,
    /\b(?:when|what time|(?:which|what) (?:day|days|date|month|year)|until what|opening (?:hours|times)|wann|quand|cu[aá]ndo|[oö]ffnungszeiten|horaires?|horarios?)\b|\bdo you open\b/iu,
  ],
  [
    figure,
    /\b(?:how (?:many|much|far|old|big|large|heavy|high|tall|deep|wide|often)|what (?:percentage|percent|number|age|size)|wie ?viele|cu[aá]nt[oa]s)\b/iu,
  ],
  [
    contact,
    /\b(?:phone|telephone|e-?mail|reach you|contact you|call you|address|telefon\w*|tel[eé]fono|courriel|correo)\b/iu,
  ],
]

/** Words that only say which shape is asked for; the answer rarely repeats them. */
const askingWords = new Set(
  (
    'cost costs price prices priced charge charges charged fee fees pay expensive long far often soon quickly ' +
    'kostet kosten preis preise lange combien coute prix cuanto cuesta cuestan precio'
  ).split(' '),
)

/** Words of conversation, which say little about what is asked. */
const fillers = new Set(
  (
    'need want know tell like get got give find take taken takes happen happens mean possible say show wonder explain ' +
    'thing things something anything kind sort way people person called name'
  ).split(' '),
)

const fillerWeight = 0.35

/** Bits of what a sentence offers. */
export function shapeOf(sentence: string): number {
  return bits(shapesOfText, sentence)
}

/** Bits of what a question asks for; 0 when it asks for nothing of a certain shape. */
export function shapeAsked(question: string): number {
  return bits(shapesAsked, question)
}

/** How much a word of a question counts: those of asking itself less than those of what is asked about. */
export function weightInQuestion(word: string, asked: number): number {
  return fillers.has(word) || (asked !== 0 && askingWords.has(word)) ? fillerWeight : 1
}

function bits(patterns: [number, RegExp][], text: string): number {
  return patterns.reduce((shape, [bit, pattern]) => (pattern.test(text) ? shape | bit : shape), 0)
}
