import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type LogOptions, verifyLog } from '../index.ts'
import { checkpointOver, entriesOf, exportOf, keyOf, leavesOf, verifierOf } from '../testing/writer.ts'

const origin = 'sotto/team_a/1'
const key = keyOf(1)
const count = 300
const entries = entriesOf(count)
const whole = Buffer.from(exportOf({ origin, entries, key }))
const lines = whole.toString().split('\n').slice(0, -1)
const numRuns = process.env.SOTTO_LONG === undefined ? 40 : 1000

const check = (text: string | Uint8Array, options: LogOptions) =>
  verifyLog(new Blob([typeof text === 'string' ? text : Uint8Array.from(text)]).stream(), options)
const kept = (size: number) => ({
  name: `of ${size}`,
  note: checkpointOver(origin, leavesOf(entries.slice(0, size)), key),
})
const fileOf = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
const lineOf = (index: number) => 1 + index + Math.floor(index / 256)

/** What an honest user has: the key, or a checkpoint of any size that they kept, or both. */
const evidence = fc.oneof(
  fc.constant<LogOptions>({ keys: [verifierOf(origin, key)] }),
  fc.integer({ min: 1, max: count }).map((size): LogOptions => ({ checkpoints: [kept(size)] })),
  fc
    .integer({ min: 1, max: count })
    .map((size): LogOptions => ({ keys: [verifierOf(origin, key)], checkpoints: [kept(size)] })),
)
const anEntry = fc.integer({ min: 0, max: count - 1 })
const aLine = fc.integer({ min: 0, max: lines.length - 1 })

it('finds any byte that was changed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: whole.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      evidence,
      async (at, by, given) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] as number) ^ by
        expect((await check(changed, given)).status).toBe('invalid')
      },
    ),
    { numRuns: numRuns * 2 },
  )
})

it('names the entry in which a byte was changed', async () => {
  await fc.assert(
    fc.asyncProperty(anEntry, fc.nat(), fc.integer({ min: 1, max: 255 }), evidence, async (index, place, by, given) => {
      const line = Buffer.from(entries[index] as string)
      line[place % line.length] = (line[place % line.length] as number) ^ by
      const before = Buffer.from(fileOf(lines.slice(0, lineOf(index))))
      const after = Buffer.from(`\n${fileOf(lines.slice(lineOf(index) + 1))}`)
      const verdict = await check(Buffer.concat([before, line, after]), given)
      expect(verdict.status).toBe('invalid')
      expect(verdict.firstBadEntry?.index).toBe(index)
    }),
    { numRuns },
  )
})

it('finds any line that was taken out, repeated, or has changed places, and names the first entry', async () => {
  const isEntry = (line: number) => lines[line]?.startsWith('{"action":') === true
  const indexOf = (line: number) => line - 1 - (line > 256 ? 1 : 0)
  const mutation = fc.oneof(
    aLine.map((line) => ({ all: lines.toSpliced(line, 1), first: isEntry(line) ? indexOf(line) : undefined })),
    aLine.map((line) => ({
      all: lines.toSpliced(line, 0, lines[line] as string),
      first: isEntry(line) ? indexOf(line) + 1 : undefined,
    })),
    fc
      .tuple(aLine, aLine)
      .filter(([one, other]) => one !== other)
      .map(([one, other]) => ({
        all: lines.with(one, lines[other] as string).with(other, lines[one] as string),
        first: isEntry(one) && isEntry(other) ? indexOf(Math.min(one, other)) : undefined,
      })),
  )
  await fc.assert(
    fc.asyncProperty(mutation, evidence, async ({ all, first }, given) => {
      const verdict = await check(fileOf(all), given)
      expect(verdict.status).toBe('invalid')
      if (first !== undefined) expect(verdict.firstBadEntry?.index).toBe(first)
    }),
    { numRuns },
  )
})

it('finds any end that was cut off', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), evidence, async (length, given) => {
      expect((await check(whole.subarray(0, length), given)).status).toBe('invalid')
    }),
    { numRuns },
  )
})

it('finds what the owner of the key rewrote, within the checkpoints that were kept', async () => {
  const sizes = fc.uniqueArray(fc.integer({ min: 1, max: count }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(anEntry, sizes, async (index, keptSizes) => {
      const rewritten = exportOf({ origin, entries: entries.with(index, '{"action":"other"}'), key })
      const verdict = await check(rewritten, { checkpoints: keptSizes.map(kept) })
      const after = keptSizes.filter((size) => size > index)
      const from = Math.max(0, ...keptSizes.filter((size) => size <= index))
      expect(verdict.status).toBe(after.length === 0 ? 'valid' : 'invalid')
      expect(verdict.interval).toEqual(after.length === 0 ? null : { origin, from, to: Math.min(...after) })
    }),
    { numRuns },
  )
})
