const warmUp = 20

/** The middle of some numbers. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] as number
}

/** A way of doing something, timed by doing it a number of times. */
export type Way = (round: number) => Promise<void>

/**
 * How often one way is done in the time of the other: 1 is as fast, 0.5 takes twice as long. Both are done in turn, so that
 * whatever else the machine does falls on both; the median of the rounds counts. Rounds before those warm up: a server runs
 * for days, and what is measured is how fast it is then, not how fast its code is compiled.
 */
export async function ratioOf(way: Way, bare: Way, { rounds = 9, times = 40 } = {}) {
  const ratios: number[] = []
  const costs: number[] = []
  const bareCosts: number[] = []
  for (let round = -warmUp; round < rounds; round++) {
    const cost = await timed(way, round, times)
    const bareCost = await timed(bare, round, times)
    if (round < 0) continue
    ratios.push(bareCost / cost)
    costs.push(cost)
    bareCosts.push(bareCost)
  }
  return { ratio: median(ratios), milliseconds: median(costs), bareMilliseconds: median(bareCosts) }
}

async function timed(way: Way, round: number, times: number): Promise<number> {
  const begun = performance.now()
  for (let n = 0; n < times; n++) await way(round * times + n)
  return (performance.now() - begun) / times
}
