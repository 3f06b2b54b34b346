import { type AnswerKind, shows } from './answer-kinds.ts'
import type { Passage } from './answer-writer.ts'
import type { Candidate, Evidence } from './evidence.ts'
import type { AnalysedQuestion } from './question.ts'

/** Sentences of one passage, from the first to the last, that are shown and cited as one. */
export interface Chosen {
  passage: Passage
  first: number
  last: number
}

/**
 * How much each piece of evidence says for or against a sentence. Fitted by logistic regression on half of the articles
 * of the SQuAD sample, with and without their right paragraph; see docs/decisions/answers-without-a-model.md.
 */
const weights = {
  bias: -6.6,
  inSentence: 2.2,
  inHeading: 1.3,
  inNeighbour: 0.7,
  inPassage: -0.6,
  missingExact: -1.6,
  inOrder: 1.3,
  hasKind: 0.3,
  lacksKind: -1.6,
  passage: 2.7,
  best: 1,
  length: 0.4,
  firstPassage: 1.7,
  meaning: 0,
}

/** From 0 to 1: how likely a sentence answers. */
export function likelihood(evidence: Evidence, rank: number): number {
  const sum =
    weights.bias +
    weights.inSentence * evidence.inSentence +
    weights.inHeading * evidence.inHeading +
    weights.inNeighbour * evidence.inNeighbour +
    weights.inPassage * evidence.inPassage +
    weights.missingExact * evidence.missingExact +
    weights.inOrder * evidence.inOrder +
    (evidence.kind > 0 ? weights.hasKind : evidence.kind < 0 ? weights.lacksKind : 0) +
    weights.passage * evidence.passage +
    weights.best * evidence.best +
    weights.length * evidence.length +
    weights.meaning * evidence.meaning +
    (rank === 0 ? weights.firstPassage : 0)
  return 1 / (1 + Math.exp(-sum))
}

/** Below this the bot says that it does not know. */
export const groundingThreshold = 0.35

/** Kinds that can be told with certainty: without one in the sentence or beside it there is no answer. */
const certainKinds: ReadonlySet<AnswerKind> = new Set([
  'price',
  'percentage',
  'weight',
  'temperature',
  'number',
  'time',
  'duration',
  'frequency',
])

const mostSentences = 4
const leansBack =
  /^(?:it|its|they|their|them|this|that|these|those|he|she|his|her|such|there|otherwise|then|also|in that case|in this case|both|so|but|and|however|er|sie|es|diese[rsmn]?|das|dann|il|elle|ils|elles|cela|ce|cette|ello|esto|questo|questa|deze|dit|dat|isso|isto)(?!\p{L})/iu
/** "Yes.", "Of course.", "No": the answer stands beside it. */
const interjection = /^\P{L}*(?:\p{L}+\P{L}+){0,2}\p{L}+\P{L}*$/u

export function choose(question: AnalysedQuestion, candidates: readonly Candidate[], threshold: number): Chosen[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, likelihood: likelihood(candidate.evidence, candidate.rank) }))
    .filter(({ candidate }) => candidate.evidence.news > 0 || candidate.evidence.inHeading > 0)
    .toSorted((a, b) => b.likelihood - a.likelihood)
  const [best] = ranked
  if (!best || best.likelihood < threshold || !isAboutIt(question, best.candidate)) return []
  const chosen = [whole(best.candidate)]
  if (!question.kinds.every((kind) => !certainKinds.has(kind) || chosen.some((span) => shows(textOf(span), kind)))) {
    const missing = question.kinds.filter(
      (kind) => certainKinds.has(kind) && !chosen.some((span) => shows(textOf(span), kind)),
    )
    for (const kind of missing) {
      const found = ranked.find(
        ({ candidate, likelihood }) =>
          likelihood >= threshold && shows(candidate.text, kind) && isAboutIt(question, candidate),
      )
      if (found) add(chosen, whole(found.candidate))
    }
    if (!question.kinds.some((kind) => chosen.some((span) => shows(textOf(span), kind)))) return []
  }
  const covered = new Set(best.candidate.covered)
  for (const { candidate, likelihood } of ranked.slice(1, 12)) {
    const adds = [...candidate.covered].some((term) => !covered.has(term))
    const close = likelihood >= Math.max(threshold, best.likelihood * 0.75)
    if (!close || !(adds || likelihood >= best.likelihood * 0.92) || !isAboutIt(question, candidate)) continue
    if (question.kind && !shows(candidate.text, question.kind)) continue
    add(chosen, whole(candidate))
    for (const term of candidate.covered) covered.add(term)
  }
  return inOrder(chosen)
}

/** Names and numbers of the question have to be there, or the sentence is about something else. */
function isAboutIt(_question: AnalysedQuestion, candidate: Candidate): boolean {
  return candidate.evidence.missingExact < 0.5
}

/** The sentence with those beside it without which it cannot be understood. */
function whole({ passage, index }: Candidate): Chosen {
  const sentence = (at: number) => passage.text.slice(passage.sentences[at]?.start, passage.sentences[at]?.end)
  let first = index
  let last = index
  if (
    first > 0 &&
    sameParagraph(passage, first - 1) &&
    (leansBack.test(sentence(first)) || interjection.test(sentence(first - 1)))
  )
    first--
  if (first > 0 && sameParagraph(passage, first - 1) && interjection.test(sentence(first - 1))) first--
  if (interjection.test(sentence(last)) && passage.sentences[last + 1]) last++
  while (/:\s*$/.test(sentence(last)) && passage.sentences[last + 1] && last - first + 1 < mostSentences) last++
  return { passage, first, last }
}

function sameParagraph(passage: Passage, index: number): boolean {
  return !passage.text.slice(passage.sentences[index]?.end, passage.sentences[index + 1]?.start).includes('\n\n')
}

function add(chosen: Chosen[], span: Chosen): void {
  const count = chosen.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  const touching = chosen.find(
    ({ passage, first, last }) => passage === span.passage && span.first <= last + 1 && first <= span.last + 1,
  )
  if (touching) {
    const first = Math.min(touching.first, span.first)
    const last = Math.max(touching.last, span.last)
    if (count - (touching.last - touching.first) + (last - first) > mostSentences) return
    touching.first = first
    touching.last = last
  } else if (
    count + span.last - span.first + 1 <= mostSentences &&
    !chosen.some((other) => textOf(other) === textOf(span))
  ) {
    chosen.push(span)
  }
}

/** The best passage first, and within a passage as they stand there. */
function inOrder(chosen: readonly Chosen[]): Chosen[] {
  const passages = [...new Set(chosen.map(({ passage }) => passage))]
  return chosen.toSorted((a, b) => passages.indexOf(a.passage) - passages.indexOf(b.passage) || a.first - b.first)
}

export function textOf({ passage, first, last }: Chosen): string {
  return passage.text.slice(passage.sentences[first]?.start, passage.sentences[last]?.end)
}
