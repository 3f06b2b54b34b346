import { shows } from './answer-kinds.ts'
import type { Passage } from './answer-writer.ts'
import type { AnalysedQuestion, QuestionTerm } from './question.ts'
import { guessLanguage, termsOf } from './terms.ts'

/** A sentence of a passage with what it says for itself as an answer. */
export interface Candidate {
  passage: Passage
  /** Position in the list of passages and in the list of the passage's sentences. */
  rank: number
  index: number
  text: string
  evidence: Evidence
  /** Question terms that the sentence or what stands around it contains. */
  covered: ReadonlySet<QuestionTerm>
}

/** Shares of the question's weight, 0 to 1, unless said otherwise. */
export interface Evidence {
  /** Found in the sentence itself. */
  inSentence: number
  /** Found in title or headings, and not in the sentence. */
  inHeading: number
  /** Found in the sentence before, and not nearer. */
  inNeighbour: number
  /** Found elsewhere in the passage, and not nearer. */
  inPassage: number
  /** Names and numbers of the question found nowhere in the passage, as a share of all names and numbers. */
  missingExact: number
  /** Found in none of the passages. */
  nowhere: number
  /** Terms of the question that follow each other in the sentence too. */
  inOrder: number
  /** 1 where the kind of thing that was asked for is there, -1 where it is not, 0 where none was asked for. */
  kind: number
  /** Words that are not in the question: without them a sentence tells nothing. At most 1. */
  news: number
  /** As retrieval scored the passage, and whether it chose this sentence. */
  passage: number
  best: number
  /** Share of the sentence's words that the question has. */
  precision: number
  /** Share of the nearest heading's words that the question does not have: it is about something else. */
  otherHeading: number
  /** Logarithm of the number of words. */
  length: number
  /** Cosine of question and sentence; 0 where there is no embedder. */
  meaning: number
}

export function candidatesFor(question: AnalysedQuestion, passages: readonly Passage[]): Candidate[] {
  const language = guessLanguage(passages.map((passage) => passage.text).join('\n')) ?? question.language ?? 'en'
  const terms = weighByRarity(question.terms, passages, language)
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  const share = (found: Iterable<QuestionTerm>) => {
    let sum = 0
    for (const term of found) sum += term.weight
    return total > 0 ? sum / total : 0
  }

  const everywhere = new Set(passages.flatMap((passage) => termsOf([passage.documentTitle, ...(passage.position.section ?? []), passage.text].join('\n'), language)))
  const nowhere = terms.filter((term) => !isIn(term, everywhere, true) && !passages.some((passage) => answersTerm(term, passage.text)))
  const inSmallLetters = new Set(passages.flatMap((passage) => passage.text.match(/(?<!\p{L})\p{Ll}[\p{L}-]*/gu) ?? []))

  return passages.flatMap((passage, rank) => {
    const section = passage.position.section ?? []
    const heading = new Set(termsOf([passage.documentTitle, ...section].join('\n'), language))
    const nearest = termsOf(section.at(-1) ?? '', language)
    const sentences = passage.sentences.map(({ start, end }) => passage.text.slice(start, end))
    const stems = sentences.map((sentence) => termsOf(sentence, language))
    const whole = new Set([...stems.flat(), ...heading])
    const exact = terms.filter((term) => term.exact)
    const missing = exact.filter((term) => !isIn(term, whole, false))
    return sentences.map((text, index): Candidate => {
      const own = new Set(stems[index])
      const inSentence = new Set(terms.filter((term) => isIn(term, own, true) || answersTerm(term, text)))
      const inHeading = new Set(terms.filter((term) => !inSentence.has(term) && isIn(term, heading, true)))
      const before = new Set(stems[index - 1])
      const inNeighbour = terms.filter(
        (term) => !inSentence.has(term) && !inHeading.has(term) && isIn(term, before, false),
      )
      const elsewhere = terms.filter(
        (term) =>
          ![inSentence, inHeading].some((set) => set.has(term)) &&
          !inNeighbour.includes(term) &&
          isIn(term, whole, false),
      )
      const news = [...own].filter((stem) => !terms.some((term) => term.stems.has(stem))).length
      return {
        passage,
        rank,
        index,
        text,
        covered: new Set([...inSentence, ...inHeading, ...inNeighbour]),
        evidence: {
          inSentence: share(inSentence),
          inHeading: share(inHeading),
          inNeighbour: share(inNeighbour),
          inPassage: share(elsewhere),
          missingExact: exact.length > 0 ? missing.length / exact.length : 0,
          nowhere: share(nowhere),
          inOrder: inOrder(terms, stems[index] ?? []),
          kind: question.kind === undefined ? 0 : shows(text, question.kind, inSmallLetters) ? 1 : -1,
          news: Math.min(1, news / 3),
          passage: passage.score,
          best: isBest(passage, index) ? 1 : 0,
          precision: own.size > 0 ? [...own].filter((stem) => terms.some((term) => term.synonyms.has(stem))).length / own.size : 0,
          otherHeading: nearest.length > 0 ? nearest.filter((stem) => !terms.some((term) => term.synonyms.has(stem))).length / nearest.length : 0,
          length: Math.log(1 + own.size),
          meaning: 0,
        },
      }
    })
  })
}

function isIn(term: QuestionTerm, stems: ReadonlySet<string>, bySynonym: boolean): boolean {
  for (const stem of bySynonym ? term.synonyms : term.stems) if (stems.has(stem)) return true
  return false
}

/** 'cost' is answered by an amount of money, 'open' by hours, without the word. */
function answersTerm(term: QuestionTerm, sentence: string): boolean {
  if (term.synonyms.has('price')) return shows(sentence, 'price')
  if (term.synonyms.has('open')) return /\d{1,2}[:.]\d{2}\s?(?:[-–]|to|bis|à)\s?\d{1,2}[:.]\d{2}/u.test(sentence)
  return false
}

/** A term that nearly every sentence has says little about which of them answers. */
function weighByRarity(terms: readonly QuestionTerm[], passages: readonly Passage[], language: string): QuestionTerm[] {
  const sentences = passages.flatMap((passage) =>
    passage.sentences.map(({ start, end }) => new Set(termsOf(passage.text.slice(start, end), language))),
  )
  return terms.map((term) => {
    const having = sentences.filter((stems) => isIn(term, stems, false)).length
    const common = sentences.length > 0 ? having / sentences.length : 0
    return { ...term, weight: term.weight * (1 - 0.6 * common) }
  })
}

function inOrder(terms: readonly QuestionTerm[], stems: readonly string[]): number {
  if (terms.length < 2) return 0
  let pairs = 0
  for (let at = 0; at + 1 < terms.length; at++) {
    const [first, second] = [terms[at], terms[at + 1]]
    const follows = stems.some(
      (stem, index) =>
        first?.stems.has(stem) && stems.slice(index + 1, index + 3).some((next) => second?.stems.has(next)),
    )
    if (follows) pairs++
  }
  return pairs / (terms.length - 1)
}

function isBest(passage: Passage, index: number): boolean {
  const sentence = passage.sentences[index]
  const best = passage.bestSentence
  return sentence !== undefined && best !== undefined && sentence.start < best.end && best.start < sentence.end
}
