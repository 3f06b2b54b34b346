import { prefixesOf } from '../../packages/server-sdk/src/keys/normalise.ts'
import type { Person } from './population.ts'

/** Among how many tokens each beginning of a name is spread: the thief has read the source. */
const places = 64

/**
 * Guesses names from tokens alone. A row has one token for each beginning of each word, so their number tells how long
 * the name is; and how many rows share each tells how common each beginning is. Of all names that the thief knows of,
 * the one is said whose beginnings are as common as that.
 *
 * @param believed people among whom the thief thinks names are as common as here
 */
export function guessedNames(
  rows: ReadonlyMap<string, readonly string[]>,
  known: readonly Person[],
  believed: readonly Person[],
) {
  const ofTokens = counted([...rows.values()].flat())
  const ofPrefixes = counted(believed.flatMap(({ name }) => prefixesOf(name)))
  const rowsWith = (prefix: string) => ((ofPrefixes.get(prefix) as number) / believed.length) * rows.size
  // With a row in a place, every other row that has the same is there once in as many times as there are places.
  const expected = (prefix: string) => 1 + Math.max(0, rowsWith(prefix) - 1) / places
  const candidates = [...new Set(believed.map(({ name }) => name))].map((name) => ({
    name,
    shape: shapeOf(prefixesOf(name).map(expected)),
  }))
  let whole = 0
  let given = 0
  for (const [index, tokens] of [...rows.values()].entries()) {
    const shape = shapeOf(tokens.map((token) => ofTokens.get(token) as number))
    const guess = nearest(shape, candidates)
    const person = known[index] as Person
    if (guess === person.name) whole++
    if (guess?.split(' ')[0] === person.given) given++
  }
  const commonest = (names: readonly string[]) => Math.max(...counted(names).values()) / known.length
  return {
    whole: whole / known.length,
    given: given / known.length,
    blind: commonest(known.map(({ name }) => name)),
    blindGiven: commonest(known.map((person) => person.given)),
  }
}

function counted(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const shapeOf = (sizes: readonly number[]) => sizes.map(Math.log).sort((one, other) => one - other)

function nearest(shape: readonly number[], candidates: readonly { name: string; shape: readonly number[] }[]) {
  let best: { name: string; distance: number } | undefined
  for (const { name, shape: other } of candidates) {
    if (other.length !== shape.length) continue
    const distance = shape.reduce((sum, value, index) => sum + Math.abs(value - (other[index] as number)), 0)
    if (best === undefined || distance < best.distance) best = { name, distance }
  }
  return best?.name
}
