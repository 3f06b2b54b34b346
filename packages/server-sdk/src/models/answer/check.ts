import { guessLanguage, queryTermsOf, termsOf } from '../../language/index.ts'
import type { Passage } from './answer-writer.ts'
import { type Claim, claimTerms, type Line, readClaim, readPassage, wordsByCase } from './claim.ts'
import { type Figure, sameFigure } from './figures.ts'
import { fold } from './names.ts'
import { contradicts } from './negation.ts'
import { synonymsOf } from './synonyms.ts'
import { hasDaysOf, isClosedOnOtherDays, isSaidOfSameDays } from './weekdays.ts'

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
  const asking = guessLanguage(question)
  const asked = new Set(queryTermsOf(question, [language]).flat())
  const known = wordsByCase(passages)
  const read = new Map(passages.map((passage) => [passage, readPassage(passage, language)]))

  return {
    supportFor(sentence, cited) {
      const claim = readClaim(sentence, language, known, asking)
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
      (read.get(passage) ?? []).map((line) => ({
        ...line,
        overlap: overlapOf(claim.terms, line) + (claim.namesDays && hasDaysOf(claim.text, line.text) ? 1 : 0),
      })),
    )
    const highest = Math.max(0, ...lines.map(({ overlap }) => overlap))
    if (highest === 0 && !claim.isForeign) return undefined
    const used = new Set(carriers(claim, lines, highest))
    for (const figure of claim.figures) {
      const carrier = carrierOf(figure, claim, lines, highest)
      if (!carrier) return undefined
      used.add(carrier)
    }
    for (const name of claim.names) {
      const carrier = lines.find((line) => line.overlap >= highest / 2 && hasName(line.around, name))
      if (!carrier) return undefined
    }
    if (claim.namesDays && !lines.some((line) => line.overlap >= highest / 2 && hasDaysOf(claim.text, line.around)))
      return undefined
    const addresses = group.map(({ text }) => fold(text)).join('\n')
    if (!claim.addresses.every((address) => addresses.includes(address))) return undefined
    const kept = [...used].toSorted((a, b) => b.overlap - a.overlap).slice(0, mostQuoted)
    if (claim.isForeign) return spansOf(kept)
    if (
      !hasWords(claim, kept) ||
      kept.some((line) => contradicts(claim.text, line.text, language) || isClosedOnOtherDays(claim.text, line.text))
    )
      return undefined
    return spansOf(kept)
  }

  /**
   * The line that a figure was taken from: a passage can have many prices, so of its lines with such a figure it has to
   * be the one that is most about what the sentence says, or about what the part of the sentence around the figure says.
   */
  function carrierOf(figure: Figure, claim: Claim, lines: readonly Weighed[], highest: number): Weighed | undefined {
    const alike = lines.filter((line) => line.figures.some(({ unit }) => unit === figure.unit || figure.unit === ''))
    const clause = clauseAround(claim.text, figure, language)
    const most = Math.max(0, ...alike.map(({ overlap }) => overlap))
    const mostOfClause = Math.max(0, ...alike.map((line) => overlapOf(clause, line)))
    const isMost = (line: Weighed) =>
      claim.isForeign || line.overlap >= most || (clause.length > 1 && overlapOf(clause, line) >= mostOfClause)
    return lines
      .filter((line) => line.figures.some((other) => sameFigure(figure, other) && isSaidOfIt(other, line, claim)))
      .filter((line) => line.overlap >= highest / 2 && (isMost(line) || !alike.includes(line)))
      .toSorted((a, b) => b.overlap - a.overlap)[0]
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

type Weighed = Line & { overlap: number }

function has(line: Line, term: string): boolean {
  // The stemmer makes 'tru' of 'trued' and 'true' of 'true'.
  for (const stem of synonymsOf(term)) if (line.stems.has(stem) || line.stems.has(`${stem}e`)) return true
  return synonymsOf(term).has('price') && line.figures.some(({ unit }) => '£€$¥CHF'.includes(unit) && unit !== '')
}

function overlapOf(terms: readonly string[], line: Line): number {
  return terms.filter((term) => has(line, term)).length
}

/**
 * Whether a figure of a line is that of the claim: a line can have several, for different days ("Tuesday to Friday from
 * 8:30, Saturday from 9:00") or things ("Standard, £85: adjusted; Full, £165: bled"). What stands between a figure and its
 * neighbours of the same unit is said of it; no other figure's words may fit the claim better.
 */
function isSaidOfIt(figure: Figure, line: Line, claim: Claim): boolean {
  if (figure.unit === 'time' || figure.unit === '') return isSaidOfSameDays(claim.text, line.text, figure.start)
  const alike = line.figures.filter(({ unit }) => unit === figure.unit)
  const fit = (at: number) => {
    const words = new Set(termsOf(line.text.slice(alike[at - 1]?.end ?? 0, alike[at + 1]?.start), claim.language))
    return claim.terms.filter((term) => [...synonymsOf(term)].some((stem) => words.has(stem))).length
  }
  const own = fit(alike.indexOf(figure))
  return alike.every((_, at) => fit(at) <= own)
}

/** What the part of a sentence is about in which a figure stands. */
function clauseAround(sentence: string, { start, end }: Figure, language: string): string[] {
  const before = sentence.slice(0, start).split(/[,;:–—(]|\s(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar)\s/iu)
  const after = sentence.slice(end).split(/[,;:–—)]|\s(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar)\s/iu)
  return claimTerms(`${before.at(-1) ?? ''} ${after[0] ?? ''}`, language)
}

/** A plural's or genitive's s more or less does not matter: 'Saturdays', 'Priya’s'. */
function hasName(text: string, name: string): boolean {
  const bare = name.replace(/s$/, '')
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${bare}s?|${name})(?![\\p{L}\\p{N}])`, 'u').test(text)
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
