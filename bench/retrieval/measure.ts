import type { Asked } from './questions.ts'

export interface Measured {
  recall: { 1: number; 5: number; 10: number }
  mrr: number
  /** Share of questions whose best sentence, in the right paragraph, holds the answer. */
  sentence: number
  milliseconds: { median: number; p95: number }
}

export interface Found {
  paragraphId: string
  sentence?: string
}

/** Asks every question and looks where among the first ten the right paragraph stands. */
export function measure(questions: readonly Asked[], search: (asked: Asked, position: number) => Found[]): Measured {
  for (const [position, asked] of questions.slice(0, 50).entries()) search(asked, position)
  const ranks: number[] = []
  const times: number[] = []
  let sentences = 0
  for (const [position, asked] of questions.entries()) {
    const started = performance.now()
    const found = search(asked, position)
    times.push(performance.now() - started)
    const rank = found.slice(0, 10).findIndex(({ paragraphId }) => paragraphId === asked.paragraphId) + 1
    ranks.push(rank)
    const sentence = found[rank - 1]?.sentence
    if (sentence !== undefined && asked.answers.some((answer) => sentence.includes(answer))) sentences += 1
  }
  const within = (most: number) => ranks.filter((rank) => rank > 0 && rank <= most).length / ranks.length
  return {
    recall: { 1: within(1), 5: within(5), 10: within(10) },
    mrr: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length,
    sentence: sentences / Math.max(1, ranks.filter((rank) => rank > 0).length),
    milliseconds: { median: quantile(times, 0.5), p95: quantile(times, 0.95) },
  }
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

/** How well a number tells two groups apart: the chance that one of the first is above one of the second. */
export function areaUnderCurve(above: readonly number[], below: readonly number[]): number {
  let wins = 0
  for (const one of above) for (const other of below) wins += one > other ? 1 : one === other ? 0.5 : 0
  return wins / (above.length * below.length)
}
