import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standaloneQuestion } from '../../../language/index.ts'
import { splitSentences } from '../chunk/index.ts'
import { BotIndex, groundingThreshold, type IndexedChunk, IndexSnapshotError } from './index.ts'

const chunk = (id: string, text: string, more: Partial<IndexedChunk> = {}): IndexedChunk => ({
  id,
  text,
  sentences: splitSentences(text),
  ...more,
})

const workshop = [
  chunk('hours', 'We are open from Tuesday to Friday, 8:30 to 18:00. On Sundays the workshop is closed all year.'),
  chunk('bleed', 'A brake bleed costs £32 each end. The fluid is renewed every two years.', {
    headingPath: ['Brakes'],
  }),
  chunk('loan', 'Six loan bikes wait at the counter. A loan bike is free for three days.'),
  chunk('wheels', 'Priya trues a wheel for £18. Broken spokes are replaced while you wait.', {
    headingPath: ['Wheels'],
  }),
  chunk('data', 'Chats are kept for 90 days. You can withdraw consent at any time.'),
]

const index = (chunks = workshop, options: { dimensions?: number } = {}) => {
  const made = new BotIndex(options)
  made.add({ id: 'handbook', title: 'Customer handbook' }, chunks)
  return made
}

const ids = (made: BotIndex, query: string, context: string[] = []) =>
  made.search(query, { context }).map(({ chunkId }) => chunkId)

const bestSentence = (made: BotIndex, query: string) => {
  const [hit] = made.search(query)
  const text = workshop.find(({ id }) => id === hit?.chunkId)?.text ?? ''
  return text.slice(hit?.bestSentence.start, hit?.bestSentence.end)
}

describe('search', () => {
  it('finds by stems, headings and slips of the keyboard', () => {
    expect(ids(index(), 'What does bleeding a brake cost?')[0]).toBe('bleed')
    expect(ids(index(), 'Anything about wheels?')[0]).toBe('wheels')
    expect(ids(index(), 'how do I withdrow consent')[0]).toBe('data')
  })

  it('points at the sentence that answers', () => {
    expect(bestSentence(index(), 'Are you open on Sundays?')).toBe('On Sundays the workshop is closed all year.')
    expect(bestSentence(index(), 'How much is a brake bleed?')).toBe('A brake bleed costs £32 each end.')
    expect(bestSentence(index(), 'For how long is a loan bike free?')).toBe('A loan bike is free for three days.')
  })

  it('scores what it can answer above the threshold and the rest below, in order', () => {
    const made = index()
    for (const query of ['What does a brake bleed cost?', 'Is a loan bike free?', 'How long are chats kept?']) {
      const scores = made.search(query).map(({ score }) => score)
      expect(scores[0]).toBeGreaterThan(groundingThreshold)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      expect(made.topicality(query)).toBeGreaterThan(0.3)
    }
    for (const query of ['Who won the chess championship?', 'Bake sourdough bread', 'the of and']) {
      expect(made.search(query)[0]?.score ?? 0).toBeLessThan(groundingThreshold)
      expect(made.topicality(query)).toBeLessThan(0.3)
    }
  })

  it('completes a follow-up question by the turn before, and leaves a new question alone', () => {
    const made = index()
    expect(ids(made, 'and how much is it?')[0]).not.toBe('bleed')
    expect(ids(made, 'and how much is it?', ['Do you bleed brakes?'])[0]).toBe('bleed')
    expect(ids(made, 'How long are chats kept?', ['Do you bleed brakes?'])[0]).toBe('data')
    expect(standaloneQuestion('and on Sundays?', ['When do you open?'])).toBe('When do you open? and on Sundays?')
    expect(standaloneQuestion('How long are chats kept by you?', ['When do you open?'])).toBe(
      'How long are chats kept by you?',
    )
  })

  it('finds by meaning alone where no word is shared', () => {
    const vectors = workshop.map(({ sentences }, position) => sentences.map(() => oneHot(position)))
    const made = index(
      workshop.map((each, position) => ({ ...each, vectors: vectors[position] ?? [] })),
      { dimensions: 8 },
    )
    const [hit] = made.search('xyzzy', { queryVector: oneHot(3) })
    expect(hit).toMatchObject({ chunkId: 'wheels', words: 0, meaning: expect.closeTo(1, 2) })
    expect(() => made.search('x', { queryVector: new Float32Array(7) })).toThrow(RangeError)
  })

  it('stems each document in its own language', () => {
    const made = index()
    made.add({ id: 'de', title: 'Öffnungszeiten', language: 'de' }, [
      chunk('zeiten', 'Unsere Werkstätten öffnen um neun. Alle Schläuche sind vorrätig.'),
    ])
    expect(ids(made, 'Habt ihr einen Schlauch in der Werkstatt?')[0]).toBe('zeiten')
    expect(ids(made, 'What does bleeding a brake cost?')[0]).toBe('bleed')
  })

  it('gives nothing from an empty index, and no more than asked for', () => {
    expect(new BotIndex().search('anything')).toEqual([])
    expect(new BotIndex().topicality('anything')).toBe(0)
    expect(index().search('brake wheel bike chat open', { limit: 2 })).toHaveLength(2)
    expect(index().search('brake', { limit: 0 })).toEqual([])
  })
})

describe('add and remove', () => {
  it('replaces a document of the same id, and forgets a removed one', () => {
    const made = index()
    made.add({ id: 'faq', title: 'FAQ' }, [chunk('dog', 'Bring your dog.')])
    made.add({ id: 'faq', title: 'FAQ' }, [chunk('dog', 'Cats only.')])
    expect(ids(made, 'dog')).toEqual([])
    expect(ids(made, 'cats')).toEqual(['dog'])
    expect(made.remove('handbook')).toBe(true)
    expect(made.remove('handbook')).toBe(false)
    expect(made.documentIds()).toEqual(['faq'])
    expect(made.size).toBe(1)
    expect(Buffer.from(made.snapshot()).toString('latin1')).not.toMatch(/bleed|handbook/)
  })

  it('takes a large document without holding up the process, as a whole, or not at all when aborted', async () => {
    const made = index()
    const many = Array.from({ length: 2000 }, (_, at) => chunk(`m${at}`, `Tandem number ${at} has a bell. `.repeat(10)))
    let turns = 0
    const counting = setInterval(() => {
      turns += 1
      expect(made.documentIds()).toEqual(['handbook'])
    }, 1)
    await made.addGradually({ id: 'tandems', title: 'Tandems' }, many)
    clearInterval(counting)
    expect(turns).toBeGreaterThan(2)
    expect(ids(made, 'tandem number 1234')[0]).toBe('m1234')

    const stop = new AbortController()
    const adding = made.addGradually(
      { id: 'again', title: 'Tandems' },
      many.map((each) => ({ ...each, id: `x${each.id}` })),
      stop.signal,
    )
    stop.abort(new Error('stopped'))
    await expect(adding).rejects.toThrow('stopped')
    expect(made.has('again')).toBe(false)
  })

  it('changes nothing when a chunk does not fit', () => {
    const made = index()
    const vectors = [new Float32Array(512)]
    for (const wrong of [
      [chunk('hours', 'Taken.')],
      [chunk('x', 'A.'), chunk('x', 'B.')],
      [chunk('y', 'One. Two.', { vectors })],
    ]) {
      expect(() => made.add({ id: 'other', title: 'Other' }, wrong)).toThrow(RangeError)
    }
    expect(made.documentIds()).toEqual(['handbook'])
  })

  it('gives the same answers as an index that never held what was removed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(7), fc.array(words(), { minLength: 1, maxLength: 12 })), { maxLength: 40 }),
        (steps) => {
          const made = new BotIndex()
          const held = new Map<string, IndexedChunk[]>()
          for (const [step, [document, sentences]] of steps.entries()) {
            const id = `d${document}`
            if (step % 3 === 2) {
              made.remove(id)
              held.delete(id)
            } else {
              const chunks = [chunk(`${id}-${step}`, sentences.join(' '))]
              made.add({ id, title: id }, chunks)
              held.delete(id)
              held.set(id, chunks)
            }
          }
          const fresh = new BotIndex()
          for (const [id, chunks] of held) fresh.add({ id, title: id }, chunks)
          const all = (each: BotIndex) => rounded(each.search('red wheels and a brake', { limit: 100 }))
          expect(all(made)).toEqual(all(fresh))
          expect(made.documentIds().sort()).toEqual(fresh.documentIds().sort())
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('snapshot', () => {
  it('comes back the same, for any content', () => {
    const content = fc.array(fc.array(words(), { minLength: 1, maxLength: 8 }), { maxLength: 12 })
    fc.assert(
      fc.property(content, fc.boolean(), (chunks, embedded) => {
        const made = new BotIndex({ dimensions: 5 })
        for (const [position, sentences] of chunks.entries()) {
          const own = chunk(`c${position}`, sentences.join('. '))
          const vectors = own.sentences.map((_, at) => Float32Array.from([0.6, 0, at % 2 ? 0.8 : -0.8, 0, 0]))
          made.add({ id: `d${position % 3}-${position}`, title: 'Café Ünal', language: 'en' }, [
            embedded ? { ...own, vectors } : own,
          ])
        }
        const queryVector = Float32Array.from([0, 0, 1, 0, 0])
        const before = made.search('red wheels', { limit: 100, queryVector })
        const restored = BotIndex.restore(made.snapshot())
        expect(rounded(restored.search('red wheels', { limit: 100, queryVector }))).toEqual(rounded(before))
        expect(restored.size).toBe(made.size)
        expect(Buffer.from(restored.snapshot()).equals(made.snapshot())).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('is refused when it is damaged, foreign or of another version', () => {
    const bytes = index().snapshot()
    const changed = (at: number, value: number) =>
      Uint8Array.from(bytes, (byte, position) => (position === at ? value : byte))
    const codes = [
      new Uint8Array(3),
      changed(0, 0),
      changed(8, 99),
      changed(bytes.length - 1, 255),
      bytes.slice(0, -4),
    ].map((each) => {
      try {
        BotIndex.restore(each)
        return 'restored'
      } catch (error) {
        return (error as IndexSnapshotError).code
      }
    })
    expect(codes).toEqual(['not_a_snapshot', 'not_a_snapshot', 'other_format', 'damaged', 'damaged'])
    expect(() => BotIndex.restore(new Uint8Array(3))).toThrow(IndexSnapshotError)
  })
})

describe('many chunks', () => {
  it('finds the nearest of thousands of vectors by their signs', () => {
    const made = new BotIndex({ dimensions: 64 })
    let seed = 1
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647 - 0.5
    }
    const vectors = Array.from({ length: 5000 }, () => unit(Float32Array.from({ length: 64 }, random)))
    made.add(
      { id: 'd', title: 'Big' },
      vectors.map((vector, position) => chunk(`c${position}`, `word${position}`, { vectors: [vector] })),
    )
    for (const target of [0, 1234, 4999]) {
      const near = unit((vectors[target] as Float32Array).map((value) => value + random() * 0.05))
      expect(made.search('nothing', { queryVector: near })[0]?.chunkId).toBe(`c${target}`)
    }
  })
})

function words(): fc.Arbitrary<string> {
  return fc.constantFrom('red', 'wheels', 'brake', 'the', 'Über', 'e-bike', '1,250', "Mary's", '自転車', 'bleeding')
}

function oneHot(position: number): Float32Array {
  return Float32Array.from({ length: 8 }, (_, at) => (at === position ? 1 : 0))
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Ties may come in any order. */
function rounded(hits: { chunkId: string; score: number }[]): string[] {
  return hits.map(({ chunkId, score }) => `${score.toFixed(9)} ${chunkId}`).sort()
}
