import { byPattern, type Detector } from './identifier.ts'

const streetEnglish =
  'Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Way|Terrace|Place|Square|Crescent|Gardens|Grove|Mews|Boulevard|Blvd'

/** House number with street, and British postcodes. Towns alone are no identifier. */
export const postalAddresses: Detector[] = [
  byPattern(
    'ADDRESS',
    /(?<![\p{L}\p{N}])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/dgu,
  ),
  byPattern(
    'ADDRESS',
    new RegExp(`(?<![\\p{L}\\p{N}£$€.,])\\d{1,5}[a-z]?,? (?:\\p{Lu}[\\p{L}'’.-]+ ){1,3}(?:${streetEnglish})\\b`, 'dgu'),
  ),
  byPattern(
    'ADDRESS',
    /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}-]*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer|straat|laan|plein|gracht)|\p{Lu}\p{L}+(?:er|en) (?:Stra(?:ß|ss)e|Allee|Weg|Platz)) \d{1,4} ?[a-z]?(?![\p{L}\p{N}])/dgu,
  ),
  byPattern(
    'ADDRESS',
    /(?<![\p{L}\p{N}])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai) (?:(?:de|du|des|la|le|les|d'|l'|d’|l’) ?){0,2}\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}/dgu,
  ),
  byPattern(
    'ADDRESS',
    /(?<![\p{L}\p{N}])(?:calle|avenida|plaza|paseo|via|viale|piazza|corso|rua|praça) (?:(?:de|del|della|di|da|do|dos|la|el|las|los) ){0,2}\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2},? (?:n\.?º ?)?\d{1,4}(?![\p{L}\p{N}])/dgiu,
    (value) => /\p{Lu}/u.test(value),
  ),
]

const monthName =
  '(?:jan|feb|m(?:a|ä)r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|ene|abr|ago|dic|f[eé]v|avr|juin|juil|ao[uû]|d[eé]c|gen|mag|giu|lug|set|ott|mrt|mei|out)\\p{L}*'

/** A date beside a word that makes it the day on which someone was born. */
export const birthDates: Detector[] = [
  byPattern(
    'DATE',
    new RegExp(
      `\\b(?:born|birth\\w*|dob|d\\.o\\.b\\.?|geboren|geb\\.|geburts\\p{L}*|n[eé]e? le|date de naissance|naci\\p{L}*|nat[oa] il|nascid\\p{L}*|geboortedatum)[^\\p{N}\\n]{0,20}?(?<value>\\d{1,4}(?:[./-]\\d{1,2}[./-]\\d{2,4}|(?:st|nd|rd|th|\\.)? (?:de |of )?${monthName},? (?:de )?\\d{2,4}))(?!\\p{N})`,
      'dgiu',
    ),
  ),
]
