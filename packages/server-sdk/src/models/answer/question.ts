import { guessLanguage, queryTermsOf, standaloneQuestion } from '../../language/index.ts'
import { type AnswerKind, kindAsked } from './answer-kinds.ts'
import type { AnswerInput, Passage } from './answer-writer.ts'
import { synonymsOf } from './synonyms.ts'

/** A word that an answer has to be about. */
export interface QuestionTerm {
  /** Stems under which it may be found, its own first. */
  stems: ReadonlySet<string>
  /** Stems of words that mean the same in a business. */
  synonyms: ReadonlySet<string>
  /** A name or a number: nothing else can stand for it. */
  exact: boolean
  /** How much of the question it is, above 0. */
  weight: number
}

export interface AnalysedQuestion {
  terms: QuestionTerm[]
  kind: AnswerKind | undefined
  /** All kinds that it asks for: "How long does it take and what does it cost?" asks for two. */
  kinds: AnswerKind[]
  /** "Do you …?", "Is it …?" */
  isYesOrNo: boolean
  /** Weekdays, months and numbers in it, in small letters and without a plural's s. */
  said: ReadonlySet<string>
  /** Words that stand side by side in it and mean something, as written, in small letters: 'standard service'. */
  pairs: string[]
  /** ISO 639-1 of the question, where it can be told. */
  language: string | undefined
  /** As a person would ask it without having said anything before. */
  text: string
}

/** Verbs and nouns that say little about what is asked: 'What is the name of …', 'Can you tell me …'. */
const weak = new Set(
  (
    'name call type kind sort example number amount happen mean know want need like tell give find think pleas get make take use go ' +
    'come work part someth anyth thing peopl person way much mani long often year day time place did was one first main becom ' +
    'consid refer describ locat exampl includ caus result provid term word known group follow accord extra'
  ).split(' '),
)

/** Stems that a question has because it is one. */
const polite = new Set('may might must shall let pleas tell want would'.split(' '))
/** Words of questions that are about nothing. */
const filler = new Set(
  'may might must shall let please tell know want would like need cost costs price take takes many much long often'.split(
    ' ',
  ),
)

const yesOrNo =
  /^\P{L}*(?:do|does|did|is|are|was|were|can|could|may|will|would|should|has|have|am|ist|sind|kann|können|darf|haben|hat|gibt|macht|est-ce|peut|puis-je|avez|y a-t-il|hay|puedo|tienen?|es|posso|avete|è|c[’']è|kan|mag|heeft|is er|zijn|posso|há|tem)(?!\p{L})/iu

const weightOfEarlierTurn = 0.5

export function analyseQuestion(
  input: Pick<AnswerInput, 'question' | 'history' | 'language'>,
  passages: readonly Passage[],
): AnalysedQuestion {
  const earlier = input.history.flatMap((message) => (message.role === 'user' ? [message.text] : []))
  const text = standaloneQuestion(input.question, earlier)
  const language = guessLanguage(input.question) ?? input.language ?? guessLanguage(text)
  const languages = languagesOf(passages, language)
  const own = questionTerms(input.question, languages, 1)
  const taken = new Set(own.flatMap(({ stems }) => [...stems]))
  const before = text === input.question ? '' : text.slice(0, text.length - input.question.length)
  const kinds = kindsAsked(input.question)
  // "And the full one?" asks for the same kind of thing again, "And if it is more expensive?" does not.
  if (
    kinds.length === 0 &&
    own.length <= 2 &&
    !/\b(?:if|when|do|does|is|are|can|should|may|wenn|si|se|als)\b/i.test(input.question)
  )
    kinds.push(...kindsAsked(before))
  const inherited = questionTerms(before, languages, weightOfEarlierTurn).filter(({ stems }) =>
    [...stems].every((stem) => !taken.has(stem)),
  )
  return {
    terms: [...own, ...inherited],
    kind: kinds[0],
    kinds,
    isYesOrNo: yesOrNo.test(input.question),
    said: saidIn(text),
    pairs: pairsIn(input.question, languages),
    language,
    text,
  }
}

function saidIn(question: string): Set<string> {
  const words =
    question
      .toLowerCase()
      .match(
        /\p{N}+(?:[.,:]\p{N}+)*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?|januar\p{L}*|februar\p{L}*|march|april|may|june|july|august|september|october|november|december/gu,
      ) ?? []
  return new Set(words.map((word) => word.replace(/s$/, '')))
}

function pairsIn(question: string, languages: string[]): string[] {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*|[^\p{L}\p{N}\s]/gu) ?? []
  const means = words.map(
    (word) => /[\p{L}\p{N}]/u.test(word) && queryTermsOf(word, languages).length > 0 && !filler.has(word),
  )
  return words.slice(1).flatMap((word, index) => (means[index] && means[index + 1] ? [`${words[index]} ${word}`] : []))
}

/** Of each part of a question that has several. */
function kindsAsked(question: string): AnswerKind[] {
  const parts = question.split(/,? (?:and|und|et|y|e|en) (?=\p{Ll}+ )|[?;]/u)
  return [...new Set(parts.flatMap((part) => kindAsked(part) ?? []))]
}

/** A question's word may be in its own language or in that of the documents. */
function languagesOf(passages: readonly Passage[], language: string | undefined): string[] {
  const languages = new Set(language ? [language] : [])
  const sample = passages.map((passage) => passage.text).join('\n')
  const documents = guessLanguage(sample)
  if (documents) languages.add(documents)
  return languages.size > 0 ? [...languages] : ['en']
}

function questionTerms(question: string, languages: string[], weight: number): QuestionTerm[] {
  const names = namesIn(question, languages)
  const terms = new Map<string, QuestionTerm>()
  for (const stems of queryTermsOf(question, languages)) {
    const [first = ''] = stems
    if (terms.has(first) || stems.every((stem) => polite.has(stem))) continue
    const exact = /\d/.test(first) || stems.some((stem) => names.has(stem))
    const isWeak = !exact && stems.every((stem) => weak.has(stem))
    terms.set(first, {
      stems: new Set(stems),
      synonyms: new Set(exact ? stems : stems.flatMap((stem) => [...synonymsOf(stem)])),
      exact,
      weight: weight * (exact ? 1.4 : isWeak ? 0.35 : 1),
    })
  }
  return [...terms.values()]
}

/** Stems of words with a capital that is not the sentence's; German writes every noun so, and gets none. */
function namesIn(question: string, languages: string[]): Set<string> {
  if (languages.includes('de')) return new Set()
  const names = new Set<string>()
  for (const match of question.matchAll(/(?<![.!?]\s)(?<=\S\s+["'“‘(]?)\p{Lu}[\p{L}\p{N}'’-]*/gu)) {
    for (const stem of queryTermsOf(match[0], languages).flat()) names.add(stem)
  }
  return names
}
