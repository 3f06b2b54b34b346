import type { Passage } from './answer-writer.ts'
import { type Figure, figuresOf, sameFigure } from './figures.ts'
import { addressesOf, fold, namesOf } from './names.ts'
import { contradicts } from './negation.ts'
import { sentenceOf } from './quoting.ts'
import { guessLanguage, queryTermsOf, synonymsOf, termsOf } from './terms.ts'

/** Sentences of a passage that carry a sentence of an answer. */
export interface Support {
  passage: Passage
  first: number
  last: number
}

export interface Checker {
  /**
   * What in these passages carries the sentence, or undefined where something in it stands in none of them.
   *
   * @param sentence without marks.
   * @param cited the passages that it names; where they do not carry it, the others are tried.
   */
  supportFor(sentence: string, cited: readonly Passage[]): Support[] | undefined
}

/** Words about the answer itself; no source has to contain them. */
const discourse = new Set(
  (
    'yes pleas also howev additionally addit further furthermor moreov therefor note accord document passag sourc handbook mention ' +
    'state say specif inform detail follow exampl addition overal general summari answer question ask however thus henc meanwhil ' +
    'includ offer provid avail possibl current sure happi help'
  ).split(' '),
)
/** Share of an answer's own words that its source must have: the rest is how a model says it. */
const ownWords = 0.6
const mostQuoted = 3

/**
 * Compares sentences of a model with the passages, word by word. Every number, price, time, date, name and address of
 * a sentence has to stand where its other words stand; words of the question that no source has are never confirmed;
 * what a source denies is not affirmed. Where answer and documents have different languages, words cannot be compared:
 * numbers, names and addresses still are.
 */
export function createChecker(passages: readonly Passage[], question: string): Checker {
  const language = guessLanguage(passages.map((passage) => passage.text).join('\n')) ?? 'en'
  const asked = new Set(queryTermsOf(question, [language]).flat())
  const read = new Map(passages.map((passage) => [passage, readPassage(passage, language)]))

  return {
    supportFor(sentence, cited) {
      const claim = readClaim(sentence, language)
      for (const group of [cited, passages]) {
        for (const passage of group) {
          const support = supportIn([passage], claim)
          if (support) return support
        }
        // A sentence may join what two passages say.
        if (group.length > 1 && group === cited) {
          const support = supportIn(cited, claim)
          if (support) return support
        }
      }
      return undefined
    },
  }

  function supportIn(group: readonly Passage[], claim: Claim): Support[] | undefined {
    const lines = group.flatMap((passage) =>
      (read.get(passage) ?? []).map((line) => ({ ...line, overlap: overlapOf(claim, line) })),
    )
    const highest = Math.max(0, ...lines.map(({ overlap }) => overlap))
    if (highest === 0 && !claim.isForeign) return undefined
    const used = new Set(carriers(claim, lines, highest))
    for (const figure of claim.figures) {
      const carrier = lines
        .filter((line) => line.figures.some((other) => sameFigure(figure, other)) && line.overlap >= highest / 2)
        .toSorted((a, b) => b.overlap - a.overlap)[0]
      if (!carrier) return undefined
      used.add(carrier)
    }
    const text = group
      .map((passage) =>
        fold(`${passage.documentTitle}\n${(passage.position.section ?? []).join('\n')}\n${passage.text}`),
      )
      .join('\n')
    if (
      !claim.names.every((name) => hasWord(text, name)) ||
      !claim.addresses.every((address) => text.includes(address))
    )
      return undefined
    const kept = [...used].toSorted((a, b) => b.overlap - a.overlap).slice(0, mostQuoted)
    if (
      !claim.isForeign &&
      (!hasWords(claim, kept) || kept.every((line) => contradicts(claim.text, line.text, language)))
    )
      return undefined
    if (!claim.isForeign && kept[0] && contradicts(claim.text, kept[0].text, language)) return undefined
    return spansOf(kept)
  }

  /** Lines that together have the most of the claim's words, each adding some. */
  function carriers(claim: Claim, lines: readonly Weighed[], highest: number): Weighed[] {
    // Its numbers will find their lines; without any, all that is left is the line with the most words in common.
    if (claim.isForeign)
      return claim.figures.length > 0 ? [] : lines.filter(({ overlap }) => overlap === highest).slice(0, 1)
    const chosen: Weighed[] = []
    const left = new Set(claim.terms)
    while (chosen.length < mostQuoted) {
      const adding = (line: Weighed) => [...left].filter((term) => has(line, term)).length
      const next = lines.toSorted((a, b) => adding(b) - adding(a) || b.overlap - a.overlap)[0]
      if (!next || adding(next) === 0) break
      chosen.push(next)
      for (const term of [...left]) if (has(next, term)) left.delete(term)
    }
    return chosen
  }

  function hasWords(claim: Claim, lines: readonly Weighed[]): boolean {
    const missing = claim.terms.filter((term) => !lines.some((line) => has(line, term)))
    if (missing.some((term) => asked.has(term))) return false
    return missing.length <= claim.terms.length * (1 - ownWords)
  }
}

interface Claim {
  text: string
  terms: string[]
  figures: Figure[]
  names: string[]
  addresses: string[]
  /** Written in another language than the passages. */
  isForeign: boolean
}

interface Line {
  passage: Passage
  index: number
  text: string
  /** Stems of the sentence and of the headings above it. */
  stems: ReadonlySet<string>
  figures: Figure[]
}
type Weighed = Line & { overlap: number }

function readClaim(sentence: string, language: string): Claim {
  const written = guessLanguage(sentence)
  const addresses = addressesOf(sentence)
  const plain = addresses.reduce((text, address) => text.replace(address, ' '), sentence).replace(/[*_`#>|]/g, ' ')
  return {
    text: plain,
    terms: [...new Set(termsOf(plain, language))].filter((term) => !/^[\d.,:]+$/.test(term) && !discourse.has(term)),
    figures: figuresOf(plain.replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, '')),
    names: namesOf(plain, written ?? language).map(fold),
    addresses: addresses.map(fold),
    isForeign: written !== undefined && written !== language,
  }
}

function readPassage(passage: Passage, language: string): Line[] {
  const heading = termsOf([passage.documentTitle, ...(passage.position.section ?? [])].join('\n'), language)
  return passage.sentences.map((_, index) => {
    const text = sentenceOf(passage, index)
    // What a sentence refers back to with 'it' stands before it.
    const before =
      index > 0 && /^(?:it|its|they|their|this|that|these|those|he|she|such|there|then|otherwise|both)\b/i.test(text)
    const context = before ? termsOf(sentenceOf(passage, index - 1), language) : []
    return {
      passage,
      index,
      text,
      stems: new Set([...termsOf(text, language), ...context, ...heading]),
      figures: figuresOf(text),
    }
  })
}

function has(line: Line, term: string): boolean {
  for (const stem of synonymsOf(term)) if (line.stems.has(stem)) return true
  return synonymsOf(term).has('price') && line.figures.some(({ unit }) => '£€$¥CHF'.includes(unit) && unit !== '')
}

function overlapOf(claim: Claim, line: Line): number {
  return claim.terms.filter((term) => has(line, term)).length
}

function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (
      !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '') &&
      !/[\p{L}\p{N}]/u.test((text[at + name.length] ?? '').replace(/s/, ''))
    )
      return true
  }
  return false
}

function spansOf(lines: readonly Weighed[]): Support[] {
  const sorted = lines.toSorted((a, b) => b.overlap - a.overlap)
  const order = [...new Set(sorted.map(({ passage }) => passage))]
  const spans: Support[] = []
  for (const { passage, index } of lines.toSorted(
    (a, b) => order.indexOf(a.passage) - order.indexOf(b.passage) || a.index - b.index,
  )) {
    const last = spans.at(-1)
    if (last && last.passage === passage && index === last.last + 1) last.last = index
    else spans.push({ passage, first: index, last: index })
  }
  return spans
}
