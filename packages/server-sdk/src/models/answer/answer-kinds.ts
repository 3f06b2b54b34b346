import { termsOf } from '../../language/index.ts'

/** What kind of thing a question asks for, where its words say so. */
export type AnswerKind =
  | 'price'
  | 'percentage'
  | 'duration'
  | 'time'
  | 'date'
  | 'telephone'
  | 'email'
  | 'day'
  | 'frequency'
  | 'distance'
  | 'weight'
  | 'temperature'
  | 'number'
  | 'age'
  | 'person'
  | 'place'

/** The first that fits decides. English, German, French, Spanish, Italian, Dutch, Portuguese. */
const asked: [AnswerKind, RegExp][] = [
  [
    'telephone',
    /\b(?:tele)?phone number|\btelefonnummer|numéro de téléphone|(?:número de )?tel[eé]fono\b|numero di telefono|telefoonnummer|número de telefone/i,
  ],
  [
    'email',
    /\be-?mail address|\be-?mail-adresse|adresse (?:e-?mail|électronique)|correo electrónico|indirizzo e-?mail|e-?mailadres/i,
  ],
  [
    'percentage',
    /\b(?:what|which) (?:percent|percentage|proportion|share|fraction)|wie ?viel prozent|quel pourcentage|qu[eé] porcentaje|che percentuale|hoeveel procent/i,
  ],
  [
    'duration',
    /\bhow long (?:is|was|are|were|does|do|did|will|can|may|must|should|has|have|ago)\b(?!.*\b(?:metres?|meters?|km|river|road|bridge|miles)\b)|\bhow (?:quickly|soon|fast)\b|\bhow many (?:hours|minutes|seconds|days|weeks|months|years)\b|wie lange|wie schnell|combien de temps|cu[aá]nto tiempo|quanto tempo|hoe ?lang/i,
  ],
  [
    'frequency',
    /\bhow (?:often|frequently|regularly)\b|wie oft|wie h[aä]ufig|à quelle fréquence|cada cu[aá]nto|ogni quanto|hoe vaak|com que frequência/i,
  ],
  ['age', /\bhow old\b|wie alt|quel âge|cu[aá]ntos años tiene|quanti anni ha|hoe oud|quantos anos/i],
  [
    'distance',
    /\bhow (?:far|tall|high|wide|deep|thick|thin|large is|big is)\b|wie (?:weit|hoch|breit|tief|dick|dünn)|à quelle distance|a qu[eé] distancia|quanto dista|hoe (?:ver|hoog|breed|diep)/i,
  ],
  ['weight', /\bhow (?:heavy|much does .{1,60} weigh)\b|wie schwer|combien pèse|cu[aá]nto pesa|quanto pesa|hoe zwaar/i],
  ['temperature', /\b(?:how (?:hot|cold)|what temperature)\b|wie (?:heiß|warm|kalt)/i],
  [
    'price',
    /\bhow much (?:is|are|does|do|did|would|will|was|were|for|extra)\b(?!.{0,60}\bweigh)|\bwhat(?:[’']s| (?:does|do|did|will|would|is|are|was|were))\b.{0,80}\b(?:cost|costs|price|prices|fee|fees|charge|charged|rate|earn|deposit|pay)\b|\bwhat (?:price|fee|rate|charge)\b|\bhow (?:large|high|big) is the (?:deposit|fee|charge|price)|\bprice of\b|was kostet|wie ?viel kostet|wie teuer|preis|combien (?:co[uû]te|ça)|quel est le (?:prix|tarif)|cu[aá]nto (?:cuesta|vale|es)|qu[eé] precio|quanto (?:costa|custa|viene)|qual é o preço|hoeveel kost|wat kost/i,
  ],
  [
    'time',
    /\bwhat time\b|\b(?:opening|business|office) hours\b|\bwhen (?:do|are|is) (?:you|the (?:shop|office|store|workshop)).{0,20}\b(?:open|close|closed)\b|\bat (?:what|which) times?\b|wie viel uhr|um wie viel uhr|öffnungszeiten|wann (?:habt|haben|hat) .{0,30}(?:auf|offen|geöffnet)|à quelle heure|quelle heure|heures d.ouverture|a qu[eé] hora|horario|a che ora|orari|hoe laat|openingstijden|a que horas/i,
  ],
  [
    'day',
    /\b(?:what|which) (?:week)?days?\b|an welche[mn] tag|welche[rn]? wochentag|quel jour|qu[eé] d[ií]as?|che giorn[oi]|welke dag|que dias?/i,
  ],
  [
    'date',
    /^(?:.{0,40}\b)?when\b|\b(?:what|which|in what|in which|on what|on which) (?:year|date|day|days|month|century|decade|season)\b|\bwann\b|welche[smnr]? (?:jahr|tag|datum|monat)|\bquand\b|quelle (?:date|année)|\bcu[aá]ndo\b|qu[eé] (?:d[ií]a|año|fecha)|\bquando\b|in che anno|che giorno|\bwanneer\b|in welk jaar/i,
  ],
  [
    'number',
    /\bhow many\b|\bhow much\b|\bwhat (?:is|was|are|were) the (?:number|amount|total|population|quantity|size|height|length|area|speed|maximum|minimum|age|torque|pressure)\b|\b(?:what|which) (?:torque|pressure|speed|size)\b|wie ?viele?\b|\bcombien\b|\bcu[aá]nt[oa]s?\b|\bquant[ioae]\b|\bhoeveel\b|\bquant[oa]s\b/i,
  ],
  [
    'person',
    /^(?:.{0,30}\b)?who(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|king|queen|president|author|scientist|leader|architect|general|emperor|actor|singer|pope|prophet)\b|\bwer\b|\bwem\b|\bwen\b|\bqui\b(?! est-ce)|\bqui[eé]n(?:es)?\b|\bchi\b|^wie is\b|\bquem\b/i,
  ],
  [
    'place',
    /^(?:.{0,30}\b)?where\b|\b(?:what|which|in what|in which) (?:country|city|town|state|place|location|region|continent|street|building|room|county|province)\b|\bwo\b|\bwohin\b|\bwoher\b|\boù\b|\bd[oó]nde\b|\bdove\b|\bwaar\b|\bonde\b/i,
  ],
]

export function kindAsked(question: string): AnswerKind | undefined {
  return asked.find(([, pattern]) => pattern.test(question))?.[0]
}

const numberWords =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|billion|half|dozen|once|twice|' +
  'zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|deux|trois|quatre|cinq|sept|huit|neuf|dix|dos|tres|cuatro|cinco|siete|ocho|nueve|diez|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|twee|drie|vijf|zes|zeven|negen|tien|duas|três|quatro|sete|oito|dez'
const number = `(?:\\d[\\d.,]*|(?<!\\p{L})(?:${numberWords})(?!\\p{L}))`
const month =
  'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|m(?:arch|ärz|ars|arzo)|apr(?:il)?|may|mai|june?|juni?|juin|july?|juli|juillet|aug(?:ust)?|août|agosto|sep(?:t(?:ember|embre)?)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?|enero|febrero|abril|mayo|junio|julio|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|dicembre|maart|mei|augustus|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro'
const weekday =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag'
const units = {
  duration:
    'seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|working days?|sekunden?|minuten?|stunden?|tagen?|wochen?|monaten?|jahren?|jours?|heures?|semaines?|mois|ans?|días?|horas?|semanas?|mes(?:es)?|años?|giorn[oi]|or[ae]|settiman[ae]|mes[ei]|ann[oi]|dagen|uur|uren|weken|maanden|jaar|dias?|anos?',
  distance:
    'mm|cm|m|km|miles?|metres?|meters?|feet|foot|ft|inch(?:es)?|yards?|kilomet(?:re|er)s?|millimet(?:re|er)s?|centimet(?:re|er)s?|acres?|hectares?|square|minutes?',
  weight: 'kg|g|grams?|kilos?|kilograms?|pounds?|lbs?|tons?|tonnes?|ounces?|oz',
}
const pattern = (source: string) => new RegExp(source, 'iu')

const shown: Record<AnswerKind, RegExp> = {
  price: pattern(
    `[£$€¥]\\s?\\d|\\d\\s?(?:£|€|\\$|eur|euros?|gbp|usd|chf|pounds?|dollars?|pence|cents?|p\\b)|(?<!\\p{L})(?:free|no charge|no cost|gratis|kostenlos|gratuit|gratuito|at our cost)(?!\\p{L})|${number} (?:million|billion)`,
  ),
  percentage: pattern(
    `${number}\\s?(?:%|percent|per cent|prozent|pour ?cent|por ciento|per cento|procent)|(?<!\\p{L})(?:half|third|quarter|majority|two-thirds|fifth)`,
  ),
  duration: pattern(
    `${number}[\\s-]*(?:(?:and a half|to|–|-|or|bis|à) ${number} )?(?:working |business |calendar )?(?:${units.duration})(?!\\p{L})|(?<!\\p{L})(?:overnight|same day|next (?:working )?day|until|a (?:day|week|month|year|fortnight)|one-hour)|\\d{4}\\s?[–-]\\s?\\d{4}`,
  ),
  frequency: pattern(
    `(?<!\\p{L})(?:every|each|once|twice|daily|weekly|monthly|yearly|annually|times|per|jede[rsnm]?|täglich|wöchentlich|chaque|cada|ogni|elke|toutes?|tous|a (?:day|week|month|year))(?!\\p{L})`,
  ),
  age: pattern(
    `${number} (?:years? old|jahre alt|ans|años|anni|jaar|anos)|(?<!\\p{L})(?:aged?|born|founded|since|geboren|né|née|nacid[oa]|nat[oa])(?!\\p{L})`,
  ),
  distance: pattern(`${number}[\\s-]*(?:${units.distance})(?!\\p{L})|\\d`),
  weight: pattern(`${number}[\\s-]*(?:${units.weight})(?!\\p{L})`),
  temperature: pattern(`\\d\\s?°|\\d\\s?(?:degrees|grad|celsius|fahrenheit|kelvin)`),
  time: pattern(
    `\\d{1,2}[:.h]\\d{2}|\\d\\s?(?:am|pm|a\\.m\\.|p\\.m\\.|o.clock|uhr|h(?!\\p{L}))|(?<!\\p{L})(?:noon|midnight|mittag|midi|closed|geschlossen|fermé|cerrado|chiuso)(?!\\p{L})`,
  ),
  date: pattern(
    `(?<![\\d.,])(?:1\\d|20)\\d\\d(?!\\d)|(?<!\\p{L})(?:${month}|${weekday})(?!\\p{L})|\\d{1,2}[./-]\\d{1,2}|centur(?:y|ies)|\\d{1,2}[:.]\\d{2}|(?<!\\p{L})(?:today|tomorrow|yesterday|spring|summer|autumn|winter|easter|christmas|daily|during|after|before|until|when|once|if|past|within|as soon as|next|${number} (?:${units.duration})|\\d+ ?(?:AD|BC|BCE|CE))(?!\\p{L})|\\d+\\s?%`,
  ),
  telephone: /(?:\+|\b0|\()\d[\d\s()./-]{4,}\d/,
  email: /[^\s@]+@[^\s@]+\.\p{L}{2,}/u,
  day: pattern(`(?<!\\p{L})(?:${weekday}|${month}|daily|every day|weekends?|weekdays?)(?!\\p{L})`),
  number: pattern(number),
  person:
    /(?<=[\p{L}\p{N},;)"”]\s+["“(]?)\p{Lu}\p{L}+|(?<!\p{L})(?:we|i|he|she|they|wir|nous|owner|manager|team|staff|doctor|mechanic|government|company|people|students?|members?|scientists?)(?!\p{L})/u,
  place:
    /(?<!\p{L})(?:in|at|on|near|from|to|of|behind|under|opposite|next to|beside|across|between|street|road|lane|avenue|station|north|south|east|west|im|am|an|auf|bei|neben|unter|à|au|aux|dans|chez|en|nel|nella|presso|via|bij|naast|op|em|no|na)(?!\p{L})/iu,
}

/**
 * Whether a sentence contains something of the kind.
 *
 * @param inSmallLetters words that occur without a capital somewhere: as the first of a sentence, they are no names.
 */
export function shows(sentence: string, kind: AnswerKind, inSmallLetters?: ReadonlySet<string>): boolean {
  if (shown[kind].test(sentence)) return true
  const first = /^["“(]?(\p{Lu}\p{L}+)/u.exec(sentence)?.[1]?.toLowerCase()
  return (
    kind === 'person' &&
    first !== undefined &&
    inSmallLetters !== undefined &&
    !inSmallLetters.has(first) &&
    termsOf(first, 'en').length > 0
  )
}
