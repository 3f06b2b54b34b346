import { guessLanguage, termsOf } from '../../language/index.ts'
import { shows } from './answer-kinds.ts'
import type { Passage } from './answer-writer.ts'
import type { AnalysedQuestion, QuestionTerm } from './question.ts'

/** A sentence of a passage with what it says for itself as an answer. */
export interface Candidate {
  passage: Passage
  /** Position in the list of passages, and of the sentence in its passage. */
  rank: number
  index: number
  text: string
  evidence: Evidence
  /** Terms of the question in the sentence, its headings or the sentence before. */
  covered: ReadonlySet<QuestionTerm>
  /** It is more than a heading or a line of a table of contents. */
  tells: boolean
}

/** Shares of the question's weight, 0 to 1, unless said otherwise. A term counts where it is found first. */
export interface Evidence {
  inSentence: number
  /** In the heading right above. */
  inHeading: number
  /** In the document's title or the headings above that. */
  inTitle: number
  /** In the sentence before. */
  inNeighbour: number
  inPassage: number
  /** In no passage at all. */
  nowhere: number
  /** Names and numbers of the question that the passage does not have, as a share of all of them. */
  missingExact: number
  /** Names and numbers that another sentence has and this one, with what is around it, has not; a share of all of them. */
  lacksExact: number
  /** How much the heading right above is the question itself, as in a list of frequent questions. */
  asksTheSame: number
  /** 1 where the question's words stand behind another one that makes them narrower: 'e-bike standard service'. */
  narrowed: number
  /** Neighbours in the question that are neighbours in the sentence too, as a share of all. */
  inOrder: number
  /** 1 where the kind of thing that was asked for is there, -1 where it is not, 0 where none was asked for. */
  kind: number
  /** Share of the sentence's words that the question has. */
  precision: number
  /** As retrieval scored the passage. */
  passage: number
  /** How much less than the best passage. */
  behind: number
  /** 1 for the sentence that retrieval chose, and for any of the passage that it put first; else 0. */
  best: number
  first: number
  /** Cosine of question and sentence; undefined without an embedder. */
  meaning: number | undefined
}

export function candidatesFor(question: AnalysedQuestion, passages: readonly Passage[]): Candidate[] {
  const language = guessLanguage(passages.map((passage) => passage.text).join('\n')) ?? question.language ?? 'en'
  const read = passages.map((passage) => readPassage(passage, language))
  const terms = weighByRarity(question.terms, read)
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  const share = (found: readonly QuestionTerm[]) =>
    total > 0 ? found.reduce((sum, { weight }) => sum + weight, 0) / total : 0
  const nowhere = terms.filter(
    (term) => !read.some(({ whole, passage }) => isIn(term, whole, true) || answersTerm(term, passage.text)),
  )
  const inSmallLetters = new Set(passages.flatMap(({ text }) => text.match(/(?<!\p{L})\p{Ll}[\p{L}-]*/gu) ?? []))
  const exact = terms.filter((term) => term.exact)

  const saidSomewhere = new Set(
    exact.filter((term) => read.some(({ sentences }) => sentences.some(({ stems }) => isIn(term, stems, false)))),
  )
  const topScore = Math.max(0, ...passages.map(({ score }) => score))

  return read.flatMap(({ passage, sentences, heading, title, whole }, rank) =>
    sentences.map(({ text, stems, inOrder }, index): Candidate => {
      let left = terms
      const take = (isFound: (term: QuestionTerm) => boolean) => {
        const found = left.filter(isFound)
        left = left.filter((term) => !found.includes(term))
        return found
      }
      const inSentence = take((term) => isIn(term, stems, true) || answersTerm(term, text))
      const inHeading = take((term) => isIn(term, heading, true))
      const inTitle = take((term) => isIn(term, title, true))
      const inNeighbour = take((term) => isIn(term, sentences[index - 1]?.stems ?? new Set(), false))
      const inPassage = take((term) => isIn(term, whole, false))
      const known = [...stems].filter((stem) => terms.some((term) => term.synonyms.has(stem)))
      return {
        passage,
        rank,
        index,
        text,
        covered: new Set([...inSentence, ...inHeading, ...inTitle, ...inNeighbour]),
        tells: text.split(/\s+/).length > 3 || /[.!?]$/.test(text) || inHeading.length > 0,
        evidence: {
          inSentence: share(inSentence),
          inHeading: share(inHeading),
          inTitle: share(inTitle),
          inNeighbour: share(inNeighbour),
          inPassage: share(inPassage),
          nowhere: share(nowhere),
          missingExact: exact.length > 0 ? exact.filter((term) => !isIn(term, whole, false)).length / exact.length : 0,
          lacksExact:
            exact.length > 0
              ? exact
                  .filter((term) => left.includes(term) || inPassage.includes(term))
                  .filter((term) => saidSomewhere.has(term)).length / exact.length
              : 0,
          asksTheSame: overlap(terms, heading),
          narrowed: isNarrowed(text, question.pairs) ? 1 : 0,
          inOrder: shareInOrder(terms, inOrder),
          kind:
            question.kind === undefined
              ? 0
              : shows(withoutWords(text, question.said), question.kind, inSmallLetters)
                ? 1
                : -1,
          precision: stems.size > 0 ? known.length / stems.size : 0,
          passage: passage.score,
          behind: topScore - passage.score,
          best: isBest(passage, index) ? 1 : 0,
          first: rank === 0 ? 1 : 0,
          meaning: undefined,
        },
      }
    }),
  )
}

interface ReadPassage {
  passage: Passage
  sentences: { text: string; stems: ReadonlySet<string>; inOrder: string[] }[]
  heading: ReadonlySet<string>
  title: ReadonlySet<string>
  whole: ReadonlySet<string>
}

function readPassage(passage: Passage, language: string): ReadPassage {
  const section = passage.position.section ?? []
  const heading = new Set(termsOf(section.at(-1) ?? '', language))
  const title = new Set(termsOf([passage.documentTitle, ...section.slice(0, -1)].join('\n'), language))
  const sentences = passage.sentences.map(({ start, end }) => {
    const text = passage.text.slice(start, end)
    const inOrder = termsOf(text, language)
    return { text, inOrder, stems: new Set(inOrder) }
  })
  return {
    passage,
    sentences,
    heading,
    title,
    whole: new Set([...sentences.flatMap(({ inOrder }) => inOrder), ...heading, ...title]),
  }
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
function weighByRarity(terms: readonly QuestionTerm[], passages: readonly ReadPassage[]): QuestionTerm[] {
  const sentences = passages.flatMap((passage) => passage.sentences)
  return terms.map((term) => {
    const having = sentences.filter(({ stems }) => isIn(term, stems, false)).length
    const common = sentences.length > 0 ? having / sentences.length : 0
    return { ...term, weight: term.weight * (1 - 0.6 * common) }
  })
}

/** Harmonic mean of how much of the question is in the heading and of the heading in the question. */
function overlap(terms: readonly QuestionTerm[], heading: ReadonlySet<string>): number {
  if (heading.size === 0 || terms.length === 0) return 0
  const asked = terms.filter((term) => isIn(term, heading, true)).length / terms.length
  const named = [...heading].filter((stem) => terms.some((term) => term.synonyms.has(stem))).length / heading.size
  return asked + named > 0 ? (2 * asked * named) / (asked + named) : 0
}

/** Whether each pair of the question's words that the sentence has stands behind a further word: 'e-bike standard service'. */
function isNarrowed(sentence: string, pairs: readonly string[]): boolean {
  return pairs.some((pair) => {
    const found = Array.from(
      sentence
        .toLowerCase()
        .matchAll(new RegExp(`([\\p{L}\\p{N}-]+ )?(?<![\\p{L}\\p{N}])${pair}(?![\\p{L}\\p{N}])`, 'gu')),
    )
    return found.length > 0 && found.every(([, before]) => before !== undefined && termsOf(before, 'en').length > 0)
  })
}

/** Weekdays and numbers of the question do not answer it. */
export function withoutWords(sentence: string, said: ReadonlySet<string>): string {
  return sentence.replace(/[\p{L}\p{N}]+(?:[.,:]\d+)*/gu, (word) =>
    said.has(word.toLowerCase().replace(/s$/, '')) ? ' ' : word,
  )
}

function shareInOrder(terms: readonly QuestionTerm[], stems: readonly string[]): number {
  if (terms.length < 2) return 0
  const pairs = terms
    .slice(1)
    .filter((second, index) =>
      stems.some(
        (stem, at) =>
          terms[index]?.stems.has(stem) && stems.slice(at + 1, at + 3).some((next) => second.stems.has(next)),
      ),
    )
  return pairs.length / (terms.length - 1)
}

function isBest(passage: Passage, index: number): boolean {
  const sentence = passage.sentences[index]
  const best = passage.bestSentence
  return sentence !== undefined && best !== undefined && sentence.start < best.end && best.start < sentence.end
}
