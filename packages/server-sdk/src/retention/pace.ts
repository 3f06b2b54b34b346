/** What bounds the transactions of a run. */
export interface Bounds {
  /**
   * How long its commit may take before the next gets less to do, in milliseconds. Whoever else writes waits for that; in
   * between the commands of a transaction everybody has their turn.
   */
  longest: number
  /** At most so many rows go in one. */
  mostRows: number
}

/** How much the next transaction of a run takes. */
export interface Pace {
  /** So many rows. */
  rows: number
  /** How many rows went with a thing lately. */
  each: number
}

/** How much may go in one transaction. */
export interface Amount {
  /** At most so many things that are due. */
  things: number
  /** At most so many rows; of one thing that has more goes a part. */
  rows: number
}

/** What a transaction came to. */
export interface Taken {
  /** How long its commit took. */
  milliseconds: number
  /** Things that were due and went, and the rows that went with them. */
  things: number
  rows: number
}

const firstRows = 200
const fewestRows = 100
/** A thing and what goes with it, as long as nothing is known. */
const firstEach = 10
const mostThings = 1000
const room = 1.25
/** By how much more than it took before the next transaction may take. */
const growth = 1.5
/** By how much less. One that waited for something else says little about the next. */
const shrinking = 0.5

export const firstPace = ({ mostRows }: Bounds): Pace => ({ rows: Math.min(firstRows, mostRows), each: firstEach })

/** How much is asked for: what does not fit is read in vain, but some things have more rows than those before them. */
export const amountAt = ({ rows, each }: Pace, { mostRows }: Bounds): Amount => ({
  things: Math.min(mostThings, Math.max(1, Math.floor(rows / Math.max(1, each)))),
  rows: Math.min(mostRows, Math.ceil(rows * room)),
})

/** The pace after a transaction: as many rows as have time in a commit. */
export function paceAfter(pace: Pace, { milliseconds, things, rows }: Taken, { longest, mostRows }: Bounds): Pace {
  const each = things > 0 ? (pace.each + rows / things) / 2 : pace.each
  const ratio = longest / Math.max(milliseconds, 0.01)
  const least = Math.min(fewestRows, mostRows)
  if (ratio < 1) return { rows: Math.max(least, Math.floor(pace.rows * Math.max(shrinking, ratio))), each }
  // Of one that had little to do it is not known how long more would have taken.
  if (rows < pace.rows / 2) return { rows: pace.rows, each }
  return { rows: Math.min(mostRows, Math.ceil(pace.rows * Math.min(growth, ratio))), each }
}
