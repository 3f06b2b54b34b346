import { type AnswerKind, shows } from './answer-kinds.ts'
import type { Passage } from './answer-writer.ts'
import { type Candidate, withoutWords } from './evidence.ts'
import type { AnalysedQuestion } from './question.ts'
import { likelihoodOf, strengthOf } from './strength.ts'

/** Sentences of one passage, from the first to the last, that are shown and cited as one. */
export interface Chosen {
  passage: Passage
  first: number
  last: number
}

/** Below this likelihood the bot says that it does not know. */
export const groundingThreshold = 0.4

/** "Is it insured?" cannot be answered where so much of it is in no passage at all. */
const mostUnheardOf = 0.2

/** Kinds that can be told with certainty: without one in what is shown there is no answer. */
const certainKinds: ReadonlySet<AnswerKind> = new Set([
  'price',
  'percentage',
  'weight',
  'temperature',
  'number',
  'time',
  'duration',
  'frequency',
  'age',
  'telephone',
  'email',
])

const mostSentences = 4
/**
 * A sentence that is so little weaker than the strongest is shown too: in one question of twelve it is the one that
 * answers. A third has to be closer still.
 */
const secondBehind = 1.2
const thirdBehind = 0.4

const leansBack =
  /^(?:it|its|they|their|them|this|that|these|those|he|she|his|her|such|otherwise|then|also|in that case|in this case|both|so|but|and|however|er|sie|es|diese[rsmn]?|das|dann|il|elle|ils|elles|cela|ce|cette|ello|esto|questo|questa|deze|dit|dat|isso|isto)(?!\p{L})/iu
/** "Yes.", "Of course.", "No": what it means stands beside it. */
const interjection =
  /^(?:yes|no|of course|certainly|not yet|sometimes|always|never|sorry|ja|nein|natürlich|oui|non|bien sûr|sí|no|claro|certo|nee|sim|não)[^\p{L}]*$/iu

interface Ranked {
  candidate: Candidate
  strength: number
}

export function choose(question: AnalysedQuestion, candidates: readonly Candidate[], threshold: number): Chosen[] {
  const ranked = candidates
    .filter((candidate) => candidate.tells)
    .map((candidate) => ({ candidate, strength: strengthOf(candidate.evidence) }))
    .toSorted((a, b) => b.strength - a.strength)
  const [best, second] = ranked
  if (!best || best.candidate.evidence.missingExact > 0.5) return []
  const lead = second ? best.strength - second.strength : Number.POSITIVE_INFINITY
  if (likelihoodOf(best.candidate.evidence, lead) < threshold) return []
  if (question.isYesOrNo && best.candidate.evidence.nowhere > mostUnheardOf) return []
  const chosen = [withContext(best.candidate)]
  addMissingKinds(chosen, question, best, ranked)
  const certain = question.kinds.filter((kind) => certainKinds.has(kind))
  if (certain.length > 0 && !certain.some((kind) => isShown(chosen, kind, question))) return []
  addNearlyAsStrong(chosen, question, best, ranked)
  return inReadingOrder(chosen)
}

/** "How long does it take and what does it cost?" may need two sentences. */
function addMissingKinds(chosen: Chosen[], question: AnalysedQuestion, best: Ranked, ranked: readonly Ranked[]): void {
  for (const kind of question.kinds) {
    if (isShown(chosen, kind, question)) continue
    const beside = ({ candidate }: Ranked) =>
      candidate.passage === best.candidate.passage && Math.abs(candidate.index - best.candidate.index) === 1
    const [found] = ranked
      .filter((other) => best.strength - other.strength < (beside(other) ? 4 : 2) * secondBehind)
      .filter(({ candidate }) => showsNew(candidate.text, kind, question))
      .toSorted((a, b) => Number(beside(b)) - Number(beside(a)))
    if (found) add(chosen, withContext(found.candidate))
  }
}

function addNearlyAsStrong(
  chosen: Chosen[],
  question: AnalysedQuestion,
  best: Ranked,
  ranked: readonly Ranked[],
): void {
  let shown = 1
  for (const { candidate, strength } of ranked.slice(1)) {
    if (best.strength - strength > (shown === 1 ? secondBehind : thirdBehind) || shown === 3) return
    if (question.kind && certainKinds.has(question.kind) && !showsNew(candidate.text, question.kind, question)) continue
    if ([...best.candidate.covered].some((term) => term.exact && !candidate.covered.has(term))) continue
    add(chosen, withContext(candidate))
    shown++
  }
}

function isShown(chosen: readonly Chosen[], kind: AnswerKind, question: AnalysedQuestion): boolean {
  return chosen.some((span) => showsNew(textOf(span), kind, question))
}

/** Numbers and weekdays that the question has itself are no answer. */
function showsNew(text: string, kind: AnswerKind, question: AnalysedQuestion): boolean {
  return shows(withoutWords(text, question.said), kind)
}

/** The sentence with those beside it without which it cannot be understood. */
function withContext({ passage, index }: Candidate): Chosen {
  const sentence = (at: number) => textOf({ passage, first: at, last: at })
  const follows = (at: number) => at > 0 && isSameParagraph(passage, at - 1)
  let first = index
  let last = index
  if (follows(first) && leansBack.test(sentence(first))) first--
  if (follows(first) && interjection.test(sentence(first - 1))) first--
  if (interjection.test(sentence(last)) && passage.sentences[last + 1]) last++
  while (/:\s*$/.test(sentence(last)) && passage.sentences[last + 1] && last - first + 1 < mostSentences) last++
  return { passage, first, last }
}

function isSameParagraph(passage: Passage, index: number): boolean {
  return !passage.text.slice(passage.sentences[index]?.end, passage.sentences[index + 1]?.start).includes('\n')
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
function inReadingOrder(chosen: readonly Chosen[]): Chosen[] {
  const passages = [...new Set(chosen.map(({ passage }) => passage))]
  return chosen.toSorted((a, b) => passages.indexOf(a.passage) - passages.indexOf(b.passage) || a.first - b.first)
}

export function textOf({ passage, first, last }: Chosen): string {
  return passage.text.slice(passage.sentences[first]?.start, passage.sentences[last]?.end)
}
