import { guessLanguage, termsOf } from '../../language/index.ts'
import type { Passage } from './answer-writer.ts'
import { type Figure, figuresOf } from './figures.ts'
import { addressesOf, fold, namesOf } from './names.ts'
import { sentenceOf } from './quoting.ts'
import { isWeekday } from './weekdays.ts'

/** A sentence of an answer, taken apart. */
export interface Claim {
  text: string
  terms: string[]
  figures: Figure[]
  names: string[]
  /** Names weekdays; these are compared as days, not as words, so that 'Tuesday to Friday' has a Wednesday. */
  namesDays: boolean
  /** Of the passages, whose stems it is compared by. */
  language: string
  addresses: string[]
  /** Written in the language of the question, which is not that of the passages. */
  isForeign: boolean
}

/** A sentence of a passage, with what stands around it. */
export interface Line {
  passage: Passage
  index: number
  text: string
  /** The sentence with its headings and the sentence before, folded. */
  around: string
  /** Stems of the sentence and of the headings above it. */
  stems: ReadonlySet<string>
  figures: Figure[]
}

/** Words about the answer itself; no source has to contain them. */
const discourse = new Set(
  (
    'yes no pleas also howev additionally addit further furthermor moreov therefor note accord document passag sourc handbook mention ' +
    'state say specif inform detail follow exampl addition overal general summari answer question ask however thus henc meanwhil ' +
    'includ offer provid avail possibl current sure happi help'
  ).split(' '),
)

export function readClaim(sentence: string, language: string, known: KnownWords, asking: string | undefined): Claim {
  const written = guessLanguage(sentence)
  const addresses = addressesOf(sentence)
  const plain = addresses
    .reduce((text, address) => text.replace(address, ' '), sentence)
    .replace(/[*_`#>|]/g, ' ')
    .replace(/^\s*(?:[-+•]|\d{1,3}[.)])\s+/, '')
  return {
    text: plain,
    terms: claimTerms(withoutWeekdays(plain), language),
    figures: figuresOf(plain),
    names: [...namesOf(plain, written ?? language), ...firstName(plain, known)]
      .filter((name) => !isWeekday(name))
      .map(fold),
    namesDays: isWeekday(plain),
    language,
    addresses: addresses.map(fold),
    isForeign: written !== undefined && written !== language && written === asking,
  }
}

export interface KnownWords {
  small: ReadonlySet<string>
  capital: ReadonlySet<string>
}

export function wordsByCase(passages: readonly Passage[]): KnownWords {
  const small = new Set<string>()
  const capital = new Set<string>()
  for (const { text } of passages) {
    for (const [word] of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu))
      (/^\p{Lu}/u.test(word) ? capital : small).add(fold(word))
  }
  return { small, capital }
}

/** The first word of a sentence has a capital anyway; it is a name where the passages never write it small. */
function firstName(sentence: string, { small, capital }: KnownWords): string[] {
  const first = /^\P{L}*(\p{Lu}[\p{L}\p{M}]+)/u.exec(sentence)?.[1]
  if (first === undefined || small.has(fold(first)) || !capital.has(fold(first))) return []
  return claimTerms(first, 'en').length > 0 ? [first] : []
}

export function readPassage(passage: Passage, language: string): Line[] {
  const section = passage.position.section ?? []
  // "Do you weld frames?" – "No." does not say that anyone welds; its first sentence says that nobody does.
  const asked = section.at(-1) ?? ''
  const isDenied = /\?\s*$/.test(asked) && denies.test(sentenceOf(passage, 0))
  const headings = [passage.documentTitle, ...(isDenied ? section.slice(0, -1) : section)].join('\n')
  const heading = termsOf(headings, language)
  return passage.sentences.map((_, index) => {
    const own = sentenceOf(passage, index)
    const text = isDenied && index === 0 ? `${own} ${denialOf(asked)}` : own
    const before = index > 0 ? sentenceOf(passage, index - 1) : ''
    // What a sentence refers back to with 'it' stands before it.
    const context = refersBack.test(own) ? termsOf(before, language) : []
    return {
      passage,
      index,
      text,
      around: fold(`${headings}\n${before}\n${text}`),
      stems: new Set([...termsOf(text, language), ...context, ...heading]),
      figures: figuresOf(own),
    }
  })
}

/** In one clause, so that the 'not' is for all of it. */
const denialOf = (question: string) =>
  `Not ${question.replace(/[,;:?–—]|\s(?:and|or|und|oder|et|ou|y|o|e|en|of|but)(?=\s)/giu, ' ')}`

const denies = /^\P{L}*(?:no|not|sorry|unfortunately|nein|nicht|leider|non|ne|nee|niet|não|lo siento)(?!\p{L})/iu
const refersBack =
  /^(?:it|its|they|their|this|that|these|those|he|she|such|there|then|otherwise|both)\b|^\p{Lu}\p{L}+ (?:does|do|did) (?:it|this|that|so)\b/iu

const withoutWeekdays = (text: string) => text.replace(/\p{L}+/gu, (word) => (isWeekday(word) ? ' ' : word))

export function claimTerms(text: string, language: string): string[] {
  return [...new Set(termsOf(text, language))].filter((term) => !/^[\d.,:]+$/.test(term) && !discourse.has(term))
}
