import type { Evidence } from './evidence.ts'

/**
 * Two weighings of the same evidence, both fitted on half of the articles of a SQuAD sample and on the questions of
 * examples/documents; docs/decisions/answers-without-a-model.md says how and how well. `order` puts the sentences of one
 * question into order, `trust` says whether the first of them answers at all.
 */
const order = {
  inSentence: 3,
  inHeading: 2.4,
  inTitle: 2,
  inNeighbour: 0,
  inPassage: -3,
  nowhere: 0,
  missingExact: -1.25,
  /** Set by hand, as are `narrowed` and `meaning`. */
  lacksExact: -1.5,
  asksTheSame: 2.3,
  narrowed: -2.5,
  inOrder: 1.3,
  hasKind: 1.4,
  lacksKind: -1.4,
  precision: 0.65,
  passage: 3,
  behind: -3,
  best: 0.75,
  first: 0.8,
  meaning: 2,
}
const trust: typeof order & { bias: number; lead: number } = {
  bias: -3.7,
  inSentence: 0.8,
  inHeading: 1.1,
  inTitle: 1.1,
  inNeighbour: 0.15,
  inPassage: 0,
  nowhere: -1.8,
  missingExact: -1.25,
  lacksExact: 0,
  asksTheSame: 0.75,
  narrowed: -0.1,
  inOrder: 0.75,
  hasKind: 0.35,
  lacksKind: -0.45,
  precision: 2,
  passage: 2.45,
  behind: 0,
  best: 0,
  first: 0,
  lead: 0.9,
  meaning: 1,
}
/** What the cosine of question and sentence is on average, so that meaning counts both ways. */
const usualMeaning = 0.4
const greatestLead = 2

/** How strongly a sentence presents itself as the answer, compared with others for the same question. */
export function strengthOf(evidence: Evidence): number {
  return weigh(evidence, order)
}

/**
 * From 0 to 1: how likely the strongest sentence, or the one behind it, answers.
 *
 * @param lead how much stronger it is than the one behind it.
 */
export function likelihoodOf(strongest: Evidence, lead: number): number {
  const sum = trust.bias + weigh(strongest, trust) + trust.lead * Math.min(greatestLead, lead)
  return 1 / (1 + Math.exp(-sum))
}

function weigh(evidence: Evidence, weights: typeof order): number {
  const { kind, meaning, asksTheSame, ...shares } = evidence
  let sum = weights.asksTheSame * Math.max(0, 2 * asksTheSame - 1)
  for (const [name, share] of Object.entries(shares)) sum += weights[name as keyof typeof shares] * share
  if (kind !== 0) sum += kind > 0 ? weights.hasKind : weights.lacksKind
  if (meaning !== undefined) sum += weights.meaning * (meaning - usualMeaning)
  return sum
}
