import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { verifyLog, verifyProof, verifyStates } from '../index.ts'
import { vectors } from '../testing/vectors.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const streamOf = (text: string) => new Blob([text]).stream()

it.each(Object.entries(vectors))('the README has the right %s', (_name, value) => {
  for (const text of typeof value === 'string' ? [value] : value) expect(readme).toContain(text.trimEnd())
})

it('what it says of its vectors is so', async () => {
  const { verifier, export: whole, checkpoint, earlier, proof, consistency } = vectors
  const first = async (text: string) => (await verifyLog(streamOf(text), { keys: [verifier] })).firstBadEntry?.index
  expect((await verifyLog(streamOf(whole), { keys: [verifier] })).status).toBe('valid')
  const kept = [{ name: 'kept', note: checkpoint }]
  expect((await verifyLog(streamOf(whole), { checkpoints: kept })).status).toBe('valid')
  expect((await verifyLog(streamOf(whole))).status).toBe('unproven')
  expect(await first(whole.replace('contact.read', 'contact.write'))).toBe(1)
  expect(await first(whole.split('\n').toSpliced(3, 1).join('\n'))).toBe(2)
  expect((await verifyProof(proof, { keys: [verifier] })).status).toBe('valid')
  expect((await verifyStates(earlier, checkpoint, consistency, { keys: [verifier] })).problems).toEqual([])
})

it('it names every finding that there is', () => {
  const source = readFileSync(new URL('../export/verdict.ts', import.meta.url), 'utf8')
  const codes = [...source.matchAll(/^ {2}\| '(\w+)'$/gm)].map(([, code]) => code as string)
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([])
})
