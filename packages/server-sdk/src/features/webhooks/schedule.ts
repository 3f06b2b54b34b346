/** How often something is sent before it is given up. */
export const mostAttempts = 10

const first = 5000
const longest = 19.5 * 60 * 60 * 1000
const spread = 0.1

/**
 * How long to wait after an attempt without success, in milliseconds: five seconds, six times as long each time, at most
 * 19.5 hours, and up to a tenth less by chance, so that what failed together does not come back together. The ten
 * attempts span 64 to 72 hours.
 *
 * @param attempt which one failed, from 1
 * @param chance from 0 to 1
 * @returns `null` after the last one
 */
export const waitAfter = (attempt: number, chance: number): number | null =>
  attempt >= mostAttempts ? null : Math.round(Math.min(first * 6 ** (attempt - 1), longest) * (1 - spread * chance))
