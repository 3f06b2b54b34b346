/** Somebody in the measured team; every tenth has written something. */
export interface Person {
  readonly name: string
  readonly given: string
  readonly email: string
  readonly text: string | null
}

const given =
  'Maria Anna Thomas Peter Julia Lena Paul Sara Lukas Emma Jonas Clara Felix Ida Max Nora Ben Mila Tim Ella Jan Lea Tom Ruth Karl Eva Otto Vera Hugo Alma Emil Rosa Anton Frieda Oskar Greta Bruno Hanna Erik Linda Viktor Sonja Martin Olga Stefan Petra Andreas Monika Georg Helga'.split(
    ' ',
  )
const syllables = 'ber gan hol mar ten wil dor fen kra lun sel tor vik nau ros bach'.split(' ')
const family = syllables.flatMap((first) =>
  syllables.slice(0, 8).map((second) => `${first[0]?.toUpperCase()}${first.slice(1)}${second}`),
)

/** Shares as they fall in a real town: the commonest name is twice as common as the next, and so on (Zipf). */
const shareOf = (rank: number) => 1 / (rank + 1)

/** A number from 0 to 1 that is the same in each run. */
function numbers(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function drawn(from: readonly string[], at: number): string {
  const total = from.reduce((sum, _one, rank) => sum + shareOf(rank), 0)
  let left = at * total
  for (const [rank, one] of from.entries()) {
    left -= shareOf(rank)
    if (left <= 0) return one
  }
  return from.at(-1) as string
}

/** People with names as common as names are. The same numbers give the same people. */
export function population(size: number, seed = 20_261_122): Person[] {
  const next = numbers(seed)
  return Array.from({ length: size }, (_one, index) => {
    const first = drawn(given, next())
    const name = `${first} ${drawn(family, next())}`
    const words = Math.floor(next() * 30) + 5
    const text = index % 10 === 0 ? Array.from({ length: words }, () => drawn(syllables, next())).join(' ') : null
    return { name, given: first, email: `person-${index}@wagtail-${index}.example`, text }
  })
}
