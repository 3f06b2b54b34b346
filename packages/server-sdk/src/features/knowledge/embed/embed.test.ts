import { afterAll, describe, expect, it } from 'vitest'
import { embedsLanguage } from '../../../models/index.ts'
import { localEmbeddings } from './index.ts'

const embedder = localEmbeddings()
afterAll(() => embedder.close())

const cosine = (a: Float32Array | undefined, b: Float32Array | undefined) =>
  a && b ? a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) : Number.NaN

describe('localEmbeddings', () => {
  it('gives vectors of unit length that are nearer for nearer meanings, and zeros for nothing', async () => {
    const [tyre, puncture, tax, nothing] = await embedder.embed([
      'How do I mend a flat tyre?',
      'Repairing a puncture takes ten minutes.',
      'The tax authority moved to the capital.',
      ' \n ',
    ])
    expect(tyre).toHaveLength(embedder.dimensions)
    expect(cosine(tyre, tyre)).toBeCloseTo(1, 4)
    expect(cosine(tyre, puncture)).toBeGreaterThan(cosine(tyre, tax) + 0.1)
    expect(nothing?.every((value) => value === 0)).toBe(true)
  })

  it('answers questions while documents wait, keeps the order, and stops when aborted', async () => {
    const texts = Array.from({ length: 80 }, (_, index) => `Sentence number ${index}`)
    const finished: string[] = []
    const document = embedder.embed(texts).then((vectors) => {
      finished.push('document')
      return vectors
    })
    const stop = new AbortController()
    const aborted = embedder.embed(texts, stop.signal)
    stop.abort(new Error('enough'))
    const question = embedder.embed(['Sentence number 79']).then(([vector]) => {
      finished.push('question')
      return vector
    })
    await expect(aborted).rejects.toThrow('enough')
    expect(cosine((await document)[79], await question)).toBeCloseTo(1, 4)
    expect(finished).toEqual(['question', 'document'])
  })

  it('starts again after it was closed', async () => {
    await embedder.close()
    expect(await embedder.embed(['again'])).toHaveLength(1)
  })

  it('is for English', () => {
    expect(['en', 'de', undefined].map((language) => embedsLanguage(embedder, language))).toEqual([true, false, true])
  })
})
